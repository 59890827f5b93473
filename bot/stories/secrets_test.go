package stories_test

import (
	"os"
	"strings"
	"testing"

	"secretary/bot/sandbox"
)

// Every way a request can fail, at the noisiest log level: the harness looks
// for the token and for every word of fan and draft afterwards.
func TestNoFailurePutsASecretIntoTheLog(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	for _, fault := range []sandbox.Fault{{HTML: true}, {DropAfter: true}, {Code: 429, RetryAfter: 1}} {
		s.tg.Fail("getUpdates", fault)
		s.tg.Fail("sendChatAction", fault)
		s.tg.Fail("readBusinessMessage", fault)
		s.tg.Fail("editMessageText", fault)
	}
	anna := s.fan("Anna", sandbox.WithHandle("anna_secret_handle"), sandbox.WithLastName("Secretsurname"))
	s.model.Is(crashing)
	anna.Writes("my bank pin is four two four two")
	s.mila.Hears("my bank pin is four two four two")
	s.model.Is(well)
	s.line.Cut()
	s.logs("refused")
	s.line.Mend()
	s.someoneElseIsAnswered()
	s.stop()
	_, secret, _ := strings.Cut(s.tg.Token(), ":")
	for _, args := range [][]string{{"check"}, {"check", "--json"}, {"version"}, {"backup", s.path("copy.db")}} {
		if _, out := s.command(args...); strings.Contains(out, secret) {
			t.Errorf("%v prints the token", args)
		}
	}
}

func TestPairingCodeIsPrintedOnceAndTheTokenNever(t *testing.T) {
	s, code := unpaired(t)
	s.mila.Start(code)
	s.mila.Connect()
	s.someoneElseIsAnswered()
	if n := strings.Count(s.bin.out.String(), code); n != 1 {
		t.Errorf("the code is printed %d times", n)
	}
}

func TestCheckNamesSecretsThatEverybodyMayRead(t *testing.T) {
	s := tell(t)
	if _, steps := s.check(); steps["config"].State != "ok" {
		t.Errorf("files of the owner alone: %+v", steps["config"])
	}
	for name, mode := range map[string]os.FileMode{".": 0o755, "config.yaml": 0o644, "data.key": 0o644} {
		if err := os.Chmod(s.path(name), mode); err != nil {
			t.Fatal(err)
		}
	}
	_, steps := s.check()
	s.wants(steps, "config", "waiting", "everybody", "chmod o-r", s.path("data.key"), s.path("config.yaml"))
	s.mila.Asks("/status", "chmod o-r")
}
