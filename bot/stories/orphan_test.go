package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

// The card is in Mila's chat, but the answer to the call that put it there is
// lost: there will be two copies. Neither may keep its buttons, or lie.
func TestEveryCopyOfACardEndsWithIt(t *testing.T) {
	for name, lose := range map[string]func(*story){
		"the connection is cut": func(*story) {},
		"the power is cut":      func(s *story) { s.restart() },
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			s.mila.Hears("connected")
			anna := s.fan("Anna")
			fault := sandbox.Fault{DropAfter: true, If: toMila}
			if name == "the power is cut" {
				fault = sandbox.Fault{HangAfter: true, If: toMila}
			}
			s.tg.Fail("sendMessage", fault)
			s.model.Says("one reply for two cards")
			anna.Writes("do you see me twice?")
			first := s.mila.Card("do you see me twice?")
			lose(s)
			s.until("a second copy", func() bool {
				c, ok := s.mila.open("do you see me twice?")
				return ok && c != first
			})
			s.received()
			s.mila.Taps(first, "Send")
			anna.Gets("one reply for two cards")
			s.until("no copy keeps its buttons", func() bool { return s.mila.OpenCards() == 0 })
			s.someoneElseIsAnswered()
		})
	}
}
