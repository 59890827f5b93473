package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"secretary/bot/chore"
	"secretary/bot/desk"
	"secretary/bot/earn"
	"secretary/bot/fanbook"
	"secretary/bot/fence"
	"secretary/bot/identity"
	"secretary/bot/learning"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/pairing"
	"secretary/bot/past"
	"secretary/bot/queue"
	"secretary/bot/readiness"
	"secretary/bot/router"
	"secretary/bot/telegram"
	"secretary/bot/upkeep"
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
	Unread    error           // why the store is an empty stand-in, for a look only; nil: it is the data
	Exposed   func() []string // files with a secret that everybody on this machine may read; nil: nobody looks
	Backup    upkeep.Plan
	Retention time.Duration // messages older than this are removed; 0: never
	LowDisk   int64         // bytes; with less free space, or less than twice the data file, the creator is warned
	AskAfter  time.Duration // disconnect.ask_after: how long a profile is disconnected before the creator is asked what to keep; 0: never
	Trust     earn.Terms
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

	// Rooms; see rooms.go for what each gets.
	router   *router.Router
	identity *identity.Identity
	pairing  *pairing.Pairing
	desk     *desk.Desk     // the creator's chat
	cleaner  *desk.Cleaner  // what goes from there
	notices  *notice.Writer // what the creator is told
	earn     *earn.Keeper
	rules    *learning.Rules // what the creator wishes of all drafts
	effort   *queue.Effort
	book     *fanbook.Book // what is remembered of fans
	chores   *chore.Loop   // what the model does while nobody waits
	backups  *upkeep.Backups
	examiner *upkeep.Examiner
	space    *upkeep.Space
	chain    *readiness.Chain

	// The way of a message.
	pace    *pace.Limiter
	queue   *queue.Queue
	placing sync.Mutex // held from the reading of a fan to the placing in the queue
	model   queue.Gate
	past    atomic.Pointer[past.Past] // what was learned of the creator's answers
	cards   writer

	inbox  pace.Bell // new rows in the inbox
	deck   pace.Bell // cards to draw
	outbox pace.Bell // replies to send
	woken  pace.Bell // something for watchLoop

	marks      marks
	quietTill  atomic.Pointer[time.Time] // Telegram asked for no signs of typing and read marks before; nil: it did not
	replying   atomic.Int32              // replies on their way
	bystanders bystanders
	seats      queue.Seats  // for drafts that this machine's processor makes
	behind     pace.Barrier // shut while the last poll was full: more waits at Telegram
	sorting    atomic.Bool  // what was received is being worked on
	called     atomic.Bool  // something came that is not of a fan's chat, and is not worked on yet
	people     pace.Barrier // shut from then on until it is worked on: no draft is begun meanwhile

	polling   atomic.Bool               // the last poll worked
	lastPoll  atomic.Pointer[time.Time] // when a poll came back last, by a clock that nobody sets too; nil: none did
	nextPoll  atomic.Pointer[time.Time] // Telegram asked not to be polled before; nil: it did not in this run
	conflict  atomic.Bool               // another program uses the token
	caughtUp  atomic.Bool               // what waited at Telegram when this run began is stored
	ready     atomic.Bool               // ... and worked on: sending may begin
	resolving resolver
	absent    absences
	wanted    sync.Map     // store.FanID -> time.Time: fans the creator opened, whose card is not there yet
	unnoted   atomic.Int32 // outcomes of sends that could not be noted yet
	recovered uint64       // recoveries of the data file after which everything was looked at again; owned by clockLoop
	exporting atomic.Bool  // an export is being made
}

// New wires a bot; nothing runs and nothing is asked of the network yet.
func New(cfg Config, api *telegram.Client, st *store.Store, p Drafter, log *slog.Logger, out io.Writer) *Bot {
	b := &Bot{
		cfg: cfg, api: api, store: st, persona: p, log: log, out: out, clock: time.Now, tick: 200 * time.Millisecond,
		pace: pace.NewLimiter(cfg.Rate), queue: queue.New(),
		inbox: pace.NewBell(), deck: pace.NewBell(), outbox: pace.NewBell(), woken: pace.NewBell(),
		marks: marks{bell: pace.NewBell()},
	}
	if cfg.Drafter == "embedded" {
		b.seats = queue.NewSeats(runtime.GOMAXPROCS(0)) // more would only keep everybody else waiting
	}
	b.furnish()
	b.past.Store(past.New(st, p.Public))
	b.resolving.init()
	b.router = router.New(st, b.routes())
	return b
}

// wall is this machine's time.
func (b *Bot) wall() time.Time { return b.clock() }

// now is Telegram's time as well as it is known: windows and message dates are
// the server's, so a wrong clock here, or one that is set, must not move them.
func (b *Bot) now() time.Time { return b.api.Now() }

// Run works until ctx ends, then lets what is in flight come to its end: it
// returns within 10 seconds of that. A non-nil error is of class identity.ErrStart or a
// broken data file.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.identity.Find(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	b.router.As(b.identity.Me())
	b.backups.Begin() // Telegram's time is known now
	if err := b.settle(); err != nil {
		return err
	}
	if err := b.recallAway(); err != nil {
		return err
	}
	var wg sync.WaitGroup
	for name, loop := range map[string]func(context.Context){
		"poll": b.pollLoop, "inbox": b.inboxLoop, "cards": b.cardLoop, "outbox": b.outboxLoop, "marks": b.marksLoop,
		"notices": b.notices.Loop, "answers": b.desk.AnswerLoop, "courtesies": b.desk.CourtesyLoop, "cleaner": b.cleaner.Loop, "clock": b.clockLoop, "connections": b.connectionLoop,
		"watch": b.watchLoop, "warm": b.warm, "idle": b.chores.Run, "past": b.pastLoop, "backup": b.backups.Loop, "examine": b.examiner.Loop, "upkeep": b.upkeepLoop, "rest": b.restLoop, "earn": b.earn.Loop,
	} {
		wg.Go(func() { b.guard(ctx, name, loop) })
	}
	for range b.draftLanes() {
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
			defer fence.Catch(b.log, name)
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
		earn.Salted(s)
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
		if err := b.pairing.Offer(); err != nil {
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
