package stories_test

import (
	"testing"
	"time"
)

func TestMessagesArePacedOverall(t *testing.T) {
	s := tell(t, with("telegram.rate", 2), with("inbox.open_cards", 10))
	names := []string{"Anna", "Ben", "Cara", "Dan", "Elsa"}
	for _, name := range names {
		s.fan(name).Writes(name + " comes with the crowd")
	}
	for _, name := range names {
		s.mila.Card(name + " comes with the crowd")
	}
	var at []time.Time
	for _, c := range s.tg.Calls("sendMessage") {
		at = append(at, c.At)
	}
	// Two a second with a burst of at most two: the n-th comes no sooner than (n-2)/2 s after the first.
	for i, when := range at {
		if least := time.Duration(i-2) * time.Second / 2; when.Sub(at[0]) < least-100*time.Millisecond {
			t.Errorf("message %d came after %v, want at least %v", i, when.Sub(at[0]), least)
		}
	}
}
