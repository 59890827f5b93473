package stories_test

import (
	"syscall"
	"testing"

	"secretary/bot/sandbox"
)

func TestShutdownInTheMiddleOfAnythingLosesAndRepeatsNothing(t *testing.T) {
	for name, sig := range map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			anna, ben := s.fan("Anna"), s.fan("Ben")
			s.model.Says("said in the middle of it")
			anna.Writes("anna is being answered")
			card := s.mila.Card("anna is being answered")
			s.model.Is(hanging)
			ben.Writes("ben is being thought about")
			s.model.Asked(2)
			s.mila.Taps(card, "Send")
			s.signal(sig)

			s.model.Wakes()
			s.model.Answers("ben is being thought about", "thought through to the end")
			s.run()
			anna.Gets("said in the middle of it")
			s.mila.Closed(card, "sent")
			s.mila.Taps(s.mila.Card("ben is being thought about"), "Send")
			ben.Gets("thought through to the end")
		})
	}
}

func TestShutdownWhileASendHangsIsAskedAboutAfterwards(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("half said, fully meant")
	anna.Writes("anna waits for the hanging reply")
	card := s.mila.Card("anna waits for the hanging reply")
	s.tg.Fail("sendMessage", sandbox.Fault{HangAfter: true, If: toFan})
	s.mila.Taps(card, "Send")
	anna.Gets("half said, fully meant")
	s.stop()
	s.run()
	s.until("Mila is asked", func() bool { return holds(labels(s.mila.Message(card)), "It arrived", "Send again") })
	s.mila.Taps(card, "It arrived")
	s.mila.Closed(card, "sent")
}

func TestShutdownBeforeAnythingHappenedIsQuickAndClean(t *testing.T) {
	s := stage(t)
	s.run()
	s.until("the program polls", func() bool { return len(s.tg.Calls("getUpdates")) > 0 })
	s.stop()
}

func TestShutdownWhileTelegramIsAway(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.line.Cut()
	s.logs("refused")
	s.stop()
	s.line.Mend()
}
