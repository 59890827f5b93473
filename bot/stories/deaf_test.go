package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

// While nothing can be received nobody knows what Mila has written herself, so
// a reply that waits goes on waiting.
func TestReplyThatWaitsIsNotSentWhileNothingCanBeReceived(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("sure thing, my dear friend")
	anna.Writes("what a day it was")
	card := s.mila.Card("sure thing, my dear friend")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 4, If: toFan})
	s.mila.Taps(card, "Send")
	s.mila.Sees(card, "waiting:")
	s.tg.Fail("getUpdates", sandbox.Fault{HTML: true, Times: 5})
	s.mila.Writes(anna, "i have answered it by hand")
	s.mila.Closed(card, "by hand")
	s.someoneElseIsAnswered()
	anna.GotNothing()
}
