package desk_test

import (
	"testing"
	"time"

	"secretary/bot/desk"
	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/words"
	"secretary/store"
)

// forgets has the store forget a fan whose cards stand in these messages.
func forgets(s *stage.Stage, messages ...int64) {
	s.Helper()
	id := store.FanID{Owner: s.Mila.ID(), Chat: s.Alex.ID()}
	_, err := s.Store.Apply([]store.Event{{Op: store.Arrived, Fan: id, Message: store.Message{
		ID: 1, Author: store.AuthorFan, Date: time.Now(), Kind: "text", Text: "hi",
	}}})
	s.Must(err)
	f, err := s.Store.Fan(id)
	s.Must(err)
	d, err := s.Store.Offer(id, f.Rev, store.Offer{Problem: "working"})
	s.Must(err)
	s.Must(s.Store.CardShown(d.ID, messages, "hash", d.Look()))
	_, err = s.Store.ForgetFan(id)
	s.Must(err)
}

func gone(s *stage.Stage) []store.GoneCard {
	s.Helper()
	cards, err := s.Store.GoneCards()
	s.Must(err)
	return cards
}

func cleans(s *stage.Stage) *desk.Cleaner {
	c := desk.NewCleaner(s.Store, s.Desk, s.Logger)
	s.Run(c.Loop)
	return c
}

func TestAForgottenFansMessagesGoFromTheCreatorsChat(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		c := cleans(s)
		s.Rest()
		old := says(s, "Quux<b>& writes")
		s.Pass(49 * time.Hour) // longer than Telegram lets a bot delete
		young, cleared := says(s, "Quux<b>& writes more"), says(s, "Quux<b>& goes on")
		s.Mila.Clears(cleared)
		forgets(s, old, young, cleared)
		c.Ring()
		s.Pass(time.Minute)
		s.Wants("the chat", s.Told(), words.ForgottenCard)
		if left := gone(s); len(left) > 0 {
			t.Errorf("still to be taken down: %v", left)
		}
		calls := len(s.Telegram.Calls(""))
		c.Ring()
		s.Pass(24 * time.Hour)
		if n := len(s.Telegram.Calls("")); n != calls {
			t.Errorf("%d calls about what is gone", n-calls)
		}
	})
}

func TestABadDayLeavesNothingOfAForgottenFan(t *testing.T) {
	for name, trouble := range map[string]sandbox.Fault{
		"too many calls": {Code: 429, RetryAfter: 40, Times: 2},
		"an error":       {Code: 500, Times: 30},
		"a cut line":     {DropBefore: true, Times: 30},
		"no answer":      {HangBefore: true, Times: 30},
	} {
		t.Run(name, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				forgets(s, says(s, "one"), says(s, "two"))
				s.Telegram.Fail("deleteMessage", trouble)
				s.Telegram.Fail("editMessageText", trouble)
				cleans(s)
				s.Pass(time.Hour)
				s.Wants("the chat", s.Told())
			})
		})
	}
}

// One that Telegram cannot take down for the time being keeps back no other.
func TestACardThatWillNotGoHoldsUpNoOther(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		first, last := says(s, "one"), says(s, "two")
		forgets(s, first, last)
		s.Telegram.Fail("deleteMessage", sandbox.Fault{Code: 500, Times: 9999, If: func(p map[string]any) bool { return text(p["message_id"]) == text(last) }})
		cleans(s)
		s.Pass(time.Hour)
		s.Wants("the chat", s.Told(), "two")
		s.Telegram.Heal()
		s.Pass(time.Hour)
		s.Wants("the chat, once it goes", s.Told())
	})
}

// The program ends while it waits for the end of a flood, and takes down the rest in
// its next life.
func TestAStopLeavesNothingOfAForgottenFan(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		one, two, three := says(s, "one"), says(s, "two"), says(s, "three")
		forgets(s, one, two, three)
		s.Telegram.Fail("deleteMessage", sandbox.Fault{Code: 429, RetryAfter: 3600, If: func(p map[string]any) bool { return text(p["message_id"]) == text(two) }})
		cleans(s)
		s.Pass(time.Minute)
		s.Wants("the chat in the flood", s.Told(), "one", "two")
		s.Stop()
		s.Must(s.Store.Close())
		s.Open()

		cleans(s)
		s.Pass(2 * time.Hour)
		s.Wants("the chat in the next life", s.Told())
	})
}

// The disk takes no note of what is gone: that is no reason to spin, nor to forget.
func TestWhatCannotBeNotedAsGoneIsNotedLater(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		forgets(s, says(s, "one"), says(s, "two"))
		s.Break()
		cleans(s)
		s.Pass(time.Hour)
		if n := len(s.Telegram.Calls("deleteMessage")); n == 0 || n > 100 {
			t.Errorf("%d calls within the hour", n)
		}
		s.Mend()
		s.Pass(time.Hour)
		s.Wants("the chat", s.Told())
		if left := gone(s); len(left) > 0 {
			t.Errorf("still to be taken down: %v", left)
		}
	})
}
