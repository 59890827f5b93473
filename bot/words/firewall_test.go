package words_test

import (
	"strings"
	"testing"

	"secretary/bot/words"
	"secretary/persona/firewall"
)

func TestEveryRuleOfTheFirewallHasWords(t *testing.T) {
	for _, r := range firewall.Rules() {
		if words.Rule(r.Code) == "" || words.Why(r.Code, "") != words.Rule(r.Code) {
			t.Errorf("rule %s has no words", r.Code)
		}
		if r.Severity == firewall.Ask {
			continue
		}
		if p := words.Problem(r.Code, ""); p == "No draft: "+strings.ReplaceAll(r.Code, "_", " ")+"." {
			t.Errorf("rule %s leaves a card without a draft, and there are no words for it", r.Code)
		}
		if a := words.Alarm(r.Code, "Anna", "hit"); r.Severity == firewall.Alert && (!strings.Contains(a, "Anna") || !strings.Contains(a, "hit") || len(a) < 120) {
			t.Errorf("rule %s alarms with %q", r.Code, a)
		}
	}
}
