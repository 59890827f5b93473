package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/ledger"
	"secretary/bot/pace"
	"secretary/bot/past"
	"secretary/bot/queue"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// Margin is how long before the end of the 24-hour window sending stops: longer
// than one send may take (sendTimeout), so that what is sent surely arrives in time.
const Margin = 30 * time.Second

// Drafter writes drafts. Its methods return a *persona.Error on failure and
// honour ctx; they may be called from several goroutines.
type Drafter interface {
	Draft(ctx context.Context, r persona.Request) (persona.Draft, error)
	Health(ctx context.Context) persona.Health
	// Warm puts what is the same for all drafts into the model's cache: the
	// persona, and the rules and style of r.
	Warm(ctx context.Context, r persona.Request) (time.Duration, error)
	// Rule says in a few words what an edit wishes of all drafts, "" if nothing.
	Rule(ctx context.Context, r persona.Request, e persona.Edit) (string, error)
	// Notice finds what a fan says of himself in r.Pending, and Summarise folds
	// r.History into r.Summary.
	Notice(ctx context.Context, r persona.Request, special bool) ([]persona.Fact, error)
	Summarise(ctx context.Context, r persona.Request, special bool) (text string, upTo int64, err error)
	BotAnswer() string
	// Guards gives the piece of the orders to the model that a text holds, ""
	// if there is none. Nobody sends such a text.
	Guards(text string) string
	// Public tells whether the persona file holds a mark of package recall.
	Public(mark string) bool
}

// Config is what the bot needs of the configuration; the names are those of
// config.example.yaml.
type Config struct {
	// Token reads the bot's token again, after Telegram refused the one in use;
	// nil: it cannot change while the program runs.
	Token     func() (string, error)
	Owner     int64   // owner.id; 0: pair by a one-time code
	Username  string  // telegram.username, without @; empty: any
	Rate      float64 // telegram.rate, messages a second; 0: no pacing
	Mode      string
	Threshold float64
	Hold      time.Duration
	Quiet     time.Duration // reply.quiet_period
	Idle      time.Duration // learn.idle; 0: nothing is learned from edits
	Memory    bool          // memory.enabled
	Special   bool          // memory.special
	OpenCards int
	Daily     int           // reply.daily; 0: any number
	PerFan    time.Duration // ollama.per_fan; 0: no bound
	Parallel  int           // ollama.parallel
	Model     string        // shown in "ollama pull"
	Drafter   string        // persona.drafter: ollama or embedded
	Fixed     Fixed
	Adopt     bool // --adopt: take over a data directory of another bot
	DataDir   string
	Backup    Backup
	Retention time.Duration // messages older than this are removed; 0: never
	LowDisk   int64         // bytes; with less free space, or less than twice the data file, the creator is warned
	AskAfter  time.Duration // disconnect.ask_after: how long a profile is disconnected before the creator is asked what to keep; 0: never
	Trust     Trust
}

// Bot is the secretary: one long-polling process for one creator.
type Bot struct {
	cfg     Config
	api     *telegram.Client
	store   *store.Store
	persona Drafter
	log     *slog.Logger
	out     io.Writer // pairing code
	clock   func() time.Time
	tick    time.Duration // how often clockLoop looks

	router  *tele.Bot
	me      atomic.Pointer[telegram.User]
	pace    *pace.Limiter
	queue   *queue.Queue
	placing sync.Mutex // held from the reading of a fan to the placing in the queue
	model   queue.Gate
	past    atomic.Pointer[past.Past] // what was learned of the creator's answers
	cards   writer
	lists   sync.Mutex // held while a list in the creator's chat is drawn anew
	ledger  *ledger.Ledger

	weighing sync.Mutex // held while the certificate is brought in line with the record
	weighed  weighed    // what that came to last

	inbox   pace.Bell // new rows in the inbox
	deck    pace.Bell // cards to draw
	outbox  pace.Bell // replies to send
	notices pace.Bell // notices to send
	woken   pace.Bell // something for watchLoop
	lessons pace.Bell // there may be something to learn
	decided pace.Bell // the creator may have decided something
	answers chan func(context.Context)

	courtesies chan func(context.Context) // to strangers
	bystanders bystanders
	behind     atomic.Bool // the last poll was full: more waits at Telegram

	polling   atomic.Bool            // the last poll worked
	lastPoll  atomic.Int64           // unix time of the last poll that worked
	conflict  atomic.Bool            // another program uses the token
	dead      atomic.Pointer[string] // why Telegram's refusal of the token lasts; nil: it does not
	caughtUp  atomic.Bool            // what waited at Telegram when this run began is stored
	ready     atomic.Bool            // ... and worked on: sending may begin
	resolving resolver
	examining sync.Mutex // held while the data file is looked through
	examined  atomic.Pointer[examination]
	limits    strangers
	absent    absences
	unread    unread
	wanted    sync.Map        // store.FanID -> time.Time: fans the creator opened, whose card is not there yet
	modeSeen  atomic.Bool     // Secretary Mode was seen on in this run
	menuSet   atomic.Bool     // the command menu is registered
	unnoted   atomic.Int32    // outcomes of sends that could not be noted yet
	recovered uint64          // recoveries of the data file after which everything was looked at again; owned by clockLoop
	diskBad   atomic.Bool     // the creator was told that the data file cannot be written
	exporting atomic.Bool     // an export is being made
	backupBad atomic.Bool     // the last backup of this run failed
	began     atomic.Int64    // unix time when Run did; 0 before
	said      map[uint64]bool // notices that were sent but could not be noted yet; owned by noticeLoop
	routeErr  error           // of the handler that ran last; owned by inboxLoop
}

// New wires a bot; nothing runs and nothing is asked of the network yet.
func New(cfg Config, api *telegram.Client, st *store.Store, p Drafter, log *slog.Logger, out io.Writer) *Bot {
	b := &Bot{
		cfg: cfg, api: api, store: st, persona: p, log: log, out: out, clock: time.Now, tick: 200 * time.Millisecond,
		pace: pace.NewLimiter(cfg.Rate), queue: queue.New(), ledger: ledger.New(st),
		inbox: pace.NewBell(), deck: pace.NewBell(), outbox: pace.NewBell(), notices: pace.NewBell(), woken: pace.NewBell(),
		lessons: pace.NewBell(), decided: pace.NewBell(),
		said: map[uint64]bool{}, answers: make(chan func(context.Context), 256), courtesies: make(chan func(context.Context), 64),
	}
	b.past.Store(past.New(st, p.Public))
	b.resolving.init()
	b.limits.init()
	b.unread.init()
	b.routes()
	return b
}

// now is Telegram's time as well as it is known: windows and message dates are
// the server's, so a wrong clock here must not move them.
func (b *Bot) now() time.Time { return b.clock().Add(b.api.Skew()) }

// ErrStart is the class of errors that end the start for good: retrying cannot
// help, a person has to change something. Its text says what.
var ErrStart = errors.New("cannot start")

// Run works until ctx ends, then lets what is in flight come to its end: it
// returns within 10 seconds of that. A non-nil error is of class ErrStart or a
// broken data file.
func (b *Bot) Run(ctx context.Context) error {
	b.began.Store(b.clock().Unix())
	if err := b.identify(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	if err := b.settle(); err != nil {
		return err
	}
	if err := b.recallAway(); err != nil {
		return err
	}
	var wg sync.WaitGroup
	for name, loop := range map[string]func(context.Context){
		"poll": b.pollLoop, "inbox": b.inboxLoop, "cards": b.cardLoop, "outbox": b.outboxLoop,
		"notices": b.noticeLoop, "answers": b.answerLoop, "courtesies": b.courtesyLoop, "clock": b.clockLoop, "connections": b.connectionLoop,
		"watch": b.watchLoop, "warm": b.warm, "idle": b.idleLoop, "past": b.pastLoop, "backup": b.backupLoop, "examine": b.examineLoop, "upkeep": b.upkeepLoop, "rest": b.restLoop, "earn": b.earnLoop,
	} {
		wg.Go(func() { b.guard(ctx, name, loop) })
	}
	for range max(b.cfg.Parallel, 1) {
		wg.Go(func() { b.guard(ctx, "draft", b.draftLoop) })
	}
	wg.Wait()
	return nil
}

// guard runs a loop until ctx ends. A panic is logged without its value, which
// may hold a fan's words, and the loop starts again: one bad update must not
// end the service.
func (b *Bot) guard(ctx context.Context, name string, loop func(context.Context)) {
	wait := pace.Backoff{First: time.Second, Max: 30 * time.Second}
	for ctx.Err() == nil {
		func() {
			defer b.fence(name)
			loop(ctx)
		}()
		if ctx.Err() == nil {
			wait.Sleep(ctx)
		}
	}
}

// settle prepares the data for this run: the creator's id, the drafts that
// were due, the pairing code.
func (b *Bot) settle() error {
	var former int64
	s, err := b.store.UpdateSettings(func(s *store.Settings) error {
		s.Default = b.cfg.Mode
		salted(s)
		if b.cfg.Owner != 0 && s.Owner != b.cfg.Owner {
			former = s.Owner
			s.Owner, s.OwnerName, s.OwnerChat = b.cfg.Owner, "", b.cfg.Owner
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("save the creator's id: %w", err)
	}
	if err := b.leave(former); err != nil {
		return err
	}
	if s.Owner == 0 {
		if err := b.offerPairing(); err != nil {
			return err
		}
	}
	open, err := b.store.Open()
	if err != nil {
		return fmt.Errorf("read open drafts: %w", err)
	}
	for _, d := range open {
		if d.State == store.StateUnknown {
			b.callToCard(d.ID, words.UnknownNotice)
		}
		if f, err := b.store.Fan(d.Fan); err == nil && f.Doubtful != 0 {
			b.lineUnknown(d, f, f.Doubtful)
		}
	}
	return b.reschedule()
}

// leave ends what is open for somebody who was the creator before: cards, drafts
// and replies that wait.
func (b *Bot) leave(former int64) error {
	c, err := b.store.Current(former)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		c.Enabled = false
		_, _, err = b.store.SaveConnection(c)
	}
	if err != nil {
		return fmt.Errorf("end the former creator's connection: %w", err)
	}
	return nil
}
