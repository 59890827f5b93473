package coach

import (
	"fmt"
	"slices"

	"secretary/bot/ledger"
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
	Rules() ([]store.Rule, error)
}

// Gather reads the material.
func Gather(from Data, want Want) (m Material, err error) {
	rules, err := from.Rules()
	if err != nil {
		return m, fmt.Errorf("read rules: %w", err)
	}
	for _, r := range rules {
		m.Learned.Rules = append(m.Learned.Rules, r.Text)
	}
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
