package stories_test

import (
	"os"
	"strings"
	"testing"
)

func TestPersonaIsReadAfreshWhenItChanges(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	if !strings.Contains(s.model.Asked(1).System(), "She has a cat called Pingo.") {
		t.Error("the persona file is not in the system message")
	}
	s.model.NewPersona()
	s.write("persona.md", strings.ReplaceAll(persona, "Pingo", "Bolota"))
	s.someoneElseIsAnswered()
	if !strings.Contains(s.model.Asked(2).System(), "She has a cat called Bolota.") {
		t.Error("the changed persona file is not used")
	}
}

func TestUnreadablePersonaBlocksDraftingAndNothingElse(t *testing.T) {
	s := stage(t)
	if err := os.Remove(s.path("persona.md")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(s.path("persona.md"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	anna := s.fan("Anna")
	anna.Writes("who would you be today?")
	s.mila.RepliesTo(s.mila.Card("who would you be today?", "persona"), "only myself, as ever")
	anna.Gets("only myself, as ever")
}

func TestConversationOutlivesARestart(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Answers("do you like rain?", "only from the inside")
	anna.Writes("do you like rain?")
	s.mila.Taps(s.mila.Card("do you like rain?"), "Send")
	anna.Gets("only from the inside")
	s.someoneElseIsAnswered()
	s.restart()
	s.model.Answers("and snow, then?", "snow is another matter")
	anna.Writes("and snow, then?")
	s.mila.Card("and snow, then?", "snow is another matter")
	q := s.model.Questions()
	if last := q[len(q)-1]; last.Mentions("do you like rain?") != 1 || last.Mentions("only from the inside") != 1 {
		t.Error("the conversation from before the restart is not in the prompt")
	}
}

// The server's memory is small and the letters are long; Ollama would cut the
// prompt silently or refuse it.
func TestLongConversationFitsTheModelsMemory(t *testing.T) {
	s := tell(t, with("ollama.num_ctx", 2048))
	anna := s.fan("Anna")
	for i := range 10 {
		letter := "letter " + string(rune('a'+i)) + strings.Repeat(": a line about the sea and the kiln", 25)
		reply := strings.TrimSpace(strings.Repeat(string(rune('a'+i))+"um ", 5))
		s.model.Answers("letter "+string(rune('a'+i)), reply)
		anna.Writes(letter)
		s.mila.Taps(s.mila.Card("letter "+string(rune('a'+i)), reply), "Send")
		anna.Gets(reply)
	}
}
