package stories_test

import (
	"os"
	"strings"
	"testing"
)

// The whole program with a real model server: nothing is played but Telegram.
// The model "script" says one sentence, whatever it is asked; beside a real
// server that is as good as wit.
func TestRealOllamaDraftsAndMilaSends(t *testing.T) {
	url, name := os.Getenv("SECRETARY_OLLAMA_URL"), os.Getenv("SECRETARY_OLLAMA_MODEL")
	if url == "" || name == "" {
		t.Skip("no real Ollama: set SECRETARY_OLLAMA_URL and SECRETARY_OLLAMA_MODEL (README, Tests)")
	}
	s := stage(t, with("ollama.url", url), with("ollama.model", name), with("ollama.num_ctx", 4096), with("ollama.timeout", "3m"))
	s.write("persona.md", strings.ReplaceAll(persona, "lovely", "lively")) // a word the scripted model listens to
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	anna := s.fan("Anna")
	anna.Writes("i love your little cups")
	card := s.mila.Card("i love your little cups", "Hey love, thank you so much for writing!")
	if text := s.mila.Reads(card); !holds(text, " %") {
		t.Errorf("no confidence on the card although the server tells probabilities:\n%s", text)
	}
	s.mila.Taps(card, "Send")
	anna.Gets("Hey love, thank you so much for writing!")
	s.mila.Closed(card, "sent")
	if _, steps := s.check(); steps["model"].State != "ok" || !holds(steps["model"].Detail, name) {
		t.Errorf("the chain does not find the model: %+v", steps["model"])
	}
}
