// Package identity knows which bot this is, whether it may work with this data, and
// what becomes of its token.
//
// What it promises: a data directory belongs to one bot, and another one gets it
// only on purpose; a start that cannot succeed ends with a sentence that says what to
// do, and one that can is tried on; a token that was replaced is taken into use
// only if it is of this very bot.
package identity

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"secretary/bot/desk"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// ErrStart is the class of errors that end the start for good: retrying cannot
// help, a person has to change something. Its text says what.
var ErrStart = errors.New("cannot start")

// Needs is what an Identity works with.
type Needs struct {
	Username string // telegram.username, without @; empty: any
	Adopt    bool   // take over a data directory of another bot
	// Token reads the bot's token again, after Telegram refused the one in use;
	// nil: it cannot change while the program runs.
	Token   func() (string, error)
	API     *telegram.Client
	Store   *store.Store
	Notices *notice.Writer
	Cards   pace.Bell // rung when a new token is in use: cards may have waited for it
	Log     *slog.Logger
}

// Identity is the bot that the token belongs to. Its methods may be called from
// several goroutines.
type Identity struct {
	Needs
	me       atomic.Pointer[telegram.User]
	dead     atomic.Pointer[string] // why Telegram's refusal of the token lasts; nil: it does not
	modeSeen atomic.Bool            // Secretary Mode was seen on in this run
}

// New knows nothing yet: Find does.
func New(n Needs) *Identity { return &Identity{Needs: n} }

// Me is the bot as Telegram told of it last; nil before Find.
func (i *Identity) Me() *telegram.User { return i.me.Load() }

// Dead says, in the creator's words, why no token is accepted; "" while one is.
func (i *Identity) Dead() string {
	if why := i.dead.Load(); why != nil {
		return *why
	}
	return ""
}

// Find asks Telegram which bot the token belongs to and refuses the wrong
// one. A network that is not there yet (a server that just booted) is waited
// for; a refused token is not.
func (i *Identity) Find(ctx context.Context) error {
	wait := pace.Backoff{First: time.Second, Max: 30 * time.Second}
	for {
		call, cancel := context.WithTimeout(ctx, desk.CallTimeout)
		me, err := i.API.GetMe(call)
		cancel()
		if err == nil {
			return i.adopt(me)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		e, ok := telegram.AsError(err)
		if ok && e.Unauthorized() {
			return fmt.Errorf("%w: %s", ErrStart, words.TokenRefused)
		}
		if ok && e.Flood() {
			i.Log.Warn("Telegram asks to wait", "retry_after", e.RetryAfter.String())
			pace.Sleep(ctx, max(e.RetryAfter, time.Second))
			continue
		}
		i.Log.Warn("cannot reach Telegram; trying again", "err", err)
		wait.Sleep(ctx)
	}
}

// adopt holds the bot against the configuration and the data directory, then
// makes the directory this bot's.
func (i *Identity) adopt(me telegram.User) error {
	if want := strings.TrimPrefix(i.Username, "@"); want != "" && !strings.EqualFold(want, me.Username) {
		return fmt.Errorf("%w: %s", ErrStart, words.WrongUsername(want, me.Username))
	}
	s, err := i.Store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	switch {
	case s.BotID == me.ID && s.BotName == me.Username:
	case s.BotID == 0 || s.BotID == me.ID:
		_, err = i.Store.UpdateSettings(func(s *store.Settings) error {
			s.BotID, s.BotName = me.ID, me.Username
			return nil
		})
	case !i.Adopt:
		return fmt.Errorf("%w: %s", ErrStart, words.OtherBot(s.BotName, s.BotID, me.Username, me.ID))
	default:
		i.Log.Warn("the data moves to another bot on purpose", "from", s.BotID, "to", me.ID)
		err = i.Store.MoveTo(me.ID, me.Username)
	}
	if err != nil {
		return fmt.Errorf("note the bot: %w", err)
	}
	i.me.Store(&me)
	i.Log.Info("this is the bot", "username", me.Username, "id", me.ID)
	if !me.CanConnectToBusiness {
		i.Log.Error("Secretary Mode is off for this bot", "fix", words.ModeOff)
	}
	return nil
}

// WatchMode notices Secretary Mode being switched off or on in BotFather.
func (i *Identity) WatchMode(ctx context.Context) {
	call, cancel := context.WithTimeout(ctx, desk.CallTimeout)
	defer cancel()
	me, err := i.API.GetMe(call)
	if err != nil || me.ID != i.me.Load().ID {
		return
	}
	before := i.me.Swap(&me)
	switch {
	case !me.CanConnectToBusiness:
		i.Notices.Tell("mode-off", words.ModeOff)
	case !before.CanConnectToBusiness || !i.modeSeen.Swap(true):
		i.Log.Info("Secretary Mode is on")
		i.Notices.Forget("mode-off") // also of an earlier run
	}
}
