package learning

import (
	"fmt"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/store"
)

// Page draws what a tap on the list asks for.
func (r *Rules) Page(t card.LearnedTap) (card.Page, error) {
	if t.List == card.ListExamples {
		s, err := r.Store.Settings()
		if err != nil {
			return card.Page{}, fmt.Errorf("read settings: %w", err)
		}
		pairs, err := r.Store.LastPairs((t.Page+1)*card.ListSize + 1)
		if err != nil {
			return card.Page{}, fmt.Errorf("read examples: %w", err)
		}
		return card.RenderExamples(ownPairs(pairs, s.Owner), t.Page), nil
	}
	rules, err := r.Store.Rules()
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

// Change does what a button of the list means; said answers the tap. ErrNotFound:
// it was gone already.
func (r *Rules) Change(t card.LearnedTap) (said string, err error) {
	if t.Do == card.DoShow {
		return "", nil
	}
	r.Log.Info("the creator changes what was learned", "list", t.List, "do", t.Do, "id", t.ID)
	defer r.Changed.Ring() // once it is done: the model is warmed up with what is there
	switch {
	case t.List == card.ListExamples && t.Do == card.DoDelete:
		return words.TapDeleted, r.Store.DropPair(t.ID)
	case t.List == card.ListExamples:
		return words.TapMode, r.Store.PinPair(t.ID, t.Do == card.DoPin)
	case t.Do == card.DoDelete:
		return words.TapDeleted, r.Store.DropRule(t.ID)
	}
	return words.TapMode, r.Store.PinRule(t.ID, t.Do == card.DoPin)
}
