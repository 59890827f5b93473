package stories_test

import (
	"slices"
	"strings"
	"testing"
)

// nothingHappened holds that a fan's message led to a card without a draft that
// says why, to nothing sent, and to nothing learned.
func (s *story) nothingHappened(anna *fan, text string, says ...string) {
	s.t.Helper()
	card := s.mila.Card(append(says, text)...)
	if got := buttons(s.mila.Message(card)); slices.Contains(got, "Send") {
		s.t.Errorf("a card without a draft offers %q", got)
	}
	anna.GotNothing()
	s.mila.RepliesTo(card, "something from me by hand")
	anna.Gets("something from me by hand")
	s.mila.Closed(card, "as you wrote it")
	if code, out := s.typed("", "persona", "replay"); code != 0 || !holds(out, "Nothing to replay yet") {
		s.t.Errorf("a draft that never was is learned from: %d\n%s", code, out)
	}
}

func TestAModelOutOfItsMindLeavesACardAndNothingElse(t *testing.T) {
	for name, day := range map[string]struct {
		mood mood
		says string
	}{
		"says one word thirty times":  {stuck, "repeated itself"},
		"thinks aloud":                {dreaming, "only thought aloud"},
		"answers in another form":     {formal, "nonsense"},
		"a page of HTML for a stream": {nonsense, "No draft"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, with("reply.mode", "auto"), with("reply.hold", "0s"))
			anna := s.fan("Anna")
			s.model.Is(day.mood)
			anna.Writes("anything at all for me?")
			s.nothingHappened(anna, "anything at all for me?", day.says)
		})
	}
}

func TestAPersonaFileThatIsNoTextLeavesACardAndSaysTheWayOut(t *testing.T) {
	for name, file := range map[string]struct{ text, says string }{
		"binary":  {"\x7fELF\x02\x01\x00\x00\x00", "is binary, not text"},
		"2 MB":    {strings.Repeat("Mila makes cups.\n", 2<<20/17), "at most 64 KB"},
		"Latin-1": {"# Mila\ntr\xe8s chaleureuse\n", "iconv -f WINDOWS-1252"},
		"UTF-16":  {"\xff\xfe#\x00 \x00M\x00i\x00", "iconv -f UTF-16"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, with("reply.mode", "auto"), with("reply.hold", "0s"))
			s.write("persona.md", file.text)
			anna := s.fan("Anna")
			anna.Writes("who am i talking to?")
			s.mila.Asks("/status", file.says)
			s.nothingHappened(anna, "who am i talking to?", "persona file", "secretary persona check")
			if n := len(s.model.Questions()); n != 0 {
				t.Errorf("%d drafts without a persona", n)
			}
		})
	}
}

func TestAnotherModelUnderTheSameNameIsShownToMilaFirst(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"), with("reply.hold", "0s"))
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.model.Answers("before the change", "as you know me, dear anna")
	anna.Writes("before the change")
	anna.Gets("as you know me, dear anna")
	s.model.IsPulledAnew()
	s.model.Answers("after the change", "as nobody knows me, dear ben")
	ben.Writes("after the change")
	card := s.mila.Card("as nobody knows me, dear ben", "another model than before answers")
	ben.GotNothing()
	s.mila.Taps(card, "Send")
	ben.Gets("as nobody knows me, dear ben")

	s.stop()
	s.model.IsPulledAnew()
	s.run()
	s.model.Answers("after the night", "strange to myself, dear anna")
	anna.Writes("after the night")
	s.mila.Card("strange to myself, dear anna", "another model than before answers")
	anna.GotNothing()
}
