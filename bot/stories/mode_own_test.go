package stories_test

import (
	"testing"
	"time"
)

func TestModeOffForAllKeepsTheDraftInTheMakingOfAFanWithHerOwnMode(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("first words of anna here")
	card := s.mila.Card("first words of anna here")
	s.answer(s.mila.Person, s.mila.Replies(int64(card), "/mode approve"), "For Anna")
	s.model.Answers("second words of anna here", "one answer to both of them")
	s.model.Is(hanging)
	n := len(s.model.Questions())
	anna.Writes("second words of anna here")
	s.model.Asked(n + 1)
	s.mila.Asks("/mode off", "who decides")
	s.model.Wakes()
	s.mila.Taps(s.mila.Card("second words of anna here", "one answer to both of them"), "Send")
	anna.Gets("one answer to both of them")
}

func TestFanBackInTheGeneralModeIsDraftedFor(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("first words of anna here")
	card := s.mila.Card("first words of anna here")
	s.answer(s.mila.Person, s.mila.Replies(int64(card), "/mode off"), "For Anna")
	anna.Writes("second words of anna here")
	s.mila.Closed(card, "wrote again")
	s.someoneElseIsAnswered() // longer than the quiet period
	s.model.Answers("second words of anna here", "one answer to both of them")
	s.answer(s.mila.Person, s.mila.Replies(int64(card), "/mode default"), "the general mode holds")
	s.mila.Taps(s.mila.Card("second words of anna here"), "Send")
	anna.Gets("one answer to both of them")
}

func TestNewModeBringsBackNoCardWhoseWindowIsClosed(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.secret("i am anna and it is late")
	anna.WritesAt(s.mila.Person, "i am anna and it is late", time.Now().Add(-24*time.Hour+stopsBefore+7*time.Second))
	s.mila.Closed(s.mila.Card("i am anna and it is late"), "window")
	before := s.mila.Heard("i am anna and it is late")
	s.mila.Asks("/mode auto", "who decides")
	ben := s.fan("Ben")
	s.model.Answers("ben says good night", "sleep tight, dear ben")
	ben.Writes("ben says good night")
	ben.Gets("sleep tight, dear ben")
	if n := s.mila.Heard("i am anna and it is late"); n != before {
		t.Errorf("%d more cards of a fan whose window is closed", n-before)
	}
}
