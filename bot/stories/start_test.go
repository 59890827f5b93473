package stories_test

import "testing"

// Telegram lets a bot write to nobody who has not pressed Start.
func TestCardsWaitUntilMilaPressesStart(t *testing.T) {
	s := stage(t)
	s.mila.Connect()
	s.run()
	anna := s.fan("Anna")
	s.model.Says("now that you are here")
	anna.Writes("mila has not pressed start")
	s.model.Asked(1)
	s.logs("start")
	s.mila.Start("")
	s.mila.Taps(s.mila.Card("mila has not pressed start", "now that you are here"), "Send")
	anna.Gets("now that you are here")
}

func TestCardsWaitWhileMilaHasBlockedTheBot(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.mila.BlocksBot()
	anna := s.fan("Anna")
	anna.Writes("mila has blocked her own bot")
	s.model.Asked(2)
	s.received()
	s.mila.Start("")
	s.mila.Card("mila has blocked her own bot")
}

// run prints the same chain as check when it starts.
func TestStartOfTheDaemonNamesWhatBlocks(t *testing.T) {
	s := stage(t, granting("can_read_messages"))
	s.model.Is(missing)
	s.mila.Start("")
	s.run()
	s.logs("ollama pull "+modelName, "Chat Automation")
}
