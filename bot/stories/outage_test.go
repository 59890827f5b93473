package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

// A refused connection is the one failure that surely sent nothing: the reply
// goes out by itself when the line is back.
func TestApprovedReplyOutlivesAnOutageAndGoesOutOnce(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("back from the silence")
	anna.Writes("can you answer during a storm?")
	card := s.mila.Card("can you answer during a storm?")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 3, If: toFan})
	s.mila.Taps(card, "Send")
	s.mila.Sees(card, "goes out at")
	s.line.Cut()
	s.logs("refused")
	s.line.Mend()
	anna.Gets("back from the silence")
	s.mila.Closed(card, "sent")
	s.someoneElseIsAnswered()
}

func TestTelegramAwayAtTheStartIsWaitedFor(t *testing.T) {
	s := stage(t)
	s.mila.Start("")
	s.mila.Connect()
	anna := s.fan("Anna")
	anna.Writes("is anybody up this early?")
	s.line.Cut()
	s.run()
	s.logs("refused")
	s.line.Mend()
	s.mila.Card("is anybody up this early?")
}
