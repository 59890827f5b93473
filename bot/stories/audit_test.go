package stories_test

import (
	"strings"
	"testing"
)

func TestAuditSaysWhoLetWhatGoOutWithoutAText(t *testing.T) {
	s := tell(t)
	anna, c, text := s.guestAsks(sure)
	s.mila.Taps(c, "Send")
	anna.Gets(text)
	_, c, skipped := s.guestAsks(sure)
	s.mila.Taps(c, "Skip")
	for _, running := range []bool{true, false} {
		if !running {
			s.stop()
		}
		code, said := s.command("audit", "--since", "1d")
		if code != 0 || strings.Count(said, "\n") != 2 || !holds(said, "send  by ", "skip  by ", "accepted", "rejected", "approve", modelName) {
			t.Errorf("running %t: exit %d\n%s", running, code, said)
		}
		if holds(said, text) || holds(said, skipped) {
			t.Errorf("an audit shows texts unasked:\n%s", said)
		}
		if code, said := s.command("audit", "--texts", "--json"); code != 0 || !holds(said, `"act":"send"`, `"drafted":"`+text+`"`) {
			t.Errorf("running %t: exit %d\n%s", running, code, said)
		}
		s.told = s.told[:len(s.told)-1] // it was asked for texts: they are no leak
		if code, said := s.command("audit", "--fan", "1"); code != 0 || !holds(said, "Nothing was decided yet") {
			t.Errorf("of a stranger: exit %d %q", code, said)
		}
	}
	if code, said := s.command("audit", "--since", "yesterday"); code != 2 || !holds(said, "7d") {
		t.Errorf("--since yesterday: exit %d %q", code, said)
	}
}
