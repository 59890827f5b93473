package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// remember makes the creator's words a rule for all drafts.
func (b *Bot) remember(c tele.Context) error {
	m := c.Message()
	said, _ := cutCommand(m.Text, "/remember")
	text := wishOf(said)
	switch {
	case text == "":
		return b.tellTo(m, words.RememberHow)
	case !persona.FitsRule(text):
		return b.tellTo(m, words.RememberLong(persona.RuleWords))
	}
	rule, added, err := b.store.Wish(text)
	switch {
	case errors.Is(err, store.ErrFull):
		return b.tellTo(m, words.RememberFull)
	case err != nil:
		return fmt.Errorf("keep a wish: %w", err)
	case !added:
		return b.tellTo(m, words.RememberedBefore(card.Escape(rule.Text)))
	}
	b.log.Info("the creator gave a rule", "rule", rule.ID)
	b.lessons.Ring() // the model is warmed with it
	return b.tellRule(words.Remembered(card.Escape(rule.Text)), rule, int64(m.ID), false)
}

// wishOf is a wish on one line, as the prompt may hold it.
func wishOf(said string) string { return strings.Join(strings.Fields(persona.Clean(said)), " ") }

// tellRule tells of a rule, with a button that takes it back.
func (b *Bot) tellRule(html string, rule store.Rule, replyTo int64, quiet bool) error {
	undo := card.Press(words.Undo, card.ActUndo, strconv.FormatUint(rule.ID, 10))
	raw, err := json.Marshal(telegram.InlineKeyboardMarkup{InlineKeyboard: [][]telegram.InlineKeyboardButton{{undo}}})
	if err != nil {
		return fmt.Errorf("encode buttons: %w", err)
	}
	return b.enqueue(store.Notice{Text: html, Markup: raw, ReplyTo: replyTo, Quiet: quiet})
}

// tapUndo takes a rule back, and says so in the message that told of it.
func (b *Bot) tapUndo(c tele.Context) error {
	id, err := strconv.ParseUint(c.Callback().Data, 10, 64)
	if err != nil {
		return b.answer(c, words.TapUnknown, true)
	}
	err = b.store.DropRule(id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("take a rule back: %w", err)
	}
	b.log.Info("a rule was taken back", "rule", id)
	b.lessons.Ring()
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
		text := wishOf(d.Instruction)
		if d.Try != t.Try || text == "" || !persona.FitsRule(text) {
			return "", &store.Refusal{Code: "try", Draft: d}
		}
		rule, _, err := b.store.Wish(text)
		if errors.Is(err, store.ErrFull) {
			return words.RememberFull, nil
		}
		if err != nil {
			return "", err
		}
		b.log.Info("a wish became a rule", "draft", d.ID, "rule", rule.ID)
		b.lessons.Ring()
		return words.TapRemembered, b.store.Redraw(d.ID)
	})
}

// memorable reports whether a draft follows a wish that could become a rule, and
// is none yet.
func (b *Bot) memorable(d store.Draft) (bool, error) {
	text := wishOf(d.Instruction)
	if text == "" || d.State != store.StateOpen || !persona.FitsRule(text) {
		return false, nil
	}
	rules, err := b.store.Rules()
	if err != nil {
		return false, fmt.Errorf("read rules: %w", err)
	}
	return !slices.ContainsFunc(rules, func(r store.Rule) bool { return r.Pinned && r.Says(text) }), nil
}

// rewrite draws the message under a tapped button anew. One at a time: a slow
// edit must not overwrite a newer one.
func (b *Bot) rewrite(c tele.Context, draw func() (card.Page, error)) {
	m := c.Callback().Message
	if m == nil || m.Chat == nil {
		return // too old for Telegram to change
	}
	chat, message := m.Chat.ID, int64(m.ID)
	b.later(func(ctx context.Context) {
		b.lists.Lock()
		defer b.lists.Unlock()
		page, err := draw()
		if err == nil {
			err = b.edit(ctx, chat, message, page)
		}
		if err != nil && ctx.Err() == nil {
			b.log.Warn("cannot draw a list anew", "err", err)
		}
	})
}
