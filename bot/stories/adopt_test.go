package stories_test

import (
	"slices"
	"testing"

	"secretary/bot/sandbox"
)

// Message numbers begin anew in another bot's chat: the number of an old card
// may belong to anything there.
func TestAdoptedBotTakesNoMessageOfItsNewChatForAnOldCard(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("hello from anna, my dear")
	old := int64(s.mila.Card("hello from anna, my dear"))
	s.noted()
	s.stop()

	anna = s.moves(anna)
	anna.Writes("hello from anna, my dear") // not connected yet: only the reply window is open there, too
	s.mila.Start("")
	s.mila.Connect()
	s.run("--adopt")
	s.until("the adopted bot polls", func() bool { return len(s.tg.Calls("getUpdates")) > 0 })
	if first := number(s.tg.Calls("getUpdates")[0].Params["offset"]); first > 0 {
		t.Errorf("the first poll of the new bot begins at %d, a number of the old one", first)
	}
	for !slices.ContainsFunc(s.mila.Chat(), func(m sandbox.Message) bool { return m.ID >= old }) {
		s.mila.Asks("/help", "how this works")
	}
	s.secret("thanks, that helps me")
	s.answer(s.mila.Person, s.mila.Replies(old, "thanks, that helps me"))
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

// moves goes to another bot at another Bot API server, where Mila and the fan
// have the ids they always had; the program is to find it at its next start.
func (s *story) moves(f *fan) *fan {
	s.t.Helper()
	before := s.tg
	s.t.Cleanup(func() {
		for _, v := range before.Violations() {
			s.t.Errorf("Bot API: %s", v)
		}
		before.Close()
	})
	s.tg = sandbox.New(sandbox.Options{Brisk: true, Strict: true, BotID: 7700000002, BotName: "Other Sec", BotUsername: "other_sec_bot", TapWait: patience})
	mila := s.mila.User()
	s.mila.Person = s.tg.Person(mila.FirstName, sandbox.WithID(mila.ID), sandbox.WithHandle(mila.Username))
	s.keys["telegram.token"], s.keys["telegram.api_url"] = s.tg.Token(), s.tg.URL()
	s.writeConfig()
	u := f.User()
	return s.fan(u.FirstName, sandbox.WithID(u.ID), sandbox.WithHandle(u.Username))
}
