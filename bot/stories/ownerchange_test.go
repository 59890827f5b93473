package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

// The cards of the owner before keep no place from those of the new one.
func TestNewOwnerGetsCardsWhereTheOldOneHadAsManyOpenAsThereMayBe(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 2))
	for _, name := range []string{"Anna", "Ben"} {
		s.fan(name).Writes("hello to mila from " + name)
		s.mila.Card("hello to mila from " + name)
	}
	s.noted()
	s.stop()

	lia := s.tg.Person("Lia", sandbox.WithHandle("lia_now"))
	lia.Start("")
	lia.Connect()
	s.keys["owner.id"] = lia.ID()
	s.writeConfig()
	s.run()
	cleo := s.fan("Cleo")
	cleo.profile = lia
	cleo.Writes("hello to the second profile")
	s.until("Lia has a card", func() bool {
		for _, m := range lia.Chat() {
			if isOpen(m) && holds(m.Text, "hello to the second profile") {
				return true
			}
		}
		return false
	})
}
