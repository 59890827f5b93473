package stories_test

import (
	"fmt"
	"testing"

	"secretary/bot/sandbox"
)

func TestCrowdIsCountedAndServedOneByOne(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 3))
	const people = 40
	for i := range people {
		s.fan(fmt.Sprintf("Guest%02d", i), sandbox.WithHandle(fmt.Sprintf("guest_%02d", i))).Writes(fmt.Sprintf("guest number %02d says hello", i))
	}
	s.model.Asked(people)
	s.received()
	s.mila.Asks("/inbox", fmt.Sprintf("%d fans wait", people))
	for i := range people {
		s.mila.Waits(max(0, people-i-3))
		if n := s.mila.OpenCards(); n > 3 {
			t.Errorf("%d cards are open, want at most 3", n)
		}
		if i == people/2 {
			s.noted()
			s.restart()
		}
		s.mila.Taps(s.mila.Card(fmt.Sprintf("guest number %02d says hello", i)), "Skip")
	}
	s.mila.Asks("/inbox", "nobody waits")
}

func TestHundredsOfMessagesWhileAwayAreOneCardWithTheNewestComplete(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.received()
	s.kill()
	for i := range 230 {
		anna.Writes(fmt.Sprintf("anna's message number %03d of many", i))
	}
	s.model.Answers("anna's message number 229 of many", "that was quite a lot")
	s.run()
	card := s.mila.Card("anna's message number 229 of many", "that was quite a lot", "earlier messages")
	s.mila.Taps(card, "Send")
	anna.Gets("that was quite a lot")
	s.until("all of them are read", func() bool { return s.tg.ReadMark(s.mila.Person, anna.Person) > 0 })
	s.someoneElseIsAnswered()
	if _, open := s.mila.open("Anna"); open {
		t.Error("some of the messages wait again")
	}
}

// Telegram takes only so many messages a second in one chat.
func TestTelegramsOwnLimitSlowsCardsDownAndLosesNone(t *testing.T) {
	s := tell(t, telegram(func(o *sandbox.Options) { o.Flood = 2 }), with("inbox.open_cards", 10))
	names := []string{"Anna", "Ben", "Cara", "Dan", "Elsa", "Fay"}
	for _, name := range names {
		s.fan(name).Writes(name + " stands in the flood")
	}
	for _, name := range names {
		s.mila.Card(name + " stands in the flood")
	}
}

// With the pauses Telegram makes between polls, and its habit of one update at
// a time after a quick repeat.
func TestTelegramsOwnPollingPaceLosesNothing(t *testing.T) {
	s := tell(t, telegram(func(o *sandbox.Options) { o.Brisk = false }))
	anna := s.fan("Anna")
	s.model.Answers("number three, out of breath", "all three, in order")
	for _, text := range []string{"number one arrives here", "number two right behind", "number three, out of breath"} {
		anna.Writes(text)
	}
	s.mila.Taps(s.mila.Card("number one arrives here", "number two right behind", "number three, out of breath"), "Send")
	anna.Gets("all three, in order")
}
