package desk

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/store"
	"secretary/store/failpoint"
)

// Cleaner takes what shows forgotten fans out of the creator's chat. Each message
// stands in the data file until Telegram has said what became of it.
type Cleaner struct {
	store *store.Store
	desk  *Desk
	log   *slog.Logger
	bell  pace.Bell
}

// NewCleaner makes a cleaner; nothing is taken down before Loop runs.
func NewCleaner(st *store.Store, d *Desk, log *slog.Logger) *Cleaner {
	return &Cleaner{store: st, desk: d, log: log, bell: pace.NewBell()}
}

// Ring has Loop look: fans were forgotten.
func (c *Cleaner) Ring() { c.bell.Ring() }

// Loop takes down what is to go, also what an earlier run left.
func (c *Cleaner) Loop(ctx context.Context) {
	wait := pace.Backoff{First: time.Second, Max: time.Minute}
	for more := true; more; {
		err := c.clean(ctx)
		if err == nil {
			wait.Reset()
			more = c.bell.Wait(ctx, 0)
			continue
		}
		pause := max(wait.Next(), telegram.RetryAfter(err))
		if ctx.Err() == nil {
			c.log.Warn("cannot take down the cards of a forgotten fan; trying again", "err", err, "wait", pause.Round(time.Millisecond).String())
		}
		more = pace.Sleep(ctx, pause)
	}
}

// clean tries every message once. One that will not go keeps back no other, unless
// Telegram asks to wait.
func (c *Cleaner) clean(ctx context.Context) error {
	cards, err := c.store.GoneCards()
	if err != nil || len(cards) == 0 {
		return err
	}
	s, err := c.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	var failed error
	for _, one := range cards {
		chat := one.Owner // of somebody who was the creator before
		if chat == s.Owner {
			chat = Chat(s)
		}
		failpoint.Here(failpoint.GoneLeft)
		err := c.desk.takeDown(ctx, chat, one.Message)
		if err == nil {
			failpoint.Here(failpoint.GoneTaken)
			err = c.store.TakenDown(one)
		}
		e, ok := telegram.AsError(err)
		switch {
		case err == nil:
		case ok && !e.Flood():
			failed = err
		default:
			return err
		}
	}
	return failed
}
