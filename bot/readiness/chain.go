// Package readiness is the chain of what must be right before a fan can be answered, from
// the configuration to the data file. `secretary check`, the start of `run` and /status
// show the same list.
//
// What it promises: every step says what was found, and one that blocks says the exact
// next thing to do; what Telegram does not tell is unknown, never fine; and looking
// changes nothing, not even which updates wait.
package readiness

import (
	"cmp"
	"context"
	"strings"
	"time"

	"secretary/bot/identity"
	"secretary/bot/profile"
	"secretary/bot/telegram"
	"secretary/bot/upkeep"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// Step is one link of the readiness chain. `secretary check`, the start of
// `run` and /status show the same list.
type Step struct {
	N      int    `json:"n"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	State  string `json:"state"` // ok | blocked | waiting | unknown
	Detail string `json:"detail"`
	Fix    string `json:"fix,omitempty"` // the exact next thing to do
	Rights []Perm `json:"rights,omitempty"`
}

// Perm is one permission of the business connection.
type Perm struct {
	Flag    string `json:"flag"` // BusinessBotRights field
	Label   string `json:"label"`
	Granted bool   `json:"granted"`
	Needed  bool   `json:"needed"`
	Why     string `json:"why,omitempty"`
}

// States of a step.
const (
	stepOK      = "ok"
	stepBlocked = "blocked"
	stepWaiting = "waiting"
	stepUnknown = "unknown"
)

// Blocked reports whether anything in the chain blocks.
func Blocked(steps []Step) bool {
	for _, s := range steps {
		if s.State == stepBlocked {
			return true
		}
	}
	return false
}

// Drafter tells how the model and the persona are.
type Drafter interface {
	Health(ctx context.Context) persona.Health
	Warm(ctx context.Context, r persona.Request) (time.Duration, error)
}

// Chain is what the steps look at.
type Chain struct {
	Owner    int64  // owner.id; 0: paired by a code
	Username string // telegram.username, without @; empty: any
	Adopt    bool   // --adopt
	Model    string // ollama.model
	API      *telegram.Client
	Store    *store.Store
	Unread   error // why there is an empty stand-in for the data file; nil: Store is the data file
	Drafter  Drafter
	Request  func() persona.Request // what the model is warmed up with
	Identity *identity.Identity
	Backups  *upkeep.Backups
	Space    *upkeep.Space
	Examiner *upkeep.Examiner
	Conflict func() bool      // another program uses the token
	Polling  func() bool      // the last poll worked
	Exposed  func() []string  // files with a secret that everybody on this machine may read; nil: nobody looks
	Now      func() time.Time // Telegram's time
	Clock    func() time.Time // this machine's
}

// probe is what the chain finds out before it judges.
type probe struct {
	me       telegram.User
	meErr    error
	settings store.Settings
	stats    store.Stats
	dataErr  error // why the two above are not known
	owner    int64
	current  store.Connection
	found    bool // a connection of the creator
	foreign  string
	warmErr  error
	warm     time.Duration
	health   persona.Health
	pollErr  error
	polled   bool
	hook     telegram.WebhookInfo
	hookErr  error
}

// Steps runs the chain. live is the daemon's own view: it knows whether its
// poll works. Without it (`secretary check` while nothing runs) one short poll
// that acknowledges nothing is made, and the model is warmed up.
func (c *Chain) Steps(ctx context.Context, live bool) []Step {
	p := &probe{}
	var settingsErr, statsErr error
	p.settings, settingsErr = c.Store.Settings()
	p.stats, statsErr = c.Store.Stats()
	p.dataErr = cmp.Or(c.Unread, settingsErr, statsErr)
	p.owner = p.settings.Owner
	if c.Owner != 0 {
		p.owner = c.Owner
	}
	p.foreign = strings.Join(profile.Foreigners(p.settings, p.owner), ", ")
	call, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if p.me, p.meErr = c.API.GetMe(call); p.meErr == nil {
		p.hook, p.hookErr = c.API.GetWebhookInfo(call)
		c.look(call, p, live)
	}
	if !live {
		p.warm, p.warmErr = c.Drafter.Warm(ctx, c.Request())
	}
	p.health = c.Drafter.Health(ctx)
	steps := []Step{
		c.stepConfig(), c.stepToken(p), c.stepUsername(p), c.stepSameBot(p), c.stepPoller(p, live), stepMode(p),
		c.stepCreator(ctx, p), c.stepConnection(p), stepRights(p), stepChats(p),
		stepSeen(p, "inbound", p.stats.LastIn, words.InboundWait), stepSeen(p, "outbound", p.stats.LastOut, words.OutboundWait),
		c.stepModel(p), stepPersona(p), c.stepData(p), c.Sound(live),
	}
	for i := range steps {
		steps[i].N, steps[i].Title = i+1, words.StepTitle(steps[i].ID)
	}
	return steps
}
