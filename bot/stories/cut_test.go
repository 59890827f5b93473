package stories_test

import (
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func TestCutAfterTheSendAsksAndItArrivedEndsIt(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("here before the line broke")
	anna.Writes("is the line good today?")
	card := s.mila.Card("is the line good today?")
	s.tg.Fail("sendMessage", sandbox.Fault{DropAfter: true, If: toFan})
	s.mila.Taps(card, "Send")
	anna.Gets("here before the line broke")
	s.until("Mila is asked", func() bool { return holds(labels(s.mila.Message(card)), "It arrived", "Send again") })
	s.mila.Taps(card, "It arrived")
	s.mila.Closed(card, "sent")

	s.someoneElseIsAnswered()
	if n := count(s.replies(), anna); n != 1 {
		t.Errorf("%d sends, want 1", n)
	}
	s.model.Answers("and is it still good?", "better than ever, thanks")
	anna.Writes("and is it still good?")
	next := s.mila.Card("and is it still good?", "better than ever, thanks")
	if holds(s.mila.Reads(next), "is the line good today?") {
		t.Error("the answered message is quoted as waiting")
	}
	q := s.model.Questions()
	if q[len(q)-1].Mentions("here before the line broke") != 1 {
		t.Error("the reply that arrived is not in the conversation")
	}
}

func TestMilaLearnsOfAnUnknownOutcomeWithinTenSeconds(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("lost somewhere in between")
	anna.Writes("how fast do you notice?")
	card := s.mila.Card("how fast do you notice?")
	s.tg.Fail("sendMessage", sandbox.Fault{HangAfter: true, If: toFan})
	began := time.Now()
	s.mila.Taps(card, "Send")
	anna.Gets("lost somewhere in between")
	s.until("Mila is asked", func() bool { return holds(labels(s.mila.Message(card)), "It arrived", "Send again") })
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("Mila learned of it after %v", took)
	}
	s.mila.Taps(card, "It arrived")
	s.mila.Closed(card, "sent")
}

func TestSendAgainTwiceSendsOnce(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("said once, lost, said again")
	anna.Writes("what did you say?")
	card := s.mila.Card("what did you say?")
	s.tg.Fail("sendMessage", sandbox.Fault{DropBefore: true, If: toFan})
	s.mila.Taps(card, "Send")
	s.until("Mila is asked", func() bool { return holds(labels(s.mila.Message(card)), "Send again") })
	s.mila.TapsTwiceAtOnce(card, "Send again")
	anna.Gets("said once, lost, said again")
	s.mila.Closed(card, "sent")
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestUnknownOutcomeOutlivesARestart(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("a reply in the twilight")
	anna.Writes("are you awake at dusk?")
	card := s.mila.Card("are you awake at dusk?")
	s.tg.Fail("sendMessage", sandbox.Fault{DropAfter: true, If: toFan})
	s.mila.Taps(card, "Send")
	anna.Gets("a reply in the twilight")
	s.until("Mila is asked", func() bool { return holds(labels(s.mila.Message(card)), "It arrived") })
	s.restart()
	s.someoneElseIsAnswered()
	s.mila.Taps(card, "It arrived")
	s.mila.Closed(card, "sent")
}

func TestRefusalByTelegramIsToldAndTheTextKept(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("words that stay with mila")
	anna.Writes("will you block me?")
	card := s.mila.Card("will you block me?")
	anna.Blocks(s.mila.Person)
	s.mila.Taps(card, "Send")
	s.mila.Closed(card, "failed")
	s.mila.Sees(card, "words that stay with mila")
	if n := count(s.replies(), anna); n != 1 {
		t.Errorf("%d sends of a refused reply", n)
	}
}
