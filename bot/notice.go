package bot

import (
	"context"
	"fmt"
	"time"

	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/store"
	"secretary/store/failpoint"
)

// enqueue stores a notice for the creator and wakes the loop that sends it.
func (b *Bot) enqueue(n store.Notice) error {
	if _, err := b.store.Notify(n); err != nil {
		return fmt.Errorf("store notice: %w", err)
	}
	b.notices.Ring()
	return nil
}

// tell is enqueue for places where trouble with the data file has its own way
// of being told.
func (b *Bot) tell(key, html string) {
	if err := b.tellErr(key, html); err != nil {
		b.log.Error("cannot keep a notice for the creator", "err", err)
	}
}

// forget lets a notice be told again: the trouble it tells of is over.
func (b *Bot) forget(key string) {
	if err := b.store.Forget(key); err != nil {
		b.log.Error("cannot forget a notice", "err", err)
	}
}

// noticeLoop sends notices in order. They are kept until Telegram has taken
// them, so the creator learns of a trouble even after a restart.
func (b *Bot) noticeLoop(ctx context.Context) {
	wait := pace.Backoff{First: time.Second, Max: 30 * time.Second}
	for {
		pause := time.Duration(0)
		if err := b.sendNotices(ctx); err != nil {
			pause = wait.Next()
			if e, ok := telegram.AsError(err); ok && e.Flood() {
				pause = max(e.RetryAfter, time.Second)
			}
			b.log.Warn("cannot tell the creator something; trying again", "err", err, "wait", pause.Round(time.Millisecond).String())
		} else {
			wait.Reset()
			b.deck.Ring() // a card may have waited for what was told
		}
		if !b.notices.Wait(ctx, pause) {
			return
		}
	}
}

func (b *Bot) sendNotices(ctx context.Context) error {
	s, err := b.store.Settings()
	if err != nil || s.Owner == 0 {
		return err
	}
	for ctx.Err() == nil {
		list, err := b.store.Notices(20)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, n := range list {
			if b.said[n.ID] { // it could not be noted last time
				if err := b.noticeDone(n); err != nil {
					return err
				}
				continue
			}
			if err := b.sendNotice(ctx, chatOf(s), n); err != nil {
				return err
			}
		}
	}
	return nil
}

// sendNotice sends one notice. One that Telegram refuses for its content is
// given up: it must not keep the others back.
func (b *Bot) sendNotice(ctx context.Context, chat int64, n store.Notice) error {
	m := telegram.SendMessage{ChatID: chat, Text: n.Text, ParseMode: "HTML", LinkPreviewOptions: noPreview, DisableNotification: n.Quiet}
	if n.ReplyTo != 0 {
		m.ReplyParameters = &telegram.ReplyParameters{MessageID: n.ReplyTo, AllowSendingWithoutReply: true}
	}
	if len(n.Markup) > 0 && string(n.Markup) != "null" {
		m.ReplyMarkup = n.Markup
	}
	_, err := b.say(ctx, m)
	if e, ok := telegram.AsError(err); ok && e.Certain && e.Code == 400 && !e.Has("chat not found") {
		b.log.Error("Telegram refused a notice; it is given up", "err", err)
		err = nil
	}
	if err != nil {
		return err
	}
	failpoint.Here(failpoint.NoticeTaken)
	b.said[n.ID] = true
	return b.noticeDone(n)
}

func (b *Bot) noticeDone(n store.Notice) error {
	if err := b.store.NoticeDone(n.ID); err != nil {
		return fmt.Errorf("note notice: %w", err)
	}
	delete(b.said, n.ID)
	return nil
}
