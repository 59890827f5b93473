package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"secretary/store"
)

// paired makes somebody the creator, whose rules are kept.
func (f *fixture) paired(id int64) {
	f.t.Helper()
	_, err := f.UpdateSettings(func(s *store.Settings) error { s.Owner = id; return nil })
	f.noErr(err)
}

func (f *fixture) wishes(text string) store.Rule {
	f.t.Helper()
	r, _, err := f.Wish(text)
	f.noErr(err)
	return r
}

// learns looks at the pair that waits as if it taught this.
func (f *fixture) learns(pair uint64, text string) (store.Rule, bool) {
	f.t.Helper()
	r, added, err := f.Learn(pair, text, func(r store.Rule) (store.Notice, error) { return store.Notice{Text: r.Text}, nil })
	f.noErr(err)
	return r, added
}

func (f *fixture) wantRules(want ...string) {
	f.t.Helper()
	rules, err := f.Rules()
	f.noErr(err)
	got := []string{}
	for _, r := range rules {
		got = append(got, r.Text)
	}
	if !slices.Equal(got, want) {
		f.t.Errorf("rules %q, want %q", got, want)
	}
}

func TestPinnedRulesComeFirstThenTheNewest(t *testing.T) {
	f := open(t)
	f.paired(owner)
	f.learns(1, "Keep it short.")
	f.pass(1)
	f.wishes("I never do calls")
	f.pass(1)
	f.learns(2, "Ask a question back.")
	f.wantRules("I never do calls", "Ask a question back.", "Keep it short.")
	f.reopen()
	f.wantRules("I never do calls", "Ask a question back.", "Keep it short.")
}

func TestTheSameRuleIsKeptOnce(t *testing.T) {
	f := open(t)
	f.paired(owner)
	f.learns(1, "Keep it short.")
	if _, added := f.learns(2, " keep  it SHORT "); added {
		t.Error("a rule that is in force was learned again")
	}
	r, added, err := f.Wish("Keep it short")
	if f.noErr(err); !added || !r.Pinned {
		t.Error("the creator's word did not pin what was learned")
	}
	if _, added, err := f.Wish("KEEP IT SHORT!"); err != nil || added {
		t.Errorf("added twice: %v", err)
	}
	f.wantRules("Keep it short")
}

func TestTheThirteenthRulePushesOutTheOldestThatIsNotPinned(t *testing.T) {
	f := open(t)
	f.paired(owner)
	first, _ := f.learns(1, "rule number 1")
	for i := 2; i <= store.MaxRules; i++ {
		f.pass(1)
		f.learns(uint64(i), fmt.Sprintf("rule number %d", i))
	}
	f.noErr(f.PinRule(first.ID, true))
	f.pass(1)
	if _, added := f.learns(13, "the thirteenth"); !added {
		t.Error("the thirteenth rule was not learned")
	}
	rules, err := f.Rules()
	f.noErr(err)
	if len(rules) != store.MaxRules || rules[0].ID != first.ID || rules[1].Text != "the thirteenth" || rules[11].Text != "rule number 3" {
		t.Errorf("in force: %+v", rules)
	}
}

func TestWhereAllArePinnedNothingGivesWay(t *testing.T) {
	f := open(t)
	f.paired(owner)
	for i := range store.MaxRules {
		f.wishes(fmt.Sprintf("wish number %d", i))
	}
	if r, added := f.learns(1, "one more"); added || r.ID != 0 {
		t.Error("a learned rule found a place")
	}
	if _, _, err := f.Wish("one more"); !errors.Is(err, store.ErrFull) {
		t.Errorf("the thirteenth wish: %v, want ErrFull", err)
	}
	rules, err := f.Rules()
	f.noErr(err)
	f.noErr(f.PinRule(rules[3].ID, false))
	f.wishes("one more")
	if rules, err = f.Rules(); err != nil || len(rules) != store.MaxRules || rules[0].Text != "one more" && rules[11].Text != "one more" {
		t.Errorf("in force: %v %v", rules, err)
	}
}

func TestADeletedRuleIsLearnedNoMoreUnlessTheCreatorSaysIt(t *testing.T) {
	f := open(t)
	f.paired(owner)
	r, _ := f.learns(1, "Use no emoji.")
	f.noErr(f.DropRule(r.ID))
	f.wantRules()
	for _, err := range []error{f.DropRule(r.ID), f.PinRule(r.ID, true), f.PinRule(99, true)} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a deleted rule: %v, want ErrNotFound", err)
		}
	}
	if _, added := f.learns(2, "use no emoji"); added {
		t.Error("what the creator deleted was learned again")
	}
	f.wantRules()
	f.wishes("use no emoji")
	f.wantRules("use no emoji")
}

func TestRulesBelongToTheCreatorWhoMadeThem(t *testing.T) {
	f := open(t)
	f.paired(owner)
	r := f.wishes("I never do calls")
	f.paired(owner + 1)
	f.wantRules()
	if err := f.DropRule(r.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("another creator's rule: %v, want ErrNotFound", err)
	}
	f.paired(owner)
	f.wantRules("I never do calls")
}
