package stories_test

import "testing"

// Typing promises that something comes.
func TestTypingIsNotShownForADraftThatWillAsk(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"))
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.model.SaysSo(reply{text: "perhaps, or perhaps not, hm", sure: 0.04, yes: 0.03})
	anna.Writes("do you love only me?")
	card := s.mila.Card("perhaps, or perhaps not, hm")
	before := s.tg.Typing(s.mila.Person, anna.Person)
	s.model.Answers("do you love only me?", "the second try is surer")
	s.mila.Taps(card, "Again")
	s.mila.Sees(card, "the second try is surer")
	s.model.Answers("ben says good night", "sleep tight, dear ben")
	ben.Writes("ben says good night")
	ben.Gets("sleep tight, dear ben")
	if n := s.tg.Typing(s.mila.Person, anna.Person) - before; n != 0 {
		t.Errorf("typing was shown %d times for a draft that cannot go out by itself", n)
	}
	if s.tg.Typing(s.mila.Person, ben.Person) == 0 {
		t.Error("typing was never shown for an automatic reply")
	}
}
