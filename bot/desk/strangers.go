package desk

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"secretary/bot/telegram"
)

// strangers limits how many answers one stranger gets.
type strangers struct {
	mu   sync.Mutex
	seen map[int64]*rate.Limiter
}

func (l *strangers) allow(id int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen == nil || len(l.seen) > 10_000 {
		l.seen = map[int64]*rate.Limiter{}
	}
	if l.seen[id] == nil {
		l.seen[id] = rate.NewLimiter(rate.Every(6*time.Second), 10)
	}
	return l.seen[id].Allow()
}

// SayToStranger answers a person who is not the creator, in their own chat with the
// bot, unless they asked too often.
func (d *Desk) SayToStranger(user, chat int64, html string) {
	if !d.strangers.allow(user) {
		return
	}
	d.courtesy(func(ctx context.Context) {
		if _, err := d.Say(ctx, telegram.SendMessage{ChatID: chat, Text: html, ParseMode: "HTML"}); err != nil {
			d.log.Warn("cannot answer a stranger", "err", err)
		}
	})
}

// AnswerStranger ends the spinner of a tap by somebody who is not the creator.
func (d *Desk) AnswerStranger(tap, text string) {
	d.courtesy(func(ctx context.Context) { d.answer(ctx, tap, text, true) })
}

// courtesy is Later for strangers, who never keep the creator waiting: there are
// few places, and what finds none is left out.
func (d *Desk) courtesy(f func(context.Context)) {
	select {
	case d.courtesies <- f:
	default:
	}
}

// CourtesyLoop answers strangers, one after another.
func (d *Desk) CourtesyLoop(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-d.courtesies:
			f(ctx)
		}
	}
}
