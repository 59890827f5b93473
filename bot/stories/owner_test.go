package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

func TestNewOwnerInTheConfigurationMakesTheOldOneAStranger(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("a question from mila's days")
	card := s.mila.Card("a question from mila's days")
	send := s.mila.Finger(card, "Send")
	s.noted()
	s.stop()

	eve := s.tg.Person("Eve", sandbox.WithHandle("eve_now"))
	s.keys["owner.id"] = eve.ID()
	s.writeConfig()
	eve.Start("")
	eve.Connect()
	s.run()
	gus := s.fan("Gus")
	gus.profile = eve
	gus.Writes("a question from eve's days")
	s.until("Eve has a card", func() bool {
		for _, m := range eve.Chat() {
			if isOpen(m) && holds(m.Text, "a question from eve's days") {
				return true
			}
		}
		return false
	})
	s.mila.Presses(card, send)
	s.mila.Asks("/status", "Eve")
	for _, m := range eve.Chat() {
		if holds(m.Text, "a question from mila's days") {
			t.Error("the new owner is shown the old owner's fans")
		}
	}
	anna.GotNothing()
}

func TestStatusNamesWhatBlocksAndTheNextThingToDo(t *testing.T) {
	s := tell(t, granting("can_read_messages"))
	s.mila.Hears("connected")
	s.model.Is(missing)
	s.mila.Asks("/status", "Reply to messages", "Chat Automation", "ollama pull "+modelName)
}
