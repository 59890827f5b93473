package stories_test

import "testing"

func TestDemoRunsThroughUnattended(t *testing.T) {
	s := stage(t)
	s.model.Down() // no Ollama needed
	code, out := s.ends(s.startWith([]string{"SECRETARY_OLLAMA_URL=" + s.model.URL()}, "demo", "--yes"))
	if code != 0 || !holds(out, "Send") {
		t.Errorf("exit code %d:\n%s", code, tail(out, 60))
	}
	s.model.Up()
}
