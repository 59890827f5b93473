package stories_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// typed runs a command of the program with these lines on its standard input.
func (s *story) typed(lines string, args ...string) (int, string) {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), binary, append(args, "--config", s.path("config.yaml"))...)
	cmd.Stdin = strings.NewReader(lines)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run() // the exit code tells
	return cmd.ProcessState.ExitCode(), out.String()
}

func TestPersonaCheckSaysWhatToImproveInClearWords(t *testing.T) {
	s := stage(t)
	s.model.Says("muddy and happy, and you?")
	code, out := s.typed("", "persona", "check")
	if code != 0 || !holds(out, "Mila, English", "Only 1 example", "muddy and happy, and you?", "confidence", "Nothing is missing") {
		t.Errorf("a good file: %d\n%s", code, out)
	}
	for name, c := range map[string]struct {
		text string
		code int
		says []string
	}{
		"two prices":     {persona + "\n## Prices\n- A cup costs 20 €\n- cups are 25 €\n", 1, []string{"Two prices", "A cup costs 20 €", "cups are 25 €"}},
		"against itself": {persona + "\nNever do calls.\nI do calls on Fridays.\n", 1, []string{"forbids what another offers", "Never do calls"}},
		"no voice":       {"# Mila\nceramics in Lisbon\n", 1, []string{"Voice is missing", "Facts are missing", "Boundaries are missing", "Examples are missing"}},
		"empty":          {"\n\n", 2, []string{"is empty; describe who speaks"}},
		"binary":         {"\x7fELF\x00\x00\x01", 2, []string{"is binary"}},
		"Latin-1":        {"# Mila\nd\xe9j\xe0 vu\n", 2, []string{"iconv -f WINDOWS-1252 -t UTF-8"}},
		"UTF-16":         {"\xff\xfeM\x00i\x00", 2, []string{"iconv -f UTF-16 -t UTF-8"}},
		"2 MB":           {strings.Repeat("Mila makes cups. ", 2<<20/17), 2, []string{"too big", "at most 64 KB"}},
		"too long":       {persona + strings.Repeat("She likes the sea and the boats. ", 550), 1, []string{"Too long"}},
	} {
		s.write("persona.md", c.text)
		s.model.NewPersona()
		if code, out := s.typed("", "persona", "check"); code != c.code || !holds(out, c.says...) {
			t.Errorf("%s: exit %d, want %d, with %q:\n%s", name, code, c.code, c.says, out)
		}
	}
	if err := os.Remove(s.path("persona.md")); err != nil {
		t.Fatal(err)
	}
	if code, out := s.typed("", "persona", "check"); code != 2 || !holds(out, "does not exist; write it") {
		t.Errorf("missing: %d\n%s", code, out)
	}
}

func TestPersonaCheckNeedsNoModelAndNoDaemon(t *testing.T) {
	s := stage(t)
	s.model.Down()
	if code, out := s.typed("", "persona", "check"); code != 0 || !holds(out, "No example answer: the Ollama server") {
		t.Errorf("exit %d\n%s", code, out)
	}
	s.model.Up()
}

func TestPersonaTryTalksInTheTerminalWithAndWithoutADaemon(t *testing.T) {
	s := tell(t)
	ben := s.fan("Ben")
	s.model.Answers("which clay do you use for cups?", "red clay from the river, always")
	ben.Writes("which clay do you use for cups?")
	s.mila.Taps(s.mila.Card("which clay do you use for cups?"), "Send")
	ben.Gets("red clay from the river, always")
	talk := func() {
		t.Helper()
		s.model.Answers("do you like rain?", "only from the inside")
		s.model.Answers("and snow", "see you tomorrow in the snow")
		code, out := s.typed("do you like rain?\nwhich clay do you use for cups?\n\nand snow\n/new\n/again\n/quit\nnever read\n", "persona", "try")
		if code != 0 || !holds(out, "only from the inside", "checks: none hit", "from 1 decision", "retrieved (", "→ “red clay from the river, always”", "confidence", "promises to meet", "A new talk.", "nothing to draft again") || holds(out, "never read") {
			t.Errorf("exit %d\n%s", code, out)
		}
	}
	talk()
	q := s.model.Questions()
	if last := q[len(q)-1]; last.Mentions("only from the inside") != 1 {
		t.Error("the talk has no memory")
	}
	s.stop()
	talk()
}

func TestPersonaTryWithTheEmbeddedDrafterSaysWhatItQuotes(t *testing.T) {
	s := stage(t, with("persona.drafter", "embedded"))
	code, out := s.typed("how was your day?\nthe moon is made of cheese\n", "persona", "try")
	if code != 0 || !holds(out, "long but lovely, clay everywhere", "quotes an example", "no draft · the embedded drafter has no model") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

func TestPersonaReplaySetsNewDraftsBesideWhatWasSent(t *testing.T) {
	s := tell(t, with("learn.idle", "1h")) // else the daemon asks the model too, with the persona it has
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.model.Answers("do you like rain?", "only from the inside")
	anna.Writes("do you like rain?")
	rain := s.mila.Card("do you like rain?")
	s.mila.Taps(rain, "Send")
	anna.Gets("only from the inside")
	s.model.Answers("which glaze is it?", "the green one, i think")
	ben.Writes("which glaze is it?")
	glaze := s.mila.Card("which glaze is it?")
	s.mila.RepliesTo(glaze, "it is the blue one")
	ben.Gets("it is the blue one")
	s.mila.Closed(rain, "sent") // what arrived is noted a moment later
	s.mila.Closed(glaze, "as you wrote it")

	s.model.Answers("do you like rain?", "never, i melt")
	s.model.Answers("which glaze is it?", "it is the blue one")
	s.model.NewPersona()
	s.write("other.md", persona+"\nAlways sure of colours.\n")
	replayed := func() {
		t.Helper()
		code, out := s.typed("", "persona", "replay", "--last", "50", "--persona", s.path("other.md"))
		if code != 0 || !holds(out, "only from the inside", "never, i melt", "the green one, i think", "it is the blue one", "2 situations", "nearer to it in 1, farther in 1") {
			t.Errorf("exit %d\n%s", code, out)
		}
	}
	replayed()
	s.model.NewPersona()
	code, out := s.typed("", "persona", "replay", "--json", "--last", "1")
	var r struct {
		Old, New, Sent string
		NewNear        float64 `json:"new_near"`
	}
	line, _, _ := strings.Cut(out, "\n")
	if err := json.Unmarshal([]byte(line), &r); code != 0 || err != nil || r.Old != "the green one, i think" || r.Sent != "it is the blue one" || r.NewNear != 1 {
		t.Errorf("exit %d, %v, %+v\n%s", code, err, r, out)
	}
	s.stop()
	s.model.NewPersona()
	replayed()
	if anna.count("never, i melt") != 0 || len(s.fans) == 0 {
		t.Error("a replay sent something")
	}
}
