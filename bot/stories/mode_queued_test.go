package stories_test

import (
	"slices"
	"testing"

	"secretary/bot/sandbox"
)

// An automatic reply whose countdown is over waits for Telegram. A mode chosen
// meanwhile holds for it as well.
func TestModeHoldsForAnAutomaticReplyThatWaits(t *testing.T) {
	for name, choose := range map[string]func(*story, card){
		"approve for everybody": func(s *story, _ card) { s.mila.Asks("/mode approve", "who decides") },
		"off for everybody":     func(s *story, _ card) { s.mila.Asks("/mode off", "who decides") },
		"off for this fan":      func(s *story, c card) { s.answer(s.mila.Person, s.mila.Replies(int64(c), "/mode off"), "For Anna") },
		"approve for this fan":  func(s *story, c card) { s.answer(s.mila.Person, s.mila.Replies(int64(c), "/mode approve"), "For Anna") },
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, with("reply.mode", "auto"))
			anna := s.fan("Anna")
			s.model.Says("sure thing, my dear friend")
			s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 4, If: toFan})
			anna.Writes("what a day it was")
			waits := card(s.mila.Hears("what a day it was", "waiting:").ID)
			choose(s, waits)
			s.until("it is an ordinary card", func() bool {
				return slices.Equal(buttons(s.mila.Message(waits)), openButtons)
			})
			anna.GotNothing()
			s.mila.Taps(waits, "Send")
			anna.Gets("sure thing, my dear friend")
			s.mila.Closed(waits, "sent")
		})
	}
}
