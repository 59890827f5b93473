package stories_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var stillNeeded = regexp.MustCompile(`earn: .*?(\d+) more good decisions?`)

// missing reads off a card how many decisions mode earn still needs.
func (s *story) missing(c card) int {
	s.t.Helper()
	m := stillNeeded.FindStringSubmatch(s.mila.Reads(c))
	if m == nil {
		s.t.Fatalf("the card does not say what is missing:\n%s", s.mila.Reads(c))
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// earns approves as many sure drafts as the first card asks for.
func (s *story) earns() {
	s.t.Helper()
	f, c, text := s.guestAsks(sure)
	n := s.missing(c)
	s.mila.Taps(c, "Send")
	f.Gets(text)
	s.approves(n-1, sure)
	s.mila.Hears("Earned.", "you changed or threw away 0")
}

// earning tells a story in mode earn, without spot checks unless it says so.
func earning(t *testing.T, changes ...change) *story {
	t.Helper()
	return tell(t, append([]change{with("reply.mode", "earn"), with("reply.hold", "0s"), with("trust.audit", 0),
		with("persona.disclosure", false), with("reply.threshold", 0.5)}, changes...)...)
}

func counts(s *story, c card) bool { return slices.Contains(buttons(s.mila.Message(c)), "Stop") }

func TestInModeEarnNothingGoesOutByItselfBeforeItIsProved(t *testing.T) {
	s := earning(t)
	anna, c, text := s.guestAsks(sure)
	before := s.missing(c)
	if before < 15 || counts(s, c) {
		t.Errorf("the first card asks for %d decisions:\n%s", before, s.mila.Reads(c))
	}
	s.mila.Taps(c, "Send")
	anna.Gets(text)
	ben, c, _ := s.guestAsks(sure)
	if now := s.missing(c); now != before-1 {
		t.Errorf("%d decisions are missing after one, were %d", now, before)
	}
	ben.GotNothing()
}

func TestInModeEarnSureRepliesGoOutByThemselvesOnceProved(t *testing.T) {
	s := earning(t)
	s.earns()
	anna := s.fan("Anna")
	s.model.Answers("good evening from anna", "good evening, dear anna")
	anna.Writes("good evening from anna")
	anna.Gets("good evening, dear anna")
	ben, c, _ := s.guestAsks(reply{sure: 0.05, yes: 0.03})
	if counts(s, c) {
		t.Error("a draft the model doubts counts down")
	}
	ben.GotNothing()
}

func TestASpotCheckThrownAwayStopsAutomaticReplies(t *testing.T) {
	s := earning(t, with("trust.audit", 1))
	s.earns()
	anna, c, _ := s.guestAsks(sure)
	if said := s.mila.Reads(c); !holds(said, "spot check") || counts(s, c) {
		t.Errorf("what could go out by itself was not checked on:\n%s", said)
	}
	s.mila.Taps(c, "Skip")
	s.mila.Hears("Automatic replies have stopped", "threw away")
	_, c, _ = s.guestAsks(sure)
	if said := s.mila.Reads(c); !holds(said, "earn: you threw a spot check away", "more good decisions") {
		t.Errorf("the next card says:\n%s", said)
	}
	anna.GotNothing()
}

func TestAnotherPersonaHasToEarnItAnew(t *testing.T) {
	s := earning(t)
	s.earns()
	s.model.NewPersona()
	s.write("persona.md", strings.Replace(persona, "Warm, short, playful.", "Cool, long, serious.", 1))
	anna, c, _ := s.guestAsks(sure)
	if said := s.mila.Reads(c); !holds(said, "earn: model or persona are new", "more good decisions") {
		t.Errorf("the first card of another persona says:\n%s", said)
	}
	s.mila.Hears("Automatic replies have stopped", "has changed")
	anna.GotNothing()
	s.mila.Asks("/mode", "Who decides?") // told after it, and so what came before is noted
	s.restart()
	s.someoneElseIsAnswered()
	if told := s.mila.Heard("Automatic replies have stopped"); told != 1 {
		t.Errorf("Mila was told %d times", told)
	}
}
