package stories_test

import "testing"

func TestPauseSaysSoOnACardWhoseDraftIsBeingMade(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("first words of anna here")
	card := s.mila.Card("first words of anna here")
	s.model.Is(hanging)
	s.mila.Taps(card, "Again")
	s.mila.Sees(card, "is being made")
	s.mila.Asks("/pause", "paused")
	s.mila.Sees(card, "drafting is paused")

	s.model.Answers("first words of anna here", "a draft after the pause")
	s.mila.Asks("/resume", "")
	s.model.Wakes()
	s.mila.Sees(card, "a draft after the pause")
	s.mila.Taps(card, "Send")
	anna.Gets("a draft after the pause")
}
