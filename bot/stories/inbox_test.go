package stories_test

import (
	"slices"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func TestOnlySoManyCardsAreOpenAndTheRestQueue(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 2))
	for i, name := range []string{"Anna", "Ben", "Cara", "Dan"} {
		s.fan(name).Writes(name + " waits in the queue")
		if i < 2 {
			s.mila.Card(name + " waits in the queue")
		}
	}
	s.model.Asked(4)
	s.received()
	if n := s.mila.OpenCards(); n != 2 {
		t.Errorf("%d cards are open, want 2", n)
	}
	s.mila.Taps(s.mila.Card("Anna waits in the queue"), "Skip")
	s.mila.Card("Cara waits in the queue")
	if _, open := s.mila.open("Dan waits in the queue"); open {
		t.Error("the fourth came before the third was decided")
	}
	s.mila.Taps(s.mila.Card("Ben waits in the queue"), "Skip")
	s.mila.Card("Dan waits in the queue")
}

func TestInboxListsWhoWaitsAndATapOpensOne(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 1))
	names := []string{"Anna", "Ben", "Cara"}
	fans := map[string]*fan{}
	for _, name := range names {
		fans[name] = s.fan(name)
		s.model.Answers(name+" would like a word", "a word for "+name)
		fans[name].Writes(name + " would like a word")
		s.received()
	}
	s.mila.Card("Anna would like a word")
	list := s.answer(s.mila.Person, s.mila.Sends("/inbox"), "3 fans wait")
	var order []string
	for _, label := range buttons(list) {
		for _, name := range names {
			if holds(label, name) {
				order = append(order, name)
			}
		}
	}
	if !slices.Equal(order, names) {
		t.Errorf("the inbox lists %q, want the longest waiting first: %q", order, names)
	}
	s.mila.TapsOn(list, "Cara")
	s.mila.Taps(s.mila.Card("Cara would like a word", "a word for Cara"), "Send")
	fans["Cara"].Gets("a word for Cara")
}

func TestInboxPutsAClosingWindowFirst(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 1))
	anna, ben := s.fan("Anna"), s.fan("Ben")
	anna.Writes("anna came first of all")
	s.mila.Card("anna came first of all")
	s.secret("ben has half an hour left")
	ben.WritesAt(s.mila.Person, "ben has half an hour left", time.Now().Add(-23*time.Hour-30*time.Minute))
	s.received()
	list := s.answer(s.mila.Person, s.mila.Sends("/inbox"), "2 fans wait")
	if first := buttons(list)[0]; !holds(first, "Ben") {
		t.Errorf("the first in the inbox is %q", first)
	}
}

func TestEmptyInboxSaysSo(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.mila.Asks("/inbox", "nobody waits")
}

// TapsOn presses the first button of a message whose words hold the label.
func (m *creator) TapsOn(msg sandbox.Message, label string) {
	m.s.t.Helper()
	for _, text := range buttons(msg) {
		if holds(text, label) {
			m.Taps(card(msg.ID), text)
			return
		}
	}
	m.s.t.Fatalf("no button with %q: %q", label, buttons(msg))
}
