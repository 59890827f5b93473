package stories_test

import (
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// Approved, asked to wait, and then the window closed over it: an edit of the
// card is silent, so Mila is called to it.
func TestApprovedReplyThatTheWindowClosedOverIsToldAsNotSent(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.secret("there is hardly any time left")
	s.model.Says("words that come too late")
	anna.WritesAt(s.mila.Person, "there is hardly any time left", time.Now().Add(-24*time.Hour+stopsBefore+8*time.Second))
	card := s.mila.Card("there is hardly any time left")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 12, If: toFan})
	s.mila.Taps(card, "Send")
	s.mila.Closed(card, "window")
	s.mila.Sees(card, "not sent", "words that come too late")
	s.mila.Hears("your reply to Anna was not sent")
	s.someoneElseIsAnswered()
	anna.GotNothing()
}
