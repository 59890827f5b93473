package desk

import (
	"context"
	"sync"
	"time"

	"secretary/bot/card"
	"secretary/bot/fence"
	"secretary/bot/pace"
	"secretary/bot/telegram"
)

// AnswerLife is about how long Telegram waits for the answer to a tap.
const AnswerLife = 15 * time.Second

// answerTries is how often an answer to a tap is tried; Telegram forgets the
// tap after some seconds.
const answerTries = 8

// Answer ends a tap's spinner; texts longer than Telegram's 200 characters are
// cut. Answering twice does no harm, so trouble on the line is tried again.
func (d *Desk) Answer(tap, text string, alert bool) {
	d.Later(func(ctx context.Context) { d.answer(ctx, tap, text, alert) })
}

func (d *Desk) answer(ctx context.Context, tap, text string, alert bool) {
	wait := pace.Backoff{First: 200 * time.Millisecond, Max: 5 * time.Second}
	for range answerTries {
		call, cancel := pace.Lasting(ctx, CallTimeout)
		err := d.api.AnswerCallbackQuery(call, tap, card.Cut(text, 200), alert)
		cancel()
		if err == nil {
			return
		}
		d.log.Warn("cannot answer a tap", "err", err)
		e, ok := telegram.AsError(err)
		if !ok || (e.Code == 400 && e.Certain) || e.RetryAfter > AnswerLife || !pace.Sleep(ctx, max(wait.Next(), e.RetryAfter)) {
			return
		}
	}
}

// Later runs a short call for the creator soon, off the loop that noticed the
// need for it.
func (d *Desk) Later(f func(context.Context)) {
	select {
	case d.answers <- f:
	default:
		d.log.Warn("too many answers at once; one was left out")
	}
}

// AnswerLoop runs what Later was given, eight at a time.
func (d *Desk) AnswerLoop(ctx context.Context) {
	var wg sync.WaitGroup
	defer wg.Wait()
	slots := make(chan struct{}, 8)
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-d.answers:
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				defer fence.Catch(d.log, "answer")
				f(ctx)
			})
		}
	}
}

// Waiting is how many calls for the creator and for strangers wait to be run.
func (d *Desk) Waiting() (answers, courtesies int) { return len(d.answers), len(d.courtesies) }
