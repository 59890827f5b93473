package stories_test

import (
	"os"
	"testing"
)

func TestInitWithoutAnswersOverwritesNothing(t *testing.T) {
	s := stage(t)
	before := s.read("config.yaml")
	if code, out := s.command("init"); code == 0 {
		t.Errorf("init without answers ends well:\n%s", out)
	}
	after, err := os.ReadFile(s.path("config.yaml"))
	if err != nil || string(after) != string(before) {
		t.Errorf("the configuration was changed: %v", err)
	}
}
