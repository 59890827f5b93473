package stories_test

import "testing"

func TestEditOfAnUnansweredMessageMakesANewDraft(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	id := anna.Writes("i would like a tall vase")
	card := s.mila.Card("i would like a tall vase")
	send := s.mila.Finger(card, "Send")
	s.model.Answers("i would like a small vase", "small it is, palm sized")
	anna.Edits(id, "i would like a small vase")

	s.mila.Closed(card, "out of date")
	next := s.mila.Card("i would like a small vase", "small it is, palm sized")
	if holds(s.mila.Reads(next), "tall vase") {
		t.Error("the new card still quotes the old words")
	}
	if got := s.mila.Presses(card, send); !holds(got, "out of date") {
		t.Errorf("the old button answers %q", got)
	}
	s.mila.Taps(next, "Send")
	anna.Gets("small it is, palm sized")
}

// Telegram repeats a message as "edited" when only its link preview changed.
func TestEditWithTheSameWordsChangesNothing(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("i saw it, what a kiln")
	id := anna.Writes("did you see the film about kilns?")
	card := s.mila.Card("did you see the film about kilns?")
	anna.Edits(id, "did you see the film about kilns?")
	s.someoneElseIsAnswered()
	s.mila.Taps(card, "Send")
	anna.Gets("i saw it, what a kiln")
	s.mila.Closed(card, "sent")
}

func TestEditOfAnAnsweredMessageIsNotAnsweredAgain(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("mostly with a wooden rib")
	id := anna.Writes("how do you smooth the rim?")
	card := s.mila.Card("how do you smooth the rim?")
	s.mila.Taps(card, "Send")
	anna.Gets("mostly with a wooden rib")
	anna.Edits(id, "how do you smooth the foot?")
	s.someoneElseIsAnswered()
	s.mila.Closed(card, "sent")
	if _, open := s.mila.open("how do you smooth the foot?"); open {
		t.Error("the edit of an answered message opened a card")
	}
}

func TestEditWhileTheModelWorksIsDraftedAfresh(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Is(hanging)
	s.model.Says("red suits you very well", "green suits you very well")
	id := anna.Writes("paint mine in red please")
	s.model.Asked(1)
	anna.Edits(id, "paint mine in green please")
	s.received()
	s.model.Wakes()
	card := s.mila.Card("paint mine in green please", "green suits you very well")
	s.mila.Taps(card, "Send")
	anna.Gets("green suits you very well")
}
