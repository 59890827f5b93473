package coach

import (
	"context"
	"fmt"
	"slices"
	"time"

	"secretary/bot/ledger"
	"secretary/bot/past"
	"secretary/persona"
	"secretary/store"
)

// Want says what of the data a trial or a replay needs.
type Want struct {
	Last   int    // so many of the newest situations; 0: none
	About  string // words of a fan, to find earlier answers to; empty: none
	Labels bool   // what the creator decided, to learn the figure from
}

// Material is what a trial or a replay goes by.
type Material struct {
	Learned    Learned     `json:"learned"`
	Situations []Situation `json:"situations,omitempty"`
	Labels     Labels      `json:"labels,omitempty"`
}

// Labels are the creator's decisions, oldest first, as a ledger reads them.
type Labels []store.Decision

// Labelled is the source of a ledger.
func (l Labels) Labelled(after uint64, limit int) ([]store.Decision, error) {
	from := slices.IndexFunc(l, func(e store.Decision) bool { return e.Seq > after })
	if from < 0 {
		return nil, nil
	}
	l = l[from:]
	return l[max(0, len(l)-limit):], nil
}

// Data is what material is made of.
type Data interface {
	Source
	past.Source
	Rules() ([]store.Rule, error)
	Settings() (store.Settings, error)
}

// Teach tells by what a draft for these words of a new fan goes.
type Teach func(ctx context.Context, about string) (persona.Request, error)

// Gather reads the material, and lets teach say what was learned.
func Gather(ctx context.Context, from Data, want Want, teach Teach) (m Material, err error) {
	r, err := teach(ctx, want.About)
	if err != nil {
		return m, err
	}
	m.Learned = Learned{Rules: r.Rules, Style: r.Style, Voice: r.Voice, Examples: r.Examples}
	if want.Labels {
		if m.Labels, err = from.Labelled(0, ledger.Newest); err != nil {
			return m, fmt.Errorf("read decisions: %w", err)
		}
	}
	if want.Last > 0 {
		m.Situations, err = Situations(from, want.Last)
	}
	return m, err
}

// Alone teaches from the data where no secretary runs. It reads all answers for
// every question.
func Alone(from Data, p *persona.Persona) Teach {
	return func(ctx context.Context, about string) (r persona.Request, err error) {
		rules, err := from.Rules()
		if err != nil {
			return r, fmt.Errorf("read rules: %w", err)
		}
		for _, rule := range rules {
			r.Rules = append(r.Rules, rule.Text)
		}
		s, err := from.Settings()
		if err != nil {
			return r, fmt.Errorf("read settings: %w", err)
		}
		before := past.New(from, p.Public)
		if _, err := before.Load(ctx); err != nil {
			return r, fmt.Errorf("read earlier answers: %w", err)
		}
		now := time.Now()
		r.Voice = before.Voice(now)
		r.Style = r.Voice.Text(persona.LanguageName)
		r.Examples, err = before.Similar(ctx, past.Question{Owner: s.Owner, Words: []string{about}, Now: now})
		return r, err
	}
}
