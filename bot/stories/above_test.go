package stories_test

import (
	"strings"
	"testing"
)

// The card first has room for the fan's long message; when the draft comes, it
// has not. The message must then stand above it in full.
func TestLongMessageStaysReadableWhenTheDraftComesLater(t *testing.T) {
	s := tell(t)
	s.model.Is(missing)
	anna := s.fan("Anna")
	anna.Writes(strings.Repeat("dear mila ", 300) + "THE END")
	s.mila.Card("THE END")
	draft := strings.TrimSpace(strings.Repeat("so lovely ", 110))
	s.model.Says(draft)
	s.model.Is(well)
	card := s.mila.Card("message above", draft)
	s.mila.Hears("THE END")
	s.mila.Taps(card, "Send")
	anna.Gets(draft)
	s.until("no copy keeps its buttons", func() bool { return s.mila.OpenCards() == 0 })
}
