package stories_test

import (
	"slices"
	"testing"
)

func TestHigherThresholdInTheConfigurationEndsACountdownOfTheLastRun(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"), with("reply.hold", "4s"))
	anna := s.fan("Anna")
	s.model.Says("sure thing, my dear friend")
	anna.Writes("what a day it was")
	card := s.mila.Card("sure thing, my dear friend")
	s.noted()
	s.stop()
	s.keys["reply.threshold"] = 1
	s.writeConfig()
	s.run()
	s.until("it is an ordinary card that says why", func() bool {
		return slices.Equal(buttons(s.mila.Message(card)), openButtons) && holds(s.mila.Reads(card), "below your threshold")
	})
	s.someoneElseIsAnswered()
	anna.GotNothing()
	s.mila.Taps(card, "Send")
	anna.Gets("sure thing, my dear friend")
}

func TestModeApproveInTheConfigurationEndsACountdownOfTheLastRun(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"), with("reply.hold", "4s"))
	anna := s.fan("Anna")
	s.model.Says("sure thing, my dear friend")
	anna.Writes("what a day it was")
	card := s.mila.Card("sure thing, my dear friend")
	s.noted()
	s.stop()
	s.keys["reply.mode"] = "approve"
	s.writeConfig()
	s.run()
	s.until("it is an ordinary card", func() bool {
		return slices.Equal(buttons(s.mila.Message(card)), openButtons)
	})
	s.someoneElseIsAnswered()
	anna.GotNothing()
	s.mila.Taps(card, "Send")
	anna.Gets("sure thing, my dear friend")
}
