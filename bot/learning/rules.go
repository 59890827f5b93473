// Package learning keeps the creator's wishes for all drafts: rules learned from
// edits, rules said in words, and how the creator writes.
//
// What it promises: nothing is learned in secret, since every rule is told with a
// button that takes it back; and what was taken back is not learned again.
package learning

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"secretary/bot/card"
	"secretary/bot/chore"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/persona/style"
	"secretary/store"
)

// Teacher finds the rule in an edit.
type Teacher interface {
	// Rule says in a few words what an edit wishes of all drafts, "" if nothing.
	// It returns a *persona.Error on failure.
	Rule(ctx context.Context, r persona.Request, e persona.Edit) (string, error)
}

// Rules are what the creator wishes of all drafts. Its methods may be called from
// several goroutines.
type Rules struct {
	Store   *store.Store
	Teacher Teacher
	Voice   func() style.Card // how the creator writes
	Notices *notice.Writer
	Changed pace.Bell // rung when the model is to be warmed with other rules
	Log     *slog.Logger
}

// Request is what all drafts have in common beside the persona: it changes
// seldom, and is the same for all fans.
func (r *Rules) Request() persona.Request {
	var q persona.Request
	rules, err := r.Store.Rules()
	if err != nil {
		r.Log.Error("cannot read rules; drafting without them", "err", err)
	}
	for _, rule := range rules {
		q.Rules = append(q.Rules, rule.Text)
	}
	q.Voice = r.Voice()
	q.Style = q.Voice.Text(persona.LanguageName)
	return q
}

// Chore learns a rule from each large edit. Its jobs are pairs.
func (r *Rules) Chore() chore.Chore {
	return chore.Chore{
		Name: "rules",
		Next: func() (int64, error) {
			p, _, err := r.Store.Lesson()
			return int64(p.Seq), err
		},
		Do:   func(calm context.Context, job int64) error { return r.learnFrom(calm, uint64(job)) },
		Drop: func(job int64) error { return r.keepLesson(uint64(job), "") },
	}
}

// learnFrom asks the model what one edit says about all drafts.
func (r *Rules) learnFrom(calm context.Context, seq uint64) error {
	p, err := r.Store.Pair(seq)
	if errors.Is(err, store.ErrNotFound) {
		return r.keepLesson(seq, "") // deleted meanwhile
	}
	if err != nil {
		return fmt.Errorf("read pair: %w", err)
	}
	f, err := r.Store.Fan(p.Fan)
	if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	rule, err := r.Teacher.Rule(calm, r.Request(), persona.Edit{
		Question: p.Question, Draft: p.Draft, Sent: p.Answer, Names: []string{f.Name, f.Handle},
	})
	if err != nil {
		return err
	}
	if calm.Err() != nil { // somebody waits: later
		return calm.Err()
	}
	return r.keepLesson(seq, rule)
}

// keepLesson notes that an edit was looked at, and tells the creator of a new
// rule: nothing is learned in secret.
func (r *Rules) keepLesson(seq uint64, text string) error {
	rule, added, err := r.Store.Learn(seq, text, func(rule store.Rule) (store.Notice, error) {
		return undoable(words.LearnedRule(card.Escape(rule.Text)), rule)
	})
	if err != nil {
		return fmt.Errorf("keep what was learned: %w", err)
	}
	r.Log.Info("an edit was looked at", "pair", seq, "rule", rule.ID, "new", added)
	r.Notices.Ring()
	return nil
}
