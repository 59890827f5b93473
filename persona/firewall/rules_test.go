package firewall_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"secretary/persona/firewall"
)

// hits gives the codes that a rule's own example leads to.
func hits(r firewall.Rule, e firewall.Example) (codes []string) {
	var found []firewall.Hit
	if r.Direction == firewall.In {
		found = firewall.Screen([]string{e.Text}, false)
	} else {
		found = firewall.Check(firewall.Reply{
			Text: e.Text, Own: firewall.Hold(e.Given.Persona), Said: []string{e.Given.Chat}, Earlier: []string{e.Given.Earlier},
			Others: []string{e.Given.Other}, Secret: firewall.NewSecret(e.Given.Persona, e.Given.Persona, "5f3a9c01", nil),
		})
	}
	for _, h := range found {
		codes = append(codes, h.Code)
	}
	return codes
}

func TestEveryRuleHitsAndMissesWhatItSays(t *testing.T) {
	rules := firewall.Rules()
	if len(rules) < 10 {
		t.Fatalf("only %d rules", len(rules))
	}
	for _, r := range rules {
		if len(r.Sections) == 0 && r.By != "media" {
			t.Errorf("rule %s has no section", r.Code)
		}
		for _, s := range r.Sections {
			if len(s.Hits) == 0 || len(s.Misses) == 0 {
				t.Errorf("rule %s: [%s] has %d texts that must hit and %d that must not", r.Code, s.Language, len(s.Hits), len(s.Misses))
			}
			for _, e := range s.Hits {
				if !slices.Contains(hits(r, e), r.Code) {
					t.Errorf("rule %s: [%s] %q is no hit", r.Code, s.Language, e.Text)
				}
			}
			for _, e := range s.Misses {
				if slices.Contains(hits(r, e), r.Code) {
					t.Errorf("rule %s: [%s] %q is a hit", r.Code, s.Language, e.Text)
				}
			}
		}
	}
}

func TestCodesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range firewall.Rules() {
		if seen[r.Code] {
			t.Errorf("two rules are called %s", r.Code)
		}
		seen[r.Code] = true
		if found, ok := firewall.Find(r.Code); !ok || found.About == "" {
			t.Errorf("rule %s cannot be found, or says nothing about itself", r.Code)
		}
	}
	if _, ok := firewall.Find("nothing"); ok {
		t.Error("a rule that is none was found")
	}
}

func TestReadmeNamesEveryRule(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range firewall.Rules() {
		if !strings.Contains(string(readme), "`"+r.Code+"`") {
			t.Errorf("the README does not name rule %s", r.Code)
		}
	}
}
