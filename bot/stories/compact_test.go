package stories_test

import (
	"os"
	"testing"
)

func TestCompactRefusesWhileTheDaemonRunsAndKeepsEverything(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("the same as ever")
	anna.Writes("are you smaller now?")
	card := s.mila.Card("are you smaller now?")
	if code, out := s.command("compact"); code != 1 || !holds(out, "stop it first") {
		t.Errorf("while it runs: exit code %d:\n%s", code, out)
	}
	s.stop()
	if code, out := s.command("compact"); code != 0 || !holds(out, "agrees") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if _, err := os.Stat(s.path("data/secretary.db.compact")); !os.IsNotExist(err) {
		t.Errorf("something is left over: %v", err)
	}
	s.run()
	s.mila.Taps(card, "Send")
	anna.Gets("the same as ever")
}
