package firewall

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"secretary/persona/fold"
)

// A text leaks when it holds this much of what is secret in one piece.
const (
	leakWords = 8
	leakRunes = 40
	leakSigns = 16 // in scripts without blanks, where a sign says as much as half a word
	minPublic = 20 // shorter public lines do not open a hole in what is protected
)

// Secret is what no fan may read: the system message, and within it the orders to the model, which nobody at all should
// send. The zero value holds nothing.
type Secret struct{ whole, orders pieces }

type pieces struct {
	text string // folded, public lines cut out
	mark string
}

// NewSecret prepares a comparison. mark is a word that stands in the system message and nowhere else; public lines may
// be told to everybody.
func NewSecret(system, orders, mark string, public []string) Secret {
	return Secret{protect(system, mark, public), protect(orders, mark, public)}
}

func protect(text, mark string, public []string) pieces {
	for _, p := range public {
		for line := range strings.Lines(p) {
			if line = strings.TrimSpace(line); utf8.RuneCountInString(line) >= minPublic {
				text = strings.ReplaceAll(text, line, "\n\x00\n")
			}
		}
	}
	var parts []string
	for part := range strings.SplitSeq(text, "\x00") {
		parts = append(parts, fold.Text(part))
	}
	return pieces{text: " " + strings.Join(parts, " \x00 ") + " ", mark: mark}
}

// Guards gives the piece of the orders to the model that a text holds, "" if there is none.
func (s Secret) Guards(text string) string { return show(s.orders.find(text)) }

func (r Reply) leaked(p pieces) string {
	if r.Quoted {
		return ""
	}
	return p.find(r.Text)
}

// find gives the first secret piece of text, "" if there is none.
func (p pieces) find(text string) string {
	folded := fold.Text(text)
	if p.mark != "" && strings.Contains(strings.ReplaceAll(folded, " ", ""), p.mark) {
		return "the mark of the system message"
	}
	words := strings.Fields(folded)
	for i := 0; i+leakWords <= len(words); i++ {
		if piece := strings.Join(words[i:i+leakWords], " "); strings.Contains(p.text, " "+piece+" ") {
			return piece
		}
	}
	return p.long([]rune(folded))
}

// long finds a piece by its length in characters.
func (p pieces) long(runes []rune) string {
	for i, r := range runes {
		length := leakRunes
		if dense(r) {
			length = leakSigns
		} else if i > 0 && runes[i-1] != ' ' {
			continue
		}
		if i+length <= len(runes) {
			if piece := string(runes[i : i+length]); strings.Contains(p.text, piece) {
				return piece
			}
		}
	}
	return ""
}

// dense tells whether r belongs to a script that puts no blanks between words, or whole syllables into one sign.
func dense(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer,
		unicode.Myanmar)
}
