package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

// A copy is as good as the card: it must not go on asking what is decided.
func TestCopyThatCouldNotBeEditedIsEditedLater(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("the blue one is yours")
	anna.Writes("which vase did I order?")
	first := s.mila.Card("which vase did I order?")
	s.mila.TapsOn(s.answer(s.mila.Person, s.mila.Sends("/inbox"), "1 fan waits"), "Anna")
	var second card
	s.until("the card is shown again", func() bool {
		second = s.mila.Card("which vase did I order?")
		return second != first
	})
	s.settled()
	s.tg.Fail("editMessageText", sandbox.Fault{Code: 500, Times: 1000, If: func(p map[string]any) bool { return number(p["message_id"]) == int64(first) }})
	s.mila.Taps(second, "Send")
	anna.Gets("the blue one is yours")
	s.mila.Closed(second, "sent")
	s.settled()
	s.tg.Heal()
	s.mila.Closed(first, "sent")
	if n := s.mila.Heard("which vase did I order?"); n != 2 {
		t.Errorf("the card stands there %d times", n)
	}
}

// A forgotten fan's name stands in the question too.
func TestQuestionAboutAForgottenFanGoesThoughTheProgramDies(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("which vase did I order?")
	open := s.mila.Card("which vase did I order?")
	s.mila.RepliesTo(open, "/forget")
	question := card(s.mila.Hears("Forget everything about", "Anna").ID)
	for _, method := range []string{"editMessageText", "deleteMessage"} {
		s.tg.Fail(method, sandbox.Fault{Code: 500, Times: 1000})
	}
	s.mila.Taps(question, "Yes, forget")
	s.mila.Hears("Forgotten (messages removed: 1)")
	s.kill()
	s.tg.Heal()
	s.run()
	s.until("nothing shows her any more", func() bool { return s.mila.Heard("Anna") == 0 })
}

func TestNoAfterYesDoesNotSayThatAllIsKept(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("which vase did I order?")
	open := s.mila.Card("which vase did I order?")
	s.mila.RepliesTo(open, "/forget")
	question := card(s.mila.Hears("Forget everything about", "Anna").ID)
	no := s.mila.Finger(question, "No, keep")
	s.tg.Fail("deleteMessage", sandbox.Fault{Code: 500, Times: 1000}) // the other phone still shows the buttons
	s.mila.Taps(question, "Yes, forget")
	if said := s.mila.Presses(question, no); !holds(said, "nothing is kept") {
		t.Errorf("after everything was removed it says %q", said)
	}
}

// The answer counts, and then the program dies before the question says so.
func TestAnsweredQuestionSaysSoInTheNextLife(t *testing.T) {
	for button, want := range map[string]string{"Keep everything": "Everything is kept", "Delete what is about fans": "Deleted (chats: 1, messages: 1)"} {
		t.Run(button, func(t *testing.T) {
			s := tell(t, with("disconnect.ask_after", "1s"))
			anna := s.fan("Anna")
			anna.Writes("which vase did I order?")
			s.mila.Card("which vase did I order?")
			s.mila.Disconnect()
			question := card(s.mila.Hears("What shall I keep?").ID)
			if want != "Everything is kept" {
				s.mila.Taps(question, button)
				s.mila.Sees(question, "cannot be undone")
				button = "Yes, delete what is about fans"
			}
			data := s.mila.Finger(question, button)
			s.tg.Fail("editMessageText", sandbox.Fault{Code: 500, Times: 1000})
			s.mila.Taps(question, button)
			s.kill()
			s.tg.Heal()
			s.run()
			s.receives()
			if said := s.mila.Presses(question, data); !holds(said, "decided before") {
				t.Errorf("it says %q", said)
			}
			s.mila.Closed(question, want)
		})
	}
}

func TestEditOfAReplyToACardIsNotSwallowed(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("which vase did I order?")
	open := s.mila.Card("which vase did I order?")
	reply := s.mila.RepliesTo(open, "the blue one")
	anna.Gets("the blue one")
	s.secret("the green one")
	s.mila.EditsSent(reply, "the green one")
	s.mila.Hears("Your edit does not reach Anna", "by hand")
	s.someoneElseIsAnswered()
	anna.GetsAll("the blue one")
}
