package stories_test

import (
	"sync"
	"testing"

	"secretary/bot/sandbox"
)

func TestSendAndSkipAtOnceEndInOneState(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("either this, or nothing")
	anna.Writes("one thumb on each button?")
	card := s.mila.Card("one thumb on each button?")
	presses := []string{s.mila.Finger(card, "Send"), s.mila.Finger(card, "Skip"), s.mila.Finger(card, "Again"), s.mila.Finger(card, "Send")}
	var all sync.WaitGroup
	for _, data := range presses {
		all.Go(func() {
			if a, err := s.mila.TapsData(int64(card), data); err != nil || !a.Answered {
				t.Errorf("answered %v, %v", a.Answered, err)
			}
		})
	}
	all.Wait()
	s.someoneElseIsAnswered()
	if anna.count("either this, or nothing") > 0 {
		anna.Gets("either this, or nothing")
		s.mila.Closed(card, "sent")
		return
	}
	if text := s.mila.Reads(card); holds(text, "Sent ") {
		t.Errorf("the card says sent, the fan got nothing:\n%s", text)
	}
}

func TestTapAndWrittenReplyAtOnceSendOne(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("the draft in the race")
	anna.Writes("who will be quicker?")
	card := s.mila.Card("who will be quicker?")
	send := s.mila.Finger(card, "Send")
	var both sync.WaitGroup
	both.Go(func() { _, _ = s.mila.TapsData(int64(card), send) }) // either may win
	both.Go(func() { s.mila.RepliesTo(card, "the words in the race") })
	both.Wait()
	s.someoneElseIsAnswered()
	s.mila.Closed(card, "sent")
	if anna.count("the draft in the race")+anna.count("the words in the race") != 1 {
		t.Error("not exactly one of the two was sent")
	}
	for _, text := range []string{"the draft in the race", "the words in the race"} {
		if anna.count(text) == 1 {
			anna.Gets(text)
		}
	}
}

// The reply may have arrived or not, and now the fan has written again: what
// was written for the earlier message must not go out on top.
func TestSendAgainAfterANewMessageSendsNothing(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("lost before you wrote again")
	anna.Writes("first message of the pair")
	card := s.mila.Card("first message of the pair")
	s.tg.Fail("sendMessage", sandbox.Fault{DropBefore: true, If: toFan})
	s.mila.Taps(card, "Send")
	s.until("Mila is asked", func() bool { return holds(labels(s.mila.Message(card)), "Send again") })
	again := s.mila.Finger(card, "Send again")
	anna.Writes("second message of the pair")
	if got := s.mila.Presses(card, again); !holds(got, "out of date") {
		t.Errorf("send again answers %q", got)
	}
	s.mila.Card("second message of the pair")
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestNothingGoesOutByItselfWhileAnOutcomeIsUnknown(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("perhaps lost, perhaps not")
	anna.Writes("did you get lost?")
	card := s.mila.Card("did you get lost?")
	s.tg.Fail("sendMessage", sandbox.Fault{DropAfter: true, If: toFan})
	s.mila.Taps(card, "Send")
	anna.Gets("perhaps lost, perhaps not")
	s.until("Mila is asked", func() bool { return holds(labels(s.mila.Message(card)), "It arrived") })
	s.mila.Asks("/mode auto", "auto")
	s.model.Answers("hello again, are you there?", "never without asking first")
	anna.Writes("hello again, are you there?")
	next := s.mila.Card("hello again, are you there?", "never without asking first")
	if holds(labels(s.mila.Message(next)), "Stop") {
		t.Error("an automatic reply counts down although an earlier one is unknown")
	}
}
