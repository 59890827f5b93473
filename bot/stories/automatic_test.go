package stories_test

import (
	"slices"
	"testing"
)

// Two secretaries in mode auto would talk to each other for ever.
func TestAutomaticTextOfAFanIsShownAndNeverAnsweredByItself(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"))
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.model.Answers("i am away until monday", "talk to you later then, dear")
	s.push(map[string]any{"business_message": s.businessMessage(anna, 91000, "i am away until monday", map[string]any{"is_from_offline": true})})
	card := s.mila.Card("i am away until monday", "automatic reply")
	if slices.Contains(buttons(s.mila.Message(card)), "Stop") {
		t.Error("the reply to an automatic text counts down")
	}
	s.model.Answers("ben says good night", "sleep tight, dear ben")
	ben.Writes("ben says good night")
	ben.Gets("sleep tight, dear ben")
	anna.GotNothing()
}
