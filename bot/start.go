package bot

import (
	"context"
	"fmt"
	"math"
	"time"

	"secretary/bot/desk"
	"secretary/bot/pace"
	"secretary/bot/readiness"
)

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
	if _, err := fmt.Fprint(b.out, readiness.Text(b.Readiness(ctx, true))); err != nil {
		b.log.Warn("cannot print the readiness chain", "err", err)
	}
	for n := 0; ctx.Err() == nil; n++ {
		s, err := b.store.Settings()
		if err == nil && s.Owner != 0 {
			b.desk.Menu(ctx, desk.Chat(s))
		}
		if n%4 == 0 {
			b.identity.WatchMode(ctx)
			b.space.Watch()
		}
		b.backups.Watch()
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
	took, err := b.persona.Warm(ctx, b.rules.Request())
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		b.log.Warn("the model is not ready; cards come without a draft until it is", "err", err)
		return
	}
	b.log.Info("the model is ready", "warm_up", took.Round(time.Millisecond).String())
}

// lookAgain is what follows commits that failed: they may have been done all the
// same, and then nobody was woken for what they changed.
func (b *Bot) lookAgain(ctx context.Context) {
	n := b.store.Recoveries()
	if n == b.recovered {
		return
	}
	if err := b.reschedule(); err != nil {
		b.log.Error("cannot look at everything again", "err", err)
		return
	}
	b.watchWaiting(ctx)
	b.inbox.Ring()
	b.outbox.Ring()
	b.notices.Ring()
	b.recovered = n
}
