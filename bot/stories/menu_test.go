package stories_test

import "testing"

func TestCommandMenuDoesNotWaitForTheModel(t *testing.T) {
	s := stage(t, with("ollama.timeout", "5m"))
	s.model.Is(asleep)
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	s.until("the menu is registered", func() bool { return len(s.tg.Calls("setMyCommands")) > 0 })
}
