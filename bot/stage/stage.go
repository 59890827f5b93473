// Package stage sets up what a room of the bot has around it, for the room's own
// tests: Telegram with a creator and a fan, a data file, a log, and a network in
// memory. All of it lives in a bubble of testing/synctest, so that hours pass in no
// time and "nothing more happens" is a fact.
//
// What every play must keep is looked at when it ends: the data file agrees with
// itself, Telegram was asked nothing it does not know, and the log holds neither a
// token nor what the play called secret.
package stage

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"secretary/bot/desk"
	"secretary/bot/pace"
	"secretary/bot/sandbox"
	"secretary/bot/telegram"
	"secretary/store"
)

// Stage is the world of one play.
type Stage struct {
	testing.TB
	Telegram *sandbox.Server
	Wire     *Wire
	API      *telegram.Client
	Store    *store.Store
	Desk     *desk.Desk // its loops do not run
	Log      *Log
	Logger   *slog.Logger // writes to Log
	KeyFile  string       // holds the data file's key

	Mila *sandbox.Person // the creator: paired, Start pressed, connected
	Alex *sandbox.Person // a fan who has not written yet

	forgiven []string

	path    string
	stop    context.CancelFunc
	ctx     context.Context
	running sync.WaitGroup
}

// Play runs a play on a new stage. What Run started has ended when it returns.
func Play(t *testing.T, play func(*Stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := set(t)
		defer s.strike()
		play(s)
	})
}

func set(t *testing.T) *Stage {
	dir := folder(t)
	s := &Stage{TB: t, Wire: NewWire(), Log: &Log{}, KeyFile: filepath.Join(dir, "data.key"), path: filepath.Join(dir, "data", "secretary.db")}
	s.Logger = slog.New(slog.NewTextHandler(s.Log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.Telegram = sandbox.New(sandbox.Options{Listener: s.Wire, Brisk: true, Strict: true})
	s.Log.Hide(s.Telegram.Token())
	s.API = telegram.NewOver(telegram.Wire{Dial: s.Wire.Dial, Elapsed: elapsed}, s.Telegram.URL(), s.Telegram.Token())
	s.Open()
	s.Desk = desk.New(s.API, pace.NewLimiter(25), s.Logger)

	s.Mila = s.Telegram.Person("Mila", sandbox.WithHandle("mila"))
	s.Alex = s.Telegram.Person("Quux<b>&", sandbox.WithHandle("quux")) // a name that is markup
	s.Log.Hide("Quux", "quux")
	s.Mila.Start("")
	s.Mila.Connect()
	s.Settle(func(set *store.Settings) { set.Owner, set.OwnerChat = s.Mila.ID(), s.Mila.ID() })
	return s
}

// elapsed is a clock that nobody sets: the bubble's.
func elapsed() time.Duration { return time.Duration(time.Now().UnixNano()) }

// folder is in memory where the system has such a place: the disk's speed is not
// what plays are about.
func folder(t testing.TB) string {
	dir, err := os.MkdirTemp("/dev/shm", "secretary-stage")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // the system clears its memory anyway
	return dir
}

// strike ends what runs and looks at what must hold after every play.
func (s *Stage) strike() {
	s.Stop()
	s.Wire.Cut(false)
	s.Wire.Slow(0)
	s.Mend()
	if problems, err := s.Store.Examine(context.Background()); err == nil { // a play may have closed it
		for _, p := range problems {
			s.Errorf("the data file: %v", p)
		}
	}
	if err := s.Store.Close(); err != nil {
		s.Errorf("close the data file: %v", err)
	}
	s.API.Close()
	s.Telegram.Close()
	s.Wire.HangUp()
	for _, v := range s.Telegram.Violations() {
		if slices.ContainsFunc(s.forgiven, func(part string) bool { return strings.Contains(v, part) }) {
			continue
		}
		s.Errorf("Telegram does not know this: %s", v)
	}
	if line := s.Log.Leak(); line != "" {
		s.Errorf("the log says what it must not: %s", line)
	}
}

// Open opens the data file, anew after Store.Close.
func (s *Stage) Open() {
	s.Helper()
	key, err := store.LoadKey(s.KeyFile, s.Store != nil)
	s.Must(err)
	s.Store, err = store.Open(s.path, key, store.Options{})
	s.Must(err)
}

// Run runs a loop of a room until Stop, or the end of the play.
func (s *Stage) Run(loop func(context.Context)) {
	ctx := s.ctx
	s.running.Go(func() { loop(ctx) })
}

// Stop asks the program to end and waits until it has. What is run after it runs in
// a new life of the program.
func (s *Stage) Stop() {
	s.stop()
	s.running.Wait()
	s.ctx, s.stop = context.WithCancel(context.Background())
}

// Rest waits until all that is to happen at this instant has happened.
func (s *Stage) Rest() { synctest.Wait() }

// Pass lets time pass, and what is to happen meanwhile happen.
func (s *Stage) Pass(d time.Duration) {
	time.Sleep(d) // the bubble's time
	synctest.Wait()
}

// Settle changes the settings.
func (s *Stage) Settle(change func(*store.Settings)) {
	s.Helper()
	_, err := s.Store.UpdateSettings(func(set *store.Settings) error { change(set); return nil })
	s.Must(err)
}

// Break takes the data file away from under the program: it can be read, and refuses
// to be written. Mend puts it back.
func (s *Stage) Break() {
	s.Helper()
	s.Must(os.Rename(s.path, s.path+".away"))
}

// Mend is the end of Break; without it, nothing.
func (s *Stage) Mend() {
	if err := os.Rename(s.path+".away", s.path); err != nil && !os.IsNotExist(err) {
		s.Error(err)
	}
}

// Forgive lets the bot say to Telegram what is wrong in this way.
func (s *Stage) Forgive(violation string) { s.forgiven = append(s.forgiven, violation) }

// Must ends the play on an error of a step that has to work.
func (s *Stage) Must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// Told is what the bot has written to the creator and what is there now, oldest first.
func (s *Stage) Told() []string { return Said(s.Mila) }

// Said is what the bot has written to a person and what is there now, as its text
// was sent.
func Said(p *sandbox.Person) []string {
	var out []string
	for _, m := range p.Chat() {
		if m.FromBot {
			out = append(out, m.Source)
		}
	}
	return out
}

// Wants says how a list of texts differs from what is wanted.
func (s *Stage) Wants(what string, got []string, want ...string) {
	s.Helper()
	if strings.Join(got, "\n--\n") != strings.Join(want, "\n--\n") || len(got) != len(want) {
		s.Errorf("%s: got %q, want %q", what, got, want)
	}
}
