package store

import (
	"errors"
	"fmt"
	"strings"
)

// LargeEdit is the distance from a draft to what was sent above which the edit
// may teach a rule; see Decision.Distance.
const LargeEdit = 0.3

// Learn notes that an edited answer was looked at, and puts the rule that it
// taught in force, if text is not empty. added is false where it is in force
// already, where the creator deleted it once, and where all others are pinned. What
// tell says of an added rule is queued with it: nothing is learned in secret.
func (s *Store) Learn(pair uint64, text string, tell func(Rule) (Notice, error)) (rule Rule, added bool, err error) {
	err = s.update(fmt.Sprintf("learn from pair %d", pair), func(t *tx) error {
		rule, added = Rule{}, false
		if err := t.studied(pair); err != nil || strings.TrimSpace(text) == "" {
			return err
		}
		all, owner, err := t.rules()
		if err != nil {
			return err
		}
		if known, ok := sameRule(all, text); ok {
			rule = known
			return nil
		}
		rule = Rule{Owner: owner, At: t.now, Text: strings.TrimSpace(text), Pair: pair}
		if err = t.enforce(all, &rule); errors.Is(err, ErrFull) {
			rule = Rule{}
			return nil
		}
		if err != nil {
			return err
		}
		n, err := tell(rule)
		if err == nil {
			_, err = t.notify(n)
		}
		added = err == nil
		return err
	})
	return rule, added, err
}

// Lesson gives the oldest answer that was not yet looked at and differs much
// from its draft; ok is false if there is none. What differs little is passed, a
// portion in each transaction: others want to write as well.
func (s *Store) Lesson() (lesson Pair, ok bool, err error) {
	for more := true; more && !ok && err == nil; {
		err = s.update("look for a lesson", func(t *tx) (err error) {
			lesson, ok, more, err = t.lesson()
			return err
		})
	}
	return lesson, ok && err == nil, err
}

// lesson looks at a portion of pairs; more tells that others follow.
func (t *tx) lesson() (lesson Pair, ok, more bool, err error) {
	settings, err := t.settings()
	if err != nil {
		return lesson, false, false, err
	}
	passed, looked := settings.Studied, 0
	for i, err := range t.ascend(string(pairTable), number(passed+1)) {
		if more = looked == portion; more {
			break
		}
		var p Pair
		if err == nil {
			p, err = pairTable.read(i)
		}
		if err != nil {
			return lesson, false, false, err
		}
		if p.Fan.Owner == settings.Owner && p.Draft != "" && distance(p.Draft, p.Answer) > LargeEdit {
			lesson, ok = p, true
			break
		}
		passed = p.Seq
		looked++
	}
	return lesson, ok, more, t.studied(passed)
}

// studied moves the mark of what was looked at.
func (t *tx) studied(pair uint64) error {
	settings, err := t.settings()
	if err != nil || pair <= settings.Studied {
		return err
	}
	settings.Studied = pair
	return settingsTable.put(t, oneKey, settings)
}
