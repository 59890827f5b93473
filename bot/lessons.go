package bot

import (
	"context"
	"errors"
	"fmt"

	"secretary/bot/card"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// learned is what all drafts have in common beside the persona: it changes
// seldom, and is the same for all fans.
func (b *Bot) learned() persona.Request {
	var r persona.Request
	rules, err := b.store.Rules()
	if err != nil {
		b.log.Error("cannot read rules; drafting without them", "err", err)
	}
	for _, rule := range rules {
		r.Rules = append(r.Rules, rule.Text)
	}
	r.Voice = b.past.Load().Voice(b.now())
	r.Style = r.Voice.Text(persona.LanguageName)
	return r
}

// editChore learns a rule from each large edit. Its jobs are pairs.
func (b *Bot) editChore() chore {
	return chore{
		name: "rules",
		next: func() (int64, error) {
			p, _, err := b.store.Lesson()
			return int64(p.Seq), err
		},
		do:   func(calm context.Context, job int64) error { return b.learnFrom(calm, uint64(job)) },
		drop: func(job int64) error { return b.keepLesson(uint64(job), "") },
	}
}

// learnFrom asks the model what one edit says about all drafts.
func (b *Bot) learnFrom(calm context.Context, seq uint64) error {
	p, err := b.store.Pair(seq)
	if errors.Is(err, store.ErrNotFound) {
		return b.keepLesson(seq, "") // deleted meanwhile
	}
	if err != nil {
		return fmt.Errorf("read pair: %w", err)
	}
	f, err := b.store.Fan(p.Fan)
	if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	rule, err := b.persona.Rule(calm, b.learned(), persona.Edit{
		Question: p.Question, Draft: p.Draft, Sent: p.Answer, Names: []string{f.Name, f.Handle},
	})
	if err != nil {
		return err
	}
	if calm.Err() != nil { // somebody waits: later
		return calm.Err()
	}
	return b.keepLesson(seq, rule)
}

// keepLesson notes that an edit was looked at, and tells the creator of a new
// rule: nothing is learned in secret.
func (b *Bot) keepLesson(seq uint64, text string) error {
	rule, added, err := b.store.Learn(seq, text)
	if err != nil {
		return fmt.Errorf("keep what was learned: %w", err)
	}
	b.log.Info("an edit was looked at", "pair", seq, "rule", rule.ID, "new", added)
	if !added {
		return nil
	}
	return b.tellRule(words.LearnedRule(card.Escape(rule.Text)), rule, 0, true)
}
