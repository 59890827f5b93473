package stories_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// clock is Telegram's clock, which a story can put forward.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// pass lets time go by, for Telegram.
func (c *clock) pass(d time.Duration) { c.ahead.Add(int64(d)) }

func (c *clock) rules(o *sandbox.Options) { o.Now = c.now }

func TestWhatCameWhileAwayIsToldInOneDigestAndAnsweredByAPerson(t *testing.T) {
	var c clock
	s := tell(t, telegram(c.rules), with("reply.mode", "auto"), with("reply.hold", "0s"), with("inbox.open_cards", 1))
	anna, ben, cara := s.fan("Anna"), s.fan("Ben"), s.fan("Cara")
	s.model.Answers("hello before", "hello anna, i am here")
	anna.Writes("hello before")
	anna.Gets("hello anna, i am here")
	s.mila.Hears("hello anna, i am here", "Sent by itself") // what only tells may take a while
	s.stop()
	c.pass(time.Minute)
	ben.Writes("ben asks in the silence")
	c.pass(3 * time.Hour)
	anna.Writes("anna is back in the silence")
	anna.Writes("anna once more in the silence")
	cara.Writes("how much is a cup, asks cara in the silence")
	c.pass(9 * time.Minute)
	heard := len(s.mila.Chat())
	s.run()
	digest := s.mila.Hears("While I was away (3 h 10 min)", "4 messages from 3 fans", "Cara · 1 · until", "Ben · 1 · until", "Anna · 2 · until")
	if a, b, c := strings.Index(digest.Text, "Anna"), strings.Index(digest.Text, "Ben"), strings.Index(digest.Text, "Cara"); c > b || b > a {
		t.Errorf("not the most urgent first:\n%s", digest.Text)
	}
	s.mila.Card("asks cara in the silence", "it came while I was away")
	s.mila.Waits(2)
	if next := s.mila.Chat()[heard]; next.ID != digest.ID {
		t.Errorf("before the digest came %q", next.Text)
	}
	s.restart()
	s.someoneLive()
	s.mila.Taps(s.mila.Card("asks cara in the silence"), "Skip")
	s.mila.Taps(s.mila.Card("ben asks in the silence", "it came while I was away"), "Skip")
	s.mila.Card("anna once more in the silence", "it came while I was away")
	if n := s.mila.Heard("While I was away ("); n != 1 {
		t.Errorf("%d digests for one absence", n)
	}
	for _, call := range s.tg.Calls("sendMessage") {
		if text, _ := call.Params["text"].(string); holds(text, "in the silence") && call.Params["disable_notification"] != true {
			t.Error("a card makes a sound although the digest did")
		}
	}
}

// Exactly at the ends: dates are whole seconds, and what is dated two seconds
// before Telegram was heard again counts as live.
func TestAShortOutageMakesNoDigestButWhatCameInItIsAsked(t *testing.T) {
	var c clock
	s := tell(t, telegram(c.rules), with("reply.mode", "auto"), with("reply.hold", "0s"))
	s.someoneLive()
	s.line.Cut()
	s.logs("trying again")
	c.pass(30 * time.Second)
	s.fan("Anna").Writes("anna in the short silence")
	c.pass(30 * time.Second)
	s.line.Mend()
	s.mila.Card("anna in the short silence", "it came while I was away")
	s.someoneLive()
	if n := s.mila.Heard("While I was away ("); n != 0 {
		t.Error("a hiccup made a digest")
	}
}

// someoneLive is answered by itself: the program is there.
func (s *story) someoneLive() {
	s.t.Helper()
	s.guests++
	f, text := s.fan(fmt.Sprintf("Guest%d", s.guests)), fmt.Sprintf("a word in passing, number %d", s.guests)
	s.model.Answers(text, fmt.Sprintf("and a word back, number %d", s.guests))
	f.Writes(text)
	f.Gets(fmt.Sprintf("and a word back, number %d", s.guests))
}

// The program dies while a countdown runs and comes back hours later: the
// message came in time, but it is old by now.
func TestACountdownThatAnAbsenceOutlastedAsks(t *testing.T) {
	var c clock
	s := tell(t, telegram(c.rules), with("reply.mode", "auto"), with("reply.hold", "1h"))
	anna := s.fan("Anna")
	s.model.Answers("anna before the dark", "hello before the dark")
	anna.Writes("anna before the dark")
	card := s.mila.Card("hello before the dark", "Goes out by itself")
	s.noted()
	s.kill()
	c.pass(2 * time.Hour)
	s.keys["reply.hold"] = "1s"
	s.writeConfig()
	s.run()
	s.mila.Sees(card, "Needs you", "old by now")
	anna.GotNothing()
}

func TestAfterADisconnectionMilaHearsWhatCannotBeKnown(t *testing.T) {
	var c clock
	s := tell(t, telegram(c.rules))
	s.mila.Hears("Connected to your profile")
	s.mila.Connection().Disable()
	s.mila.Hears("was disconnected")
	c.pass(3*time.Hour + time.Minute)
	s.received() // and knows the time
	s.mila.Connection().Enable()
	s.mila.Hears("Connected to your profile", "It was off for 3 h 0", "look into your own chats")
}
