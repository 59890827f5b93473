package stories_test

import (
	"slices"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// stopsBefore is the margin at the end of the window in which nothing is sent.
const stopsBefore = 30 * time.Second

// almostOver is so close to the end of the 24 hours that nothing may be sent.
const almostOver = 24*time.Hour - 12*time.Second

func TestNothingIsSentInTheLastSecondsOfTheWindow(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.secret("almost a day ago i asked")
	anna.WritesAt(s.mila.Person, "almost a day ago i asked", time.Now().Add(-almostOver))
	msg := s.mila.Hears("almost a day ago i asked", "window")
	if slices.Contains(buttons(msg), "Send") {
		t.Error("Send is offered in the last seconds of the window")
	}
	if !linksTo(msg, "t.me/anna_writes") {
		t.Errorf("no link to the fan's chat on the card: %v", msg.Buttons)
	}
	s.someoneElseIsAnswered()
}

func TestOpenCardEndsWithTheWindow(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.secret("there is hardly any time left")
	anna.WritesAt(s.mila.Person, "there is hardly any time left", time.Now().Add(-24*time.Hour+stopsBefore+12*time.Second))
	card := s.mila.Card("there is hardly any time left")
	send := s.mila.Finger(card, "Send")
	s.mila.Closed(card, "window")
	if msg := s.mila.Message(card); !linksTo(msg, "t.me/anna_writes") {
		t.Errorf("no link to the fan's chat on the card: %v", msg.Buttons)
	}
	s.mila.Presses(card, send)
	s.answer(s.mila.Person, s.mila.RepliesTo(card, "my own words come too late"))
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestTelegramSayingTheWindowIsClosedEndsTheCard(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("too late for these words")
	anna.Writes("answer me within the day")
	card := s.mila.Card("answer me within the day")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 400, Description: "Bad Request: BUSINESS_PEER_USAGE_MISSING", If: toFan})
	s.mila.Taps(card, "Send")
	s.mila.Closed(card, "window")
	s.mila.Sees(card, "too late for these words")
	s.someoneElseIsAnswered()
	if n := count(s.replies(), anna); n != 1 {
		t.Errorf("%d sends, want 1", n)
	}
}

// Mila's own messages do not extend the window, the fan's do.
func TestTimeLeftOnTheCardCountsFromTheFansNewestMessage(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.secret("six hours ago i wrote this")
	anna.WritesAt(s.mila.Person, "six hours ago i wrote this", time.Now().Add(-6*time.Hour))
	card := s.mila.Card("six hours ago i wrote this")
	if text := s.mila.Reads(card); !holds(text, "17 h") && !holds(text, "18 h") {
		t.Errorf("six hours after the message the card does not say 17 or 18 h:\n%s", text)
	}
}

func linksTo(m sandbox.Message, address string) bool {
	return holds(m.Text, address) || slices.ContainsFunc(slices.Concat(m.Buttons...), func(b sandbox.Button) bool { return holds(b.URL, address) })
}
