package persona_test

import (
	"strings"
	"testing"

	"secretary/persona"
)

func TestRealRuleIsAskedForInItsFormAndLeavesThePersonaInTheCache(t *testing.T) {
	text := mia + strings.Repeat("\nMia likes snow, hot soup and patched boats.", 5)
	p := realMia(t, "script", text, func(c *persona.Config) { c.Name = "Mia Study" })
	r := pending("hello Mia")
	r.Rules = []string{"Never offer calls."}
	cold, err := p.Draft(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	rule, err := p.Rule(t.Context(), r, shortened) // this model knows no such form, and says so one way or another
	if kind := persona.KindOf(err); kind != "" && kind != persona.KindAbsurd && kind != persona.KindCut {
		t.Fatalf("rule: %v", err)
	}
	r.Pending[0].Text = "another fan says hello"
	warm, err := p.Draft(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	ratio := float64(warm.PromptTime) / float64(cold.PromptTime)
	t.Logf("rule %q; cold %v for %d tokens, after the study %v: ratio %.3f", rule, cold.PromptTime, cold.PromptTokens, warm.PromptTime, ratio)
	if ratio > 0.6 {
		t.Errorf("after a study the next draft's prompt costs %.2f of a cold one", ratio)
	}
}
