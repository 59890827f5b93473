package coach

import (
	"fmt"

	"secretary/store"
)

// Want says what of the data a trial or a replay needs.
type Want struct {
	Last  int    // so many of the newest situations; 0: none
	About string // words of a fan, to find earlier answers to; empty: none
}

// Material is what a trial or a replay goes by.
type Material struct {
	Learned    Learned     `json:"learned"`
	Situations []Situation `json:"situations,omitempty"`
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
	if want.Last > 0 {
		m.Situations, err = Situations(from, want.Last)
	}
	return m, err
}
