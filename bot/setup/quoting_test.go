package setup_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// Property: whatever name is accepted stands in the file exactly as it was typed.
func TestAnyNameSurvivesTheFile(t *testing.T) {
	d := newDesk(t)
	rng := rand.New(rand.NewPCG(3, 14))
	alphabet := []rune("aZ é漢🙂\"'\\:#{}[]&*!|>%@`-?,~\u2028\u00a0\u202e<\x7f\t0")
	for range 60 {
		name := make([]rune, 1+rng.IntN(12))
		for i := range name {
			name[i] = alphabet[rng.IntN(len(alphabet))]
		}
		want := strings.TrimSpace(string(name))
		if want == "" || strings.ContainsFunc(want, unicode.IsControl) || utf8.RuneCountInString(want) > 64 {
			continue
		}
		lines := []string{d.telegram.Token(), d.ollama, model, string(name), "n"}
		if strings.Contains(d.files(), "config.yaml") {
			lines = append([]string{"y"}, lines...)
		}
		if out, err := d.answers(lines...); err != nil {
			t.Fatalf("%q: %v\n%s", want, err, out)
		}
		if c := d.loads(); c.Persona.Name != want {
			t.Fatalf("%q became %q", want, c.Persona.Name)
		}
	}
}
