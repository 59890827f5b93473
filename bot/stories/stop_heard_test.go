package stories_test

import (
	"strings"
	"testing"
)

// Telegram is slow to take another fan's card, and Mila writes something that
// is no reply to a card: neither may keep her Stop from being heard in time.
func TestStopIsHeardWhileAnotherCardIsOnItsSlowWay(t *testing.T) {
	s := stage(t, with("reply.mode", "auto"), with("reply.hold", "10s"))
	slow := s.gate(func(method, body string) bool {
		return method == "sendMessage" && strings.Contains(body, "a bad moment") && !strings.Contains(body, "business_connection_id")
	})
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	s.receives()
	help := s.answer(s.mila.Person, s.mila.Sends("/help"), "how this works")
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.model.Answers("anna asks in public", "a rash word for anna")
	s.model.Answers("ben writes at a bad moment", "a calm word for ben")
	anna.Writes("anna asks in public")
	rash := s.mila.Card("a rash word for anna")
	s.until("the countdown runs", func() bool { return holds(labels(s.mila.Message(rash)), "Stop") })

	ben.Writes("ben writes at a bad moment")
	slow.Holds()
	s.secret("ah, thanks for that")
	s.mila.Replies(help.ID, "ah, thanks for that")
	if said := s.mila.Taps(rash, "Stop"); !holds(said, "stopped") {
		t.Errorf("Stop was answered with %q", said)
	}
	slow.Opens()
	s.mila.Taps(s.mila.Card("a calm word for ben"), "Stop")
	s.until("nothing counts down", func() bool { return !holds(labels(s.mila.Message(rash)), "Stop") })
	s.mila.Taps(rash, "Skip")
	s.mila.Closed(rash, "skipped")
}
