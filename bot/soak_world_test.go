package bot_test

import (
	"bytes"
	"container/heap"
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"secretary/bot"
	"secretary/bot/backup"
	"secretary/bot/earn"
	"secretary/bot/identity"
	"secretary/bot/policy"
	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/telegram"
	"secretary/bot/upkeep"
	"secretary/store"
)

// soakWorld is one life of a bot: the people and the server around it, what was
// meant to happen, and what is wrong at the moment. All but the bot runs on the
// test's own goroutine, one event after another.
type soakWorld struct {
	t    *testing.T
	rng  *rand.Rand
	tg   *sandbox.Server
	wire *stage.Wire
	mila *soakCreator
	fans []*soakFan
	mind *soakDrafter
	log  *soakLog

	other func(*bot.Config) // changes the configuration; nil: it is as here
	plan  soakPlan
	now   int            // number of the next text
	count map[string]int // of what happened, for the reader
	ends  map[string]func()

	dir   string
	token atomic.Pointer[string] // as the token file holds it
	jump  atomic.Int64           // of this machine's clock
	power chan struct{}          // the power goes, now

	bot   *bot.Bot
	store *store.Store
	api   *telegram.Client
	stop  context.CancelFunc
	ended chan error
}

func newSoakWorld(t *testing.T, seed uint64, change ...func(*sandbox.Options)) *soakWorld {
	w := &soakWorld{
		t: t, rng: rand.New(rand.NewPCG(seed, 7)), wire: stage.NewWire(), count: map[string]int{}, ends: map[string]func(){},
		dir: soakDir(t), log: &soakLog{t: t}, power: make(chan struct{}, 1),
	}
	if path := os.Getenv("SECRETARY_SOAK_LOG"); path != "" {
		all, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = all.Close() }) // read by people only
		w.log.all = all
	}
	o := sandbox.Options{
		Listener: w.wire, Brisk: true, Strict: true, TapWait: 10 * time.Second, Calls: 200, Echo: seed%2 == 0, KeepConnectionID: seed%3 == 0,
	}
	for _, c := range change {
		c(&o)
	}
	w.tg = sandbox.New(o)
	w.keepToken(w.tg.Token())
	w.mind = &soakDrafter{}
	w.mila = &soakCreator{Person: w.tg.Person("Mila"), w: w, sent: map[int]int{}, done: map[int64]bool{}}
	w.mila.Start("")
	w.mila.Connect()
	for n := range 6 {
		w.fans = append(w.fans, &soakFan{Person: w.tg.Person("Quux"), w: w, n: n})
	}
	return w
}

const soakDisclosure = "A machine helps to answer."

// soakDir is in memory where the system has such a place: the disk's speed is
// not what this is about.
func soakDir(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "secretary-soak")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // the system clears its memory anyway
	return dir
}

// within is a random time up to most.
func (w *soakWorld) within(most time.Duration) time.Duration {
	return time.Duration(w.rng.Int64N(int64(most))) + time.Millisecond
}

// often is true in that share of the cases.
func (w *soakWorld) often(share float64) bool { return w.rng.Float64() < share }

// elapsedSoak is a clock that nobody sets: the bubble's.
func elapsedSoak() time.Duration { return time.Duration(time.Now().UnixNano()) }

// clock is this machine's, which may be wrong.
func (w *soakWorld) clock() time.Time { return time.Now().Add(time.Duration(w.jump.Load())) }

func (w *soakWorld) keepToken(token string) { w.log.secret(token); w.token.Store(&token) }

// start runs the bot as command/run does.
func (w *soakWorld) start() {
	w.t.Helper()
	keyFile := filepath.Join(w.dir, "data.key")
	file := filepath.Join(w.dir, "data", "secretary.db")
	_, err := os.Stat(file)
	key, err := store.LoadKey(keyFile, err == nil)
	if err != nil {
		w.t.Fatal(err)
	}
	w.api = telegram.NewOver(telegram.Wire{Dial: w.wire.Dial, Now: w.clock, Elapsed: elapsedSoak}, w.tg.URL(), *w.token.Load())
	if w.store, err = store.Open(file, key, store.Options{Quiet: 4 * time.Second, Now: w.api.Now}); err != nil {
		w.t.Fatal(err)
	}
	cfg := bot.Config{
		Token: func() (string, error) { return *w.token.Load(), nil }, Owner: w.mila.ID(), Rate: 25, Mode: policy.ModeApprove, Threshold: 0.7,
		Hold: 10 * time.Second, Idle: 5 * time.Second, Memory: true, OpenCards: 5, Parallel: 1, Model: "soak", Drafter: "ollama",
		DataDir: filepath.Join(w.dir, "data"), Retention: 72 * time.Hour, Trust: earn.Terms{Risk: 0.15, Delta: 0.1, Audit: 0.1},
		Fixed:  bot.Fixed{Name: "Mila", Disclosure: soakDisclosure, Human: "A person will answer.", Privacy: "Nothing is kept for long."},
		Backup: upkeep.Plan{Every: 24 * time.Hour, Keeper: backup.Keeper{Dir: filepath.Join(w.dir, "backups"), Keep: 2, KeyFile: keyFile, Source: w.store.Backup}},
	}
	if w.other != nil {
		w.other(&cfg)
	}
	w.bot = bot.New(cfg, w.api, w.store, w.mind, slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})), io.Discard)
	w.bot.Clock(w.clock, 10*time.Second)
	ctx, stop := context.WithCancel(context.Background())
	w.stop, w.ended = stop, make(chan error, 1)
	go func(b *bot.Bot) { w.ended <- b.Run(ctx) }(w.bot)
}

// halt ends the program: as asked to, or as a power cut does. Then what it has
// in hand is not written down any more, and its connections are gone.
func (w *soakWorld) halt(cleanly bool) {
	w.t.Helper()
	if w.bot == nil {
		return
	}
	if !cleanly {
		if err := w.store.Close(); err != nil {
			w.t.Errorf("close the data file: %v", err)
		}
		if w.bot.Alive() == nil {
			w.t.Errorf("%v: the data file is closed, and the watchdog would be fed", time.Now())
		}
		if w.often(0.5) {
			w.wire.HangUp()
		}
	}
	w.stop()
	began := time.Now()
	if err := <-w.ended; err != nil && !strings.Contains(err.Error(), "database not open") {
		w.t.Errorf("the program ended with %v", err)
	}
	if took := time.Since(began); took > 10*time.Second {
		w.t.Errorf("the program took %v to end", took)
	}
	w.api.Close()
	if cleanly {
		for _, p := range w.store.Check() {
			w.t.Errorf("the data file: %v", p)
		}
		if err := w.store.Close(); err != nil {
			w.t.Errorf("close the data file: %v", err)
		}
	}
	w.bot = nil
}

// startsAnew starts a program again that could not start, as systemd does: the
// token was revoked while it had not yet reached Telegram.
func (w *soakWorld) startsAnew() {
	if w.bot == nil {
		return
	}
	select {
	case err := <-w.ended:
		if !errors.Is(err, identity.ErrStart) {
			w.t.Errorf("the program ended by itself: %v", err)
		}
		w.ended <- nil
		w.halt(true)
		w.start()
		w.count["could not start"]++
	default:
	}
}

func (w *soakWorld) close() {
	w.halt(true)
	w.tg.Close()
	w.wire.HangUp()
	synctest.Wait()
}

// live lets happen what happens until then.
func (w *soakWorld) live(until time.Time) {
	for len(w.plan) > 0 && w.plan[0].at.Before(until) && !w.t.Failed() {
		if w.diesBefore(w.plan[0].at) {
			continue
		}
		heap.Pop(&w.plan).(soakEvent).do()
	}
	for w.diesBefore(until) {
	}
}

// diesBefore waits until then, or until the program dies at a call.
func (w *soakWorld) diesBefore(then time.Time) bool {
	select {
	case <-w.power:
		w.count["deaths at a call"]++
		w.crashed()
		return true
	case <-time.After(time.Until(then)):
		return false
	}
}

// later plans something.
func (w *soakWorld) later(in time.Duration, do func()) {
	heap.Push(&w.plan, soakEvent{time.Now().Add(in), do})
}

type soakEvent struct {
	at time.Time
	do func()
}

type soakPlan []soakEvent

func (p soakPlan) Len() int           { return len(p) }
func (p soakPlan) Less(i, j int) bool { return p[i].at.Before(p[j].at) }
func (p soakPlan) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }
func (p *soakPlan) Push(x any)        { *p = append(*p, x.(soakEvent)) }
func (p *soakPlan) Pop() any {
	old := *p
	x := old[len(old)-1]
	*p = old[:len(old)-1]
	return x
}

// soakLog reads what is logged: no words, no names, no token, no surprise.
type soakLog struct {
	t       *testing.T
	mu      sync.Mutex
	secrets [][]byte
	tail    []string
	all     io.Writer
	forgive string // lines with these words are not judged
}

var soakWords = regexp.MustCompile(`(?i)quux|blurb|gladly|surprise|page:|damaged`)

func (l *soakLog) secret(token string) {
	_, part, _ := strings.Cut(token, ":")
	l.mu.Lock()
	defer l.mu.Unlock()
	l.secrets = append(l.secrets, []byte(part))
}

func (l *soakLog) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if soakWords.Match(line) && (l.forgive == "" || !bytes.Contains(line, []byte(l.forgive))) {
		l.t.Errorf("the log says: %s", line)
	}
	for _, s := range l.secrets {
		if bytes.Contains(line, s) {
			l.t.Errorf("the log holds the token: %s", line)
		}
	}
	if l.all != nil {
		_, _ = l.all.Write(line) // for whoever looks for a reason
	}
	l.tail = append(l.tail, string(line))
	if len(l.tail) > 4000 {
		l.tail = append(l.tail[:0:0], l.tail[2000:]...)
	}
	return len(line), nil
}

// about gives the last lines that hold a word.
func (l *soakLog) about(word string, n int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, line := range l.tail {
		if strings.Contains(line, word) {
			out = append(out, line)
		}
	}
	return strings.Join(out[max(0, len(out)-n):], "")
}
