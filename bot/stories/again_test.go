package stories_test

import "testing"

func TestAgainMakesANewDraft(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("the first try at an answer", "the second try at an answer")
	anna.Writes("how long does drying take?")
	card := s.mila.Card("the first try at an answer")
	old := s.mila.Finger(card, "Send")
	s.mila.Taps(card, "Again")

	again := s.mila.Card("how long does drying take?", "the second try at an answer")
	if holds(s.mila.Reads(again), "the first try at an answer") {
		t.Error("the earlier draft is still on the card")
	}
	if got := s.mila.Presses(again, old); !holds(got, "out of date") {
		t.Errorf("the button of the earlier draft answers %q", got)
	}
	s.someoneElseIsAnswered()
	anna.GotNothing()

	s.mila.Taps(again, "Send")
	anna.Gets("the second try at an answer")
	s.mila.Closed(again, "sent")
	if a, b := s.model.Questions()[0].Options["seed"], s.model.Questions()[1].Options["seed"]; a == b {
		t.Errorf("both drafts were made with seed %v", a)
	}
}

func TestAgainWithAnInstruction(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("a very long and winding first answer", "dos días")
	anna.Writes("how many days until it is done?")
	card := s.mila.Card("a very long and winding first answer")
	s.mila.RepliesTo(card, "/again shorter, in Spanish")

	again := s.mila.Card("dos días")
	q := s.model.Asked(2)
	if !holds(q.Last(), "shorter, in Spanish") || !holds(q.Last(), "how many days until it is done?") {
		t.Error("the last message of the prompt lacks the instruction or the fan's words")
	}
	s.mila.Taps(again, "Send")
	anna.Gets("dos días")

	s.model.Answers("perfect, thank you so much", "anytime, really")
	anna.Writes("perfect, thank you so much")
	s.mila.Card("perfect, thank you so much", "anytime, really")
	if s.model.Asked(3).Mentions("shorter, in Spanish") != 0 {
		t.Error("the instruction is still in force for the next message")
	}
}

func TestAgainWithoutACardIsExplained(t *testing.T) {
	s := tell(t)
	s.mila.Asks("/again", "reply to a card")
	s.mila.Asks("/again shorter", "reply to a card")
}

func TestCardWaitsWhileItIsDraftedAgain(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("what mila saw first of all", "what comes in its place")
	anna.Writes("what is in the oven today?")
	card := s.mila.Card("what mila saw first of all")
	send := s.mila.Finger(card, "Send")
	s.model.Is(hanging)
	s.mila.Taps(card, "Again")
	s.model.Asked(2)

	if got := s.mila.Presses(card, send); !holds(got, "out of date") {
		t.Errorf("the earlier draft can still be sent: %q", got)
	}
	s.mila.RepliesTo(card, "bread, for once in my life")
	anna.Gets("bread, for once in my life")
	s.mila.Closed(card, "as you wrote it")
	s.model.Wakes()
	s.someoneElseIsAnswered()
	s.mila.Closed(card, "as you wrote it")
}
