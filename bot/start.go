package bot

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// identify asks Telegram which bot the token belongs to and refuses the wrong
// one. A network that is not there yet (a server that just booted) is waited
// for; a refused token is not.
func (b *Bot) identify(ctx context.Context) error {
	wait := pace.Backoff{First: time.Second, Max: 30 * time.Second}
	for {
		call, cancel := context.WithTimeout(ctx, callTimeout)
		me, err := b.api.GetMe(call)
		cancel()
		if err == nil {
			return b.adopt(me)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		e, ok := telegram.AsError(err)
		if ok && e.Unauthorized() {
			return fmt.Errorf("%w: %s", ErrStart, words.TokenRefused)
		}
		if ok && e.Flood() {
			b.log.Warn("Telegram asks to wait", "retry_after", e.RetryAfter.String())
			pace.Sleep(ctx, max(e.RetryAfter, time.Second))
			continue
		}
		b.log.Warn("cannot reach Telegram; trying again", "err", err)
		wait.Sleep(ctx)
	}
}

// adopt holds the bot against the configuration and the data directory, then
// makes the directory this bot's.
func (b *Bot) adopt(me telegram.User) error {
	if want := strings.TrimPrefix(b.cfg.Username, "@"); want != "" && !strings.EqualFold(want, me.Username) {
		return fmt.Errorf("%w: %s", ErrStart, words.WrongUsername(want, me.Username))
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	switch {
	case s.BotID == me.ID && s.BotName == me.Username:
	case s.BotID == 0 || s.BotID == me.ID:
		_, err = b.store.UpdateSettings(func(s *store.Settings) error {
			s.BotID, s.BotName = me.ID, me.Username
			return nil
		})
	case !b.cfg.Adopt:
		return fmt.Errorf("%w: %s", ErrStart, words.OtherBot(s.BotName, s.BotID, me.Username, me.ID))
	default:
		b.log.Warn("the data moves to another bot on purpose", "from", s.BotID, "to", me.ID)
		err = b.store.MoveTo(me.ID, me.Username)
	}
	if err != nil {
		return fmt.Errorf("note the bot: %w", err)
	}
	b.me.Store(&me)
	b.router.Me = &tele.User{ID: me.ID, Username: me.Username, IsBot: true, FirstName: me.FirstName}
	b.log.Info("this is the bot", "username", me.Username, "id", me.ID)
	if !me.CanConnectToBusiness {
		b.log.Error("Secretary Mode is off for this bot", "fix", words.ModeOff)
	}
	return nil
}

// menu registers the commands in the creator's chat and removes none anywhere:
// strangers see the bare bot.
func (b *Bot) menu(ctx context.Context, chat int64) {
	var list []tele.Command
	for _, c := range words.Commands {
		list = append(list, tele.Command{Text: c.Name, Description: c.Text})
	}
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := b.api.SetMyCommands(call, list, chat); err != nil {
		b.log.Warn("cannot register the command menu", "err", err)
		return
	}
	b.menuSet.Store(true)
}

// watchEvery is how often watchLoop looks.
const watchEvery = 15 * time.Second

// watchLoop looks after what no update tells: the command menu, Secretary Mode
// in BotFather, the model, a profile that stays disconnected, free space and the
// age of backups.
func (b *Bot) watchLoop(ctx context.Context) {
	b.woken.Wait(ctx, 5*time.Second) // the first poll, or a network that is not there
	if ctx.Err() != nil {
		return
	}
	if _, err := fmt.Fprint(b.out, StatusText(b.Readiness(ctx, true))); err != nil {
		b.log.Warn("cannot print the readiness chain", "err", err)
	}
	for n := 0; ctx.Err() == nil; n++ {
		s, err := b.store.Settings()
		if err == nil && s.Owner != 0 && !b.menuSet.Load() {
			b.menu(ctx, chatOf(s))
		}
		if n%4 == 0 {
			b.watchMode(ctx)
			b.watchSpace()
		}
		b.watchBackups()
		wait := watchEvery
		if soon := b.watchParting(ctx); soon > 0 {
			wait = min(wait, soon)
		}
		if !b.woken.Wait(ctx, wait) {
			return
		}
	}
}

const forever = time.Duration(math.MaxInt64)

// warm loads the model before the first fan writes. Failing is no harm: the
// first draft says why.
func (b *Bot) warm(ctx context.Context) {
	defer pace.Sleep(ctx, forever) // once a run
	took, err := b.persona.Warm(ctx, b.learned())
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		b.log.Warn("the model is not ready; cards come without a draft until it is", "err", err)
		return
	}
	b.log.Info("the model is ready", "warm_up", took.Round(time.Millisecond).String())
}

// watchMode notices Secretary Mode being switched off or on in BotFather.
func (b *Bot) watchMode(ctx context.Context) {
	call, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	me, err := b.api.GetMe(call)
	if err != nil || me.ID != b.me.Load().ID {
		return
	}
	before := b.me.Swap(&me)
	switch {
	case !me.CanConnectToBusiness:
		b.tell("mode-off", words.ModeOff)
	case !before.CanConnectToBusiness || !b.modeSeen.Swap(true):
		b.log.Info("Secretary Mode is on")
		b.forget("mode-off") // also of an earlier run
	}
}
