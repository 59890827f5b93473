package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

func TestCardMadeOutdatedByAReplyThatHadArrivedSaysSo(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("first thoughts about it all", "second thoughts about it all")
	anna.Writes("first words of anna here")
	card := s.mila.Card("first thoughts about it all")
	s.tg.Fail("sendMessage", sandbox.Fault{DropAfter: true, If: toFan})
	s.mila.Taps(card, "Send")
	anna.Gets("first thoughts about it all")
	s.mila.Sees(card, "unknown")
	anna.Writes("a second message of hers")
	second := s.mila.Card("a second message of hers")
	s.mila.Taps(card, "It arrived")
	s.mila.Closed(second, "an earlier reply turned out to have arrived")
}
