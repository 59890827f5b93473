package stories_test

import "testing"

func TestSkipSendsNothingAndKeepsTheMessageQuoted(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("look at my first pot")
	card := s.mila.Card("look at my first pot")
	s.mila.Taps(card, "Skip")
	s.mila.Closed(card, "skipped")

	s.model.Answers("and the second one", "both are lovely, honestly")
	second := anna.Writes("and the second one")
	next := s.mila.Card("look at my first pot", "and the second one")
	if s.tg.ReadMark(s.mila.Person, anna.Person) != 0 {
		t.Error("a skipped message was marked as read")
	}
	if q := s.model.Asked(2); q.Mentions("look at my first pot") != 1 {
		t.Error("the skipped message is not in the prompt for the next draft")
	}
	s.mila.Taps(next, "Send")
	anna.Gets("both are lovely, honestly")
	s.until("read up to the second", func() bool { return s.tg.ReadMark(s.mila.Person, anna.Person) == second })

	anna.Writes("thanks, here is a third")
	third := s.mila.Card("thanks, here is a third")
	if holds(s.mila.Reads(third), "look at my first pot") {
		t.Error("a message that was answered is still quoted")
	}
}

func TestSkippedFanStaysSkippedAfterARestart(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("you there? no hurry")
	card := s.mila.Card("you there? no hurry")
	s.mila.Taps(card, "Skip")
	s.mila.Closed(card, "skipped")
	s.restart()
	s.someoneElseIsAnswered()
	if _, open := s.mila.open("you there? no hurry"); open {
		t.Error("the skipped message has a card again")
	}
}
