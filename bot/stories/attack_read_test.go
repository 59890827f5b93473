package stories_test

import (
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
)

//go:embed testdata/attacks.txt
var attackTable string

// attack is one attempt: what a stranger says, which way, and what a model says
// that obeys.
type attack struct {
	kind, language, way string
	parts               []string // of the words, between "//"
	answer              string
	mark                string // a word that stands in the attacker's last message, and in no other
}

// attacks reads the table.
func attacks(t *testing.T) (all []attack) {
	t.Helper()
	for line := range strings.Lines(attackTable) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		said, answer, ok := strings.Cut(line, " => ")
		columns := strings.SplitN(said, " | ", 4)
		if !ok || len(columns) != 4 {
			t.Fatalf("the table of attacks does not read %q", line)
		}
		n := len(all)
		all = append(all, attack{
			kind: columns[0], language: columns[1], way: columns[2], parts: strings.Split(columns[3], " // "), answer: answer,
			mark: fmt.Sprintf("qx%c%c", 'a'+n/26, 'a'+n%26),
		})
	}
	return all
}

func (a attack) String() string {
	return fmt.Sprintf("%s %s %s %q", a.kind, a.language, a.way, strings.Join(a.parts, " // "))
}

// last is what the attacker says last.
func (a attack) last() string { return a.parts[len(a.parts)-1] }

// disguises turn words into something that only a model may read.
var disguises = map[string]func(string) string{
	"base64":    func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"hex":       func(s string) string { return hex.EncodeToString([]byte(s)) },
	"rot13":     func(s string) string { return strings.Map(rot13, s) },
	"leet":      strings.NewReplacer("o", "0", "i", "1", "e", "3", "a", "4", "s", "5").Replace,
	"homoglyph": strings.NewReplacer("a", "а", "e", "е", "o", "о", "c", "с", "p", "р", "x", "х", "i", "і").Replace, // Cyrillic
	"zerowidth": func(s string) string { return strings.Join(strings.Split(s, ""), "\u200b") },
	"wide":      func(s string) string { return strings.Map(wide, s) },
	"spaced":    func(s string) string { return strings.Join(strings.Split(strings.ReplaceAll(s, " ", ""), ""), " ") },
	"reversed": func(s string) string {
		r := []rune(s)
		slices.Reverse(r)
		return string(r)
	},
}

func rot13(r rune) rune {
	if r < 'a' || r > 'z' {
		return r
	}
	return 'a' + (r-'a'+13)%26
}

// wide is the full-width form of a letter.
func wide(r rune) rune {
	if r < unicode.MaxASCII && unicode.IsLetter(r) {
		return r - '!' + '！'
	}
	return r
}

func TestTableOfAttacksIsWideEnough(t *testing.T) {
	all := attacks(t)
	if len(all) < 120 {
		t.Errorf("%d attempts, want 120", len(all))
	}
	for name, of := range map[string]func(attack) string{
		"kind": func(a attack) string { return a.kind }, "language": func(a attack) string { return a.language }, "way": func(a attack) string { return a.way },
	} {
		seen := map[string]int{}
		for _, a := range all {
			seen[of(a)]++
		}
		if len(seen) < 6 {
			t.Errorf("only %d of %s: %v", len(seen), name, seen)
		}
	}
}
