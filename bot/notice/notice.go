// Package notice tells the creator things that must not be lost: a notice is kept
// in the data file until Telegram has taken it, so that a trouble is learned of
// even after a restart.
//
// What it promises: notices arrive in order; one with a key is told once, until
// Forget lets it be told again; one that Telegram refuses for its content does not
// hold up the others; and trouble with the data file, which can keep nothing, is
// said straight away.
package notice

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"secretary/bot/card"
	"secretary/bot/desk"
	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/store"
	"secretary/store/failpoint"
)

// Writer keeps notices and sends them, one after another.
type Writer struct {
	store *store.Store
	desk  *desk.Desk
	log   *slog.Logger
	cards pace.Bell // rung when everything was told: a card may have waited for it

	bell pace.Bell       // new notices
	said map[uint64]bool // sent, but could not be noted yet; owned by Loop
	bad  atomic.Bool     // the creator was told that the data file cannot be written
}

// New makes a writer; nothing is sent before Loop runs.
func New(st *store.Store, d *desk.Desk, cards pace.Bell, log *slog.Logger) *Writer {
	return &Writer{store: st, desk: d, log: log, cards: cards, bell: pace.NewBell(), said: map[uint64]bool{}}
}

// Enqueue stores a notice for the creator and wakes the loop that sends it.
func (w *Writer) Enqueue(n store.Notice) error {
	if _, err := w.store.Notify(n); err != nil {
		return fmt.Errorf("store notice: %w", err)
	}
	w.bell.Ring()
	return nil
}

// TellErr tells the creator something; key != "" tells it once.
func (w *Writer) TellErr(key, html string) error {
	return w.Enqueue(store.Notice{Key: key, Text: html})
}

// TellWith is TellErr with buttons.
func (w *Writer) TellWith(key, html string, k *telegram.InlineKeyboardMarkup) error {
	raw, err := json.Marshal(k)
	if err != nil {
		return fmt.Errorf("encode buttons: %w", err)
	}
	return w.Enqueue(store.Notice{Key: key, Text: html, Markup: raw})
}

// Tell is TellErr for places where trouble with the data file has its own way
// of being told.
func (w *Writer) Tell(key, html string) {
	if err := w.TellErr(key, html); err != nil {
		w.log.Error("cannot keep a notice for the creator", "err", err)
	}
}

// Forget lets a notice be told again: the trouble it tells of is over.
func (w *Writer) Forget(key string) {
	if err := w.store.Forget(key); err != nil {
		w.log.Error("cannot forget a notice", "err", err)
	}
}

// Ring has Loop look again.
func (w *Writer) Ring() { w.bell.Ring() }

// Unnoted is how many notices were sent and could not be noted yet.
func (w *Writer) Unnoted() int { return len(w.said) }

// Loop sends notices in order. They are kept until Telegram has taken
// them, so the creator learns of a trouble even after a restart.
func (w *Writer) Loop(ctx context.Context) {
	backoff := pace.Backoff{First: time.Second, Max: 30 * time.Second}
	for {
		err := w.sendAll(ctx)
		more := false
		if err == nil {
			backoff.Reset()
			w.cards.Ring() // a card may have waited for what was told
			more = w.bell.Wait(ctx, 0)
		} else {
			more = w.pause(ctx, err, backoff.Next())
		}
		if !more {
			return
		}
	}
}

// pause waits until the next try. A new notice is a reason to try sooner, but not
// where Telegram said when.
func (w *Writer) pause(ctx context.Context, err error, wait time.Duration) (more bool) {
	e, ok := telegram.AsError(err)
	flood := ok && e.Flood()
	if flood {
		wait = max(e.RetryAfter, time.Second)
	}
	w.log.Warn("cannot tell the creator something; trying again", "err", err, "wait", wait.Round(time.Millisecond).String())
	if flood {
		return pace.Sleep(ctx, wait)
	}
	return w.bell.Wait(ctx, wait)
}

func (w *Writer) sendAll(ctx context.Context) error {
	s, err := w.store.Settings()
	if err != nil || s.Owner == 0 {
		return err
	}
	for ctx.Err() == nil {
		list, err := w.store.Notices(20)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, n := range list {
			if w.said[n.ID] { // it could not be noted last time
				if err := w.done(n); err != nil {
					return err
				}
				continue
			}
			if err := w.send(ctx, desk.Chat(s), n); err != nil {
				return err
			}
		}
	}
	return nil
}

// send sends one notice. One that Telegram refuses for its content is sent as it
// stands, without its markup; if that is refused too, it is given up: it must not
// keep the others back.
func (w *Writer) send(ctx context.Context, chat int64, n store.Notice) error {
	m := telegram.SendMessage{ChatID: chat, Text: n.Text, ParseMode: "HTML", LinkPreviewOptions: desk.NoPreview, DisableNotification: n.Quiet}
	if n.ReplyTo != 0 {
		m.ReplyParameters = &telegram.ReplyParameters{MessageID: n.ReplyTo, AllowSendingWithoutReply: true}
	}
	if len(n.Markup) > 0 && string(n.Markup) != "null" {
		m.ReplyMarkup = n.Markup
	}
	_, err := w.desk.Say(ctx, m)
	if err != nil && w.desk.Refused(ctx, chat, err) {
		w.log.Error("Telegram refused a notice; it is sent as it stands", "err", err)
		m.Text, m.ParseMode = card.Cut(n.Text, card.MaxMessage), ""
		if _, err = w.desk.Say(ctx, m); err != nil && w.desk.Refused(ctx, chat, err) {
			w.log.Error("Telegram refused a notice; it is given up", "err", err)
			err = nil
		}
	}
	if err != nil {
		return err
	}
	failpoint.Here(failpoint.NoticeTaken)
	w.said[n.ID] = true
	return w.done(n)
}

func (w *Writer) done(n store.Notice) error {
	if err := w.store.NoticeDone(n.ID); err != nil {
		return fmt.Errorf("note notice: %w", err)
	}
	delete(w.said, n.ID)
	return nil
}
