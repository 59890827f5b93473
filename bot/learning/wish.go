package learning

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"secretary/bot/card"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// Wish makes the creator's words a rule for all drafts, and tells of it; replyTo is the
// message they stand in. why says in the creator's words why they cannot be one.
func (r *Rules) Wish(said string, replyTo int64) (why string, err error) {
	text := wishOf(said)
	switch {
	case text == "":
		return words.RememberHow, nil
	case !persona.FitsRule(text):
		return words.RememberLong(persona.RuleWords), nil
	}
	rule, added, err := r.Store.Wish(text)
	switch {
	case errors.Is(err, store.ErrFull):
		return words.RememberFull, nil
	case err != nil:
		return "", fmt.Errorf("keep a wish: %w", err)
	case !added:
		return words.RememberedBefore(card.Escape(rule.Text)), nil
	}
	r.Log.Info("the creator gave a rule", "rule", rule.ID)
	r.Changed.Ring()
	told, err := undoable(words.Remembered(card.Escape(rule.Text)), rule)
	if err != nil {
		return "", err
	}
	told.ReplyTo, told.Quiet = replyTo, false
	return "", r.Notices.Enqueue(told)
}

// WishOfDraft makes the wish of an Again a rule for all drafts. full: there are
// too many. It returns a *store.Refusal where this try follows no such wish.
func (r *Rules) WishOfDraft(d store.Draft, try int) (full bool, err error) {
	text := wishOf(d.Instruction)
	if d.Try != try || text == "" || !persona.FitsRule(text) {
		return false, &store.Refusal{Code: "try", Draft: d}
	}
	rule, _, err := r.Store.Wish(text)
	if errors.Is(err, store.ErrFull) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	r.Log.Info("a wish became a rule", "draft", d.ID, "rule", rule.ID)
	r.Changed.Ring()
	return false, nil
}

// TakeBack takes a rule back; one that is gone already is fine.
func (r *Rules) TakeBack(id uint64) error {
	if err := r.Store.DropRule(id); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("take a rule back: %w", err)
	}
	r.Log.Info("a rule was taken back", "rule", id)
	r.Changed.Ring()
	return nil
}

// Memorable reports whether a draft follows a wish that could become a rule, and
// is none yet.
func (r *Rules) Memorable(d store.Draft) (bool, error) {
	text := wishOf(d.Instruction)
	if text == "" || d.State != store.StateOpen || !persona.FitsRule(text) {
		return false, nil
	}
	rules, err := r.Store.Rules()
	if err != nil {
		return false, fmt.Errorf("read rules: %w", err)
	}
	return !slices.ContainsFunc(rules, func(known store.Rule) bool { return known.Pinned && known.Says(text) }), nil
}

// wishOf is a wish on one line, as the prompt may hold it.
func wishOf(said string) string { return strings.Join(strings.Fields(persona.Clean(said)), " ") }

// undoable tells quietly of a rule, with a button that takes it back.
func undoable(html string, rule store.Rule) (store.Notice, error) {
	undo := card.Press(words.Undo, card.ActUndo, strconv.FormatUint(rule.ID, 10))
	raw, err := json.Marshal(telegram.InlineKeyboardMarkup{InlineKeyboard: [][]telegram.InlineKeyboardButton{{undo}}})
	if err != nil {
		return store.Notice{}, fmt.Errorf("encode buttons: %w", err)
	}
	return store.Notice{Text: html, Markup: raw, Quiet: true}, nil
}
