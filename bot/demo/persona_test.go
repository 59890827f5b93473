package demo_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secretary/bot/demo"
	"secretary/persona"
)

func TestExamplePersonaSpeaksInTheCreatorsName(t *testing.T) {
	for _, name := range []string{"Anna", "Zoë O'Hara", "Lu-Ann", "D.J. 7", "Milana", "$1 Co"} {
		text := demo.Persona(name)
		if strings.Contains(strings.ReplaceAll(text, name, ""), "Mila ") || strings.Contains(text, "Mila:") || !strings.Contains(text, "You are "+name+", a potter") {
			t.Errorf("%q: another name is left, or the own is missing:\n%s", name, text)
		}
		if !strings.Contains(text, "https://mila.example/shop") {
			t.Errorf("%q: the address was renamed", name)
		}
		file := filepath.Join(t.TempDir(), "persona.md")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		who := persona.New(persona.Config{Name: name, File: file, Drafter: "embedded"})
		d, err := who.Draft(t.Context(), persona.Request{Pending: []persona.Turn{{ID: 1, FromFan: true, Text: "how is pingo?"}}})
		if err != nil || !strings.HasPrefix(d.Text, "Asleep") {
			t.Errorf("%q: the examples cannot be read any more: %q, %v", name, d.Text, err)
		}
	}
}

func TestExamplePersonaStaysAsItIsWithoutAName(t *testing.T) {
	if demo.Persona("") != demo.Persona("Mila") || !strings.Contains(demo.Persona(" "), "You are Mila, a potter") {
		t.Error("the example changed")
	}
}
