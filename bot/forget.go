package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/backup"
	"secretary/bot/card"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// forgetCommand asks, as a reply to a card, whether everything of that fan shall
// be removed.
func (b *Bot) forgetCommand(c tele.Context) error {
	m := c.Message()
	if m.ReplyTo == nil {
		return b.notices.TellErr("", words.ForgetHow)
	}
	f, ok, err := b.repliedFan(m)
	if err != nil || !ok {
		return err
	}
	chat := strconv.FormatInt(f.ID.Chat, 10)
	return b.notices.TellWith("", words.ForgetAsk(card.Escape(card.FanName(f))), &telegram.InlineKeyboardMarkup{
		InlineKeyboard: [][]telegram.InlineKeyboardButton{{
			card.Press(words.ForgetYes, card.ActForget, chat), card.Press(words.ForgetNo, card.ActKeep, chat),
		}}})
}

// tapForget removes everything of a fan.
func (b *Bot) tapForget(c tele.Context, _ store.Settings, id store.FanID) error {
	var question []int64
	if m := c.Callback().Message; m != nil {
		question = append(question, int64(m.ID))
	}
	gone, err := b.forgetFan(id, question...)
	switch {
	case errors.Is(err, store.ErrNotFound):
		b.replaceQuestion(c, words.ForgetGone)
		return b.answer(c, words.TapGone, false)
	case errors.Is(err, store.ErrOnItsWay):
		return b.answer(c, words.ForgetBusy, true)
	case err != nil:
		return fmt.Errorf("forget fan: %w", err)
	}
	b.log.Info("a fan was forgotten", "fan", id.Chat, "messages", gone.Messages, "drafts", gone.Drafts, "pairs", gone.Pairs)
	if err := b.notices.TellErr("", words.FanForgotten(gone.Messages, b.copied(), b.aside())); err != nil {
		return err
	}
	return b.answer(c, words.TapDeleted, false)
}

// forgetFan stops all work for the fan and removes it. No card may be on its
// way: its message would stay behind in the chat without anybody knowing it. named
// are messages in the creator's chat that go with the cards.
func (b *Bot) forgetFan(id store.FanID, named ...int64) (store.Forgotten, error) {
	b.cards.posting.Lock()
	defer b.cards.posting.Unlock()
	b.placing.Lock()
	defer b.placing.Unlock()
	gone, err := b.store.ForgetFan(id, named...)
	if err != nil {
		return gone, err
	}
	b.past.Load().Forget(id)
	b.queue.Interrupt(id)
	b.queue.Set(store.Fan{ID: id}) // not due: no place
	b.wanted.Delete(id)
	b.chores.Bell.Ring()
	b.deck.Ring()
	b.cleaner.Ring()
	return gone, nil
}

// copied tells whether there are backups, or will be.
func (b *Bot) copied() bool { return b.cfg.Backup.Every > 0 || b.backups.Newest().Path != "" }

// aside gives the former data files that lie beside this one, as HTML.
func (b *Bot) aside() []string {
	paths := backup.Aside(b.store.Path())
	for i := range paths {
		paths[i] = card.Escape(paths[i])
	}
	return paths
}

// tapKeep leaves everything of a fan as it is, unless another tap was first.
func (b *Bot) tapKeep(c tele.Context, _ store.Settings, id store.FanID) error {
	said := words.ForgetKept
	if _, err := b.store.Fan(id); errors.Is(err, store.ErrNotFound) {
		said = words.ForgetGone
	} else if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	b.replaceQuestion(c, said)
	return b.answer(c, said, false)
}

// replaceQuestion puts what was decided in the place of a question, and takes
// its buttons away.
func (b *Bot) replaceQuestion(c tele.Context, html string) {
	b.rewrite(c, func() (card.Page, error) { return card.Page{Text: html}, nil })
}

// retain removes what is older than the creator wants it kept.
func (b *Bot) retain(ctx context.Context) {
	if b.cfg.Retention <= 0 {
		return
	}
	began := time.Now()
	n, err := b.store.Retain(ctx, b.now().Add(-b.cfg.Retention))
	if err != nil && ctx.Err() == nil {
		b.log.Error("cannot remove what is old", "err", err)
	} else if n > 0 {
		b.log.Info("old messages removed", "count", n, "took", time.Since(began).Round(time.Millisecond).String())
	}
}
