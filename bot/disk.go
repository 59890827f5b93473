package bot

import (
	"context"
	"errors"

	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// diskTrouble tells the creator once that the data file cannot be written. It
// cannot be kept as a notice, so it is sent straight away.
func (b *Bot) diskTrouble(ctx context.Context, why error) {
	if b.diskBad.Swap(true) {
		return
	}
	text := words.DiskTrouble
	if errors.Is(why, store.ErrGone) {
		text = words.DiskGone
	}
	s, err := b.store.Settings()
	if err != nil || s.Owner == 0 {
		return
	}
	if _, err := b.say(ctx, telegram.SendMessage{ChatID: chatOf(s), Text: text}); err != nil {
		b.log.Warn("cannot tell the creator about the data file", "err", err)
		b.diskBad.Store(false)
	}
}

// diskFine tells the creator that the trouble is over.
func (b *Bot) diskFine() {
	if b.diskBad.Swap(false) {
		b.log.Info("the data file can be written again")
		b.tell("", words.DiskFine)
	}
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
