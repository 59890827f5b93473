package stories_test

import (
	"slices"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func TestFloodedReplyGoesOutOnceAfterTheWait(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("patience, it is worth the wait")
	anna.Writes("why is it so quiet?")
	card := s.mila.Card("why is it so quiet?")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 2, If: toFan})
	s.mila.Taps(card, "Send")
	anna.Gets("patience, it is worth the wait")
	s.mila.Closed(card, "sent")

	sends := s.replies()
	if len(sends) != 2 {
		t.Fatalf("%d sends, want the refused one and one more", len(sends))
	}
	if gap := sends[1].At.Sub(sends[0].At); gap < 2*time.Second {
		t.Errorf("sent again after %v, Telegram asked for 2 s", gap)
	}
}

func TestFloodedCardComesAfterTheWait(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	theCard := func(p map[string]any) bool {
		text, _ := p["text"].(string)
		return toMila(p) && holds(text, "where is your card, mila?")
	}
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 3, If: theCard})
	anna := s.fan("Anna")
	s.model.Says("here at last, sorry for that")
	anna.Writes("where is your card, mila?")
	s.mila.Taps(s.mila.Card("where is your card, mila?"), "Send")
	anna.Gets("here at last, sorry for that")
	calls := slices.DeleteFunc(s.tg.Calls("sendMessage"), func(c sandbox.Call) bool { return !theCard(c.Params) })
	if gap := calls[1].At.Sub(calls[0].Ended); gap < 3*time.Second {
		t.Errorf("written again after %v, Telegram asked for 3 s", gap)
	}
}

func TestLongFloodIsToldWaitedForAndNoReasonToHang(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("maybe tomorrow, who knows")
	anna.Writes("is a long flood coming?")
	card := s.mila.Card("is a long flood coming?")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 3600, If: toFan})
	s.mila.Taps(card, "Send")
	s.mila.Sees(card, "goes out at")
	s.restart()
	s.someoneElseIsAnswered()
	if n := count(s.replies(), anna); n != 1 {
		t.Errorf("%d sends although Telegram asked to wait an hour", n)
	}
}

// A fan who writes again while the reply waits must not get the old one.
func TestReplyThatWaitsIsVoidedByANewMessage(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("ten o clock it is")
	anna.Writes("shall we say ten?")
	card := s.mila.Card("shall we say ten?")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 3, If: toFan})
	s.mila.Taps(card, "Send")
	s.until("the first try is refused", func() bool { return len(s.replies()) == 1 })
	s.model.Answers("no, eleven is better", "eleven it is then")
	anna.Writes("no, eleven is better")
	s.mila.Closed(card, "out of date")
	s.mila.Taps(s.mila.Card("no, eleven is better"), "Send")
	anna.Gets("eleven it is then")
	s.someoneElseIsAnswered()
}

func count(calls []sandbox.Call, f *fan) int {
	n := 0
	for _, c := range calls {
		if number(c.Params["chat_id"]) == f.ID() {
			n++
		}
	}
	return n
}
