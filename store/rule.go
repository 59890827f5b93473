package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Rule is one short wish of the creator that holds for all drafts, learned from
// an edit or said with /remember.
type Rule struct {
	ID     uint64
	Owner  int64 // whose wish it is
	At     time.Time
	Text   string // at most 12 words
	Pair   uint64 // the edited answer it was learned from; 0: the creator's own words
	Pinned bool   // never pushed out by newer ones
	Gone   bool   // deleted by the creator: not in force, and never learned again
}

// MaxRules is how many rules are in force at once.
const MaxRules = 12

// maxGone is how many deleted rules are remembered.
const maxGone = 100

// ErrFull: MaxRules rules are pinned, so none gives way to another one.
var ErrFull = errors.New("all places are taken by pinned rules")

// Rules reads the creator's rules in force: pinned ones first, then the newest.
func (s *Store) Rules() ([]Rule, error) {
	var rules []Rule
	err := s.view("read rules", func(t *tx) error {
		all, _, err := t.rules()
		rules = inForce(all)
		return err
	})
	return rules, err
}

// Wish puts a rule in the creator's own words in force, pinned. added is false
// where the rule was pinned before. Errors: ErrFull.
func (s *Store) Wish(text string) (rule Rule, added bool, err error) {
	err = s.update("add wish", func(t *tx) error {
		all, owner, err := t.rules()
		if err != nil {
			return err
		}
		known, ok := sameRule(all, text)
		if ok && known.Pinned && !known.Gone {
			rule, added = known, false
			return errNothing
		}
		rule, added = Rule{ID: known.ID, Owner: owner, At: t.now, Text: strings.TrimSpace(text), Pair: known.Pair, Pinned: true}, true
		return t.enforce(all, &rule)
	})
	return rule, added, err
}

// PinRule keeps a rule from being pushed out, or no longer. ErrNotFound if it is
// not in force.
func (s *Store) PinRule(id uint64, pinned bool) error {
	return s.changeRule(fmt.Sprintf("pin rule %d", id), id, func(r *Rule) { r.Pinned = pinned })
}

// DropRule deletes a rule, and keeps it from being learned again. ErrNotFound if
// it is not in force.
func (s *Store) DropRule(id uint64) error {
	return s.changeRule(fmt.Sprintf("delete rule %d", id), id, func(r *Rule) { r.Gone, r.Pinned = true, false })
}

func (s *Store) changeRule(what string, id uint64, change func(*Rule)) error {
	return s.update(what, func(t *tx) error {
		all, _, err := t.rules()
		if err != nil {
			return err
		}
		for _, r := range all {
			if r.ID == id && !r.Gone {
				change(&r)
				return ruleTable.put(t, number(id), r)
			}
		}
		return ErrNotFound
	})
}

// rules reads all rules of the creator, oldest first, and who that is.
func (t *tx) rules() (rules []Rule, owner int64, err error) {
	settings, err := t.settings()
	if err != nil {
		return nil, 0, err
	}
	err = each(t, ruleTable, func(_ []byte, r *Rule) {
		if r.Owner == settings.Owner {
			rules = append(rules, *r)
		}
	})
	return rules, settings.Owner, err
}

// inForce puts the rules in the order in which they count.
func inForce(all []Rule) []Rule {
	rules := slices.DeleteFunc(slices.Clone(all), func(r Rule) bool { return r.Gone })
	slices.SortFunc(rules, func(a, b Rule) int {
		if a.Pinned != b.Pinned {
			if a.Pinned {
				return -1
			}
			return 1
		}
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID))
	})
	return rules
}

// enforce stores a rule, a new one with the next number, and makes room for it:
// the oldest rule that is not pinned goes.
func (t *tx) enforce(all []Rule, rule *Rule) error {
	others := inForce(slices.DeleteFunc(slices.Clone(all), func(r Rule) bool { return r.ID == rule.ID }))
	if n := len(others); n >= MaxRules {
		last := others[n-1]
		if last.Pinned {
			return ErrFull
		}
		if err := ruleTable.delete(t, number(last.ID)); err != nil {
			return err
		}
	}
	if rule.ID == 0 {
		id, err := ruleTable.next(t)
		if err != nil {
			return err
		}
		rule.ID = id
	}
	if err := t.forgetGone(all); err != nil {
		return err
	}
	return ruleTable.put(t, number(rule.ID), *rule)
}

// forgetGone bounds the number of deleted rules.
func (t *tx) forgetGone(all []Rule) error {
	gone := slices.DeleteFunc(slices.Clone(all), func(r Rule) bool { return !r.Gone })
	for _, r := range gone[:max(len(gone)-maxGone, 0)] {
		if err := ruleTable.delete(t, number(r.ID)); err != nil {
			return err
		}
	}
	return nil
}

// Says tells whether the rule says the same, whatever the case, spaces and final
// stop.
func (r Rule) Says(text string) bool { return plainRule(r.Text) == plainRule(text) }

// sameRule finds a rule that says the same in other case, spaces or final stop.
func sameRule(all []Rule, text string) (Rule, bool) {
	for _, r := range all {
		if r.Says(text) {
			return r, true
		}
	}
	return Rule{}, false
}

func plainRule(text string) string {
	return strings.TrimRight(strings.Join(strings.Fields(strings.ToLower(text)), " "), " .!")
}
