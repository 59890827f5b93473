package stories_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var link = regexp.MustCompile(`https://t\.me/mila_sec_bot\?start=([A-Za-z0-9_-]+)`)

// unpaired begins without a known creator and returns the one-time code.
func unpaired(t *testing.T) (*story, string) {
	t.Helper()
	s := stage(t, with("owner.id", nil))
	s.run()
	return s, s.code()
}

// code waits for the pairing link on the terminal.
func (s *story) code() string {
	s.t.Helper()
	s.logs("https://t.me/mila_sec_bot?start=")
	if !s.bin.out.waitFor(patience, func(text string) bool { return link.MatchString(text) }) {
		s.t.Fatal("no pairing link")
	}
	return link.FindStringSubmatch(s.bin.out.String())[1]
}

func TestFirstPersonWithTheCodeBecomesTheCreator(t *testing.T) {
	s, code := unpaired(t)
	hugo := s.fan("Hugo")
	for _, said := range []string{hugo.Opens(""), hugo.Opens("wrong-code-entirely"), hugo.Tells("/status")} {
		if said == "" || holds(said, "works for you") {
			t.Errorf("a stranger gets %q", said)
		}
	}
	s.answer(s.mila.Person, s.mila.Start(code), "Mila")
	s.mila.Connect()
	if said := hugo.Opens(code); holds(said, "works for you") {
		t.Error("a used code works again")
	}
	anna := s.fan("Anna")
	s.model.Says("paired and ready to go")
	anna.Writes("are you set up now?")
	s.mila.Taps(s.mila.Card("are you set up now?"), "Send")
	anna.Gets("paired and ready to go")
}

func TestPairingOutlivesARestartAndPrintsNoNewCode(t *testing.T) {
	s, code := unpaired(t)
	s.answer(s.mila.Person, s.mila.Start(code), "Mila")
	s.mila.Connect()
	s.received()
	s.restart()
	s.someoneElseIsAnswered()
	if link.MatchString(s.bin.out.String()) {
		t.Error("a new code was printed although the creator is known")
	}
	if said := s.mila.Asks("/help", "/inbox"); said == "" {
		t.Error("the creator is not known any more")
	}
}

func TestCodeIsNotStoredAsItIs(t *testing.T) {
	s, code := unpaired(t)
	files, err := filepath.Glob(s.path("data/*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no data files: %v", err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err == nil && strings.Contains(string(raw), code) {
			t.Errorf("%s holds the code", filepath.Base(name))
		}
	}
}

func TestMessagesFromBeforeThePairingAreShownOnceTheCreatorIsKnown(t *testing.T) {
	s, code := unpaired(t)
	s.mila.Connect()
	anna := s.fan("Anna")
	anna.Writes("first of all the messages")
	s.received()
	if n := len(s.model.Questions()); n != 0 {
		t.Errorf("%d drafts for an unknown creator", n)
	}
	s.mila.Start(code)
	s.mila.Card("first of all the messages")
}

func TestOldCodeDiesWithTheNextStart(t *testing.T) {
	s, old := unpaired(t)
	s.restart()
	code := s.code()
	if code == old {
		t.Fatal("the same code was printed again")
	}
	hugo := s.fan("Hugo")
	if said := hugo.Opens(old); holds(said, "works for you") {
		t.Error("the code of the earlier start still works")
	}
	s.answer(s.mila.Person, s.mila.Start(code), "Mila")
}
