package stories_test

import "testing"

func TestCardClosesWhenEverythingUnansweredIsDeleted(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	id := anna.Writes("please forget i asked this")
	card := s.mila.Card("please forget i asked this")
	send := s.mila.Finger(card, "Send")
	anna.Deletes(id)
	s.mila.Closed(card, "out of date")
	if got := s.mila.Presses(card, send); !holds(got, "out of date") {
		t.Errorf("the old button answers %q", got)
	}
	s.someoneElseIsAnswered()
	anna.GotNothing()
	if _, open := s.mila.open("Anna"); open {
		t.Error("there is still a card for a message that is gone")
	}
}

func TestDeleteOfOneMessageLeavesTheOthers(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	id := anna.Writes("my door code is 4711 anna")
	anna.Writes("when does the market open?")
	card := s.mila.Card("my door code is 4711 anna", "when does the market open?")
	s.model.Answers("when does the market open?", "at nine, bring coffee with you")
	anna.Deletes(id)

	s.mila.Closed(card, "out of date")
	next := s.mila.Card("when does the market open?", "at nine, bring coffee with you")
	if holds(s.mila.Reads(next), "4711") {
		t.Error("a deleted message is still quoted")
	}
	questions := s.model.Questions()
	if questions[len(questions)-1].Mentions("4711") != 0 {
		t.Error("a deleted message is still in the prompt")
	}
	s.mila.Taps(next, "Send")
	anna.Gets("at nine, bring coffee with you")
}

func TestDeleteWhileTheModelWorksDropsTheDraft(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Is(hanging)
	id := anna.Writes("delete me while you think")
	s.model.Asked(1)
	anna.Deletes(id)
	s.received()
	s.model.Wakes()
	s.someoneElseIsAnswered()
	if _, open := s.mila.open("Anna"); open {
		t.Error("there is a card for a message that is gone")
	}
}

func TestDeleteOfMessagesNeverSeenChangesNothing(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("the last one, with speckles")
	anna.Writes("which bowl did you keep?")
	card := s.mila.Card("which bowl did you keep?")
	anna.Deletes(1, 2, 3)
	s.someoneElseIsAnswered()
	s.mila.Taps(card, "Send")
	anna.Gets("the last one, with speckles")
}
