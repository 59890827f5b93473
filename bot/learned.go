package bot

import (
	"errors"
	"fmt"
	"strconv"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/store"
)

// learnedList shows the rules in force, a row of buttons each.
func (b *Bot) learnedList(tele.Context) error {
	page, err := b.rules.Page(card.LearnedTap{List: card.ListRules})
	if err != nil {
		return err
	}
	return b.notices.TellWith("", page.Text, page.Keyboard)
}

// tapLearned does what a button of the list means, and draws the list anew.
func (b *Bot) tapLearned(c tele.Context) error {
	t, err := card.ParseLearned(c.Callback().Data)
	if err != nil {
		return b.answer(c, words.TapUnknown, true)
	}
	said, err := b.rules.Change(t)
	if errors.Is(err, store.ErrNotFound) {
		said, err = words.TapGone, nil
	}
	if err != nil {
		return fmt.Errorf("change what was learned: %w", err)
	}
	b.rewrite(c, func() (card.Page, error) { return b.rules.Page(t) })
	return b.answer(c, said, false)
}

// remember makes the creator's words a rule for all drafts.
func (b *Bot) remember(c tele.Context) error {
	m := c.Message()
	said, _ := cutCommand(m.Text, "/remember")
	why, err := b.rules.Wish(said, int64(m.ID))
	if err != nil || why == "" {
		return err
	}
	return b.tellTo(m, why)
}

// tapUndo takes a rule back, and says so in the message that told of it.
func (b *Bot) tapUndo(c tele.Context) error {
	id, err := strconv.ParseUint(c.Callback().Data, 10, 64)
	if err != nil {
		return b.answer(c, words.TapUnknown, true)
	}
	if err := b.rules.TakeBack(id); err != nil {
		return err
	}
	b.rewrite(c, func() (card.Page, error) { return card.Page{Text: words.Forgotten}, nil })
	return b.answer(c, words.TapForgotten, false)
}

// tapRemember makes the wish of an Again a rule for all drafts.
func (b *Bot) tapRemember(c tele.Context) error {
	return b.tap(c, func(t card.Tap) (string, error) {
		d, err := b.tappedDraft(t)
		if err != nil {
			return "", err
		}
		full, err := b.rules.WishOfDraft(d, t.Try)
		if err != nil || full {
			return words.RememberFull, err
		}
		return words.TapRemembered, b.store.Redraw(d.ID)
	})
}
