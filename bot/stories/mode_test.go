package stories_test

import "testing"

func TestModeChangedInTheChatSurvivesARestart(t *testing.T) {
	s := tell(t)
	s.mila.Asks("/mode auto", "auto")
	s.restart()
	anna := s.fan("Anna")
	s.model.Answers("who sends this one?", "it goes by itself")
	anna.Writes("who sends this one?")
	anna.Gets("it goes by itself")
	s.mila.Asks("/mode purple", "no mode")
}

func TestModeOffDraftsNothingAndLosesNothing(t *testing.T) {
	s := tell(t)
	s.mila.Asks("/mode off", "off")
	ben := s.fan("Ben")
	ben.Writes("ben writes into the off")
	s.received()
	s.restart()
	for _, command := range []string{"/status", "/inbox", "/help"} { // longer than the quiet period
		s.mila.Asks(command, "")
	}
	if n := len(s.model.Questions()); n != 0 {
		t.Errorf("%d drafts while drafting was off", n)
	}
	s.model.Answers("ben writes into the off", "and out of the off again")
	s.mila.Asks("/mode approve", "approve")
	s.mila.Taps(s.mila.Card("ben writes into the off", "and out of the off again"), "Send")
	ben.Gets("and out of the off again")
}

func TestModeMayDifferForOneFan(t *testing.T) {
	s := tell(t)
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.model.Answers("anna begins a conversation", "begun by hand, dear anna")
	anna.Writes("anna begins a conversation")
	card := s.mila.Card("anna begins a conversation")
	s.answer(s.mila.Person, s.mila.Replies(int64(card), "/mode auto"), "Anna")
	s.mila.Taps(card, "Send")
	anna.Gets("begun by hand, dear anna")
	s.mila.Closed(card, "sent")
	s.noted()
	s.restart()

	s.model.Answers("anna goes on with it", "gone on by itself")
	s.model.Answers("ben knows nothing of it", "ben waits for a person")
	ben.Writes("ben knows nothing of it")
	anna.Writes("anna goes on with it")
	anna.Gets("gone on by itself")
	s.mila.Taps(s.mila.Card("ben knows nothing of it", "ben waits for a person"), "Send")
	ben.Gets("ben waits for a person")
}
