package bot

import (
	"errors"
	"fmt"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/store"
)

// learnedList shows the rules in force, a row of buttons each.
func (b *Bot) learnedList(tele.Context) error {
	page, err := b.learnedPage(card.LearnedTap{List: card.ListRules})
	if err != nil {
		return err
	}
	return b.tellWith("", page.Text, page.Keyboard)
}

// learnedPage draws what a tap on the list asks for.
func (b *Bot) learnedPage(t card.LearnedTap) (card.Page, error) {
	if t.List == card.ListExamples {
		s, err := b.store.Settings()
		if err != nil {
			return card.Page{}, fmt.Errorf("read settings: %w", err)
		}
		pairs, err := b.store.LastPairs((t.Page+1)*card.ListSize + 1)
		if err != nil {
			return card.Page{}, fmt.Errorf("read examples: %w", err)
		}
		return card.RenderExamples(ownPairs(pairs, s.Owner), t.Page), nil
	}
	rules, err := b.store.Rules()
	if err != nil {
		return card.Page{}, fmt.Errorf("read rules: %w", err)
	}
	return card.RenderRules(rules, t.Page), nil
}

// ownPairs leaves out what was learned from a former creator.
func ownPairs(pairs []store.Pair, owner int64) []store.Pair {
	var own []store.Pair
	for _, p := range pairs {
		if p.Fan.Owner == owner {
			own = append(own, p)
		}
	}
	return own
}

// tapLearned does what a button of the list means, and draws the list anew.
func (b *Bot) tapLearned(c tele.Context) error {
	t, err := card.ParseLearned(c.Callback().Data)
	if err != nil {
		return b.answer(c, words.TapUnknown, true)
	}
	said, err := b.changeLearned(t)
	if errors.Is(err, store.ErrNotFound) {
		said, err = words.TapGone, nil
	}
	if err != nil {
		return fmt.Errorf("change what was learned: %w", err)
	}
	b.rewrite(c, func() (card.Page, error) { return b.learnedPage(t) })
	return b.answer(c, said, false)
}

func (b *Bot) changeLearned(t card.LearnedTap) (string, error) {
	if t.Do == card.DoShow {
		return "", nil
	}
	b.log.Info("the creator changes what was learned", "list", t.List, "do", t.Do, "id", t.ID)
	b.lessons.Ring()
	switch {
	case t.List == card.ListExamples && t.Do == card.DoDelete:
		return words.TapDeleted, b.store.DropPair(t.ID)
	case t.List == card.ListExamples:
		return words.TapMode, b.store.PinPair(t.ID, t.Do == card.DoPin)
	case t.Do == card.DoDelete:
		return words.TapDeleted, b.store.DropRule(t.ID)
	}
	return words.TapMode, b.store.PinRule(t.ID, t.Do == card.DoPin)
}
