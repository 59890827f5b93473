package stories_test

import (
	"strings"
	"testing"
)

// Telegram takes 4,096 characters; a card has to show more than the reply.
func TestLongOwnReplyIsSentInFullAndItsCardCloses(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("a short draft it is")
	anna.Writes("tell me a long story")
	card := s.mila.Card("a short draft it is")
	own := strings.TrimSpace(strings.Repeat("once upon ", 408)) // 4,079 characters
	s.mila.RepliesTo(card, own)
	anna.Gets(own)
	s.mila.Closed(card, "sent as you wrote it")
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("refused to show"); n > 0 {
		t.Errorf("Mila was told %d times that a card could not be shown", n)
	}
}
