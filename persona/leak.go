package persona

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A draft leaks when it holds this much of the system message in one piece.
const (
	leakWords = 8
	leakRunes = 40
	leakSigns = 16 // in scripts without blanks, where a sign says as much as half a word
	minPublic = 20 // shorter lines of examples do not open a hole in what is protected
)

// ngrams knows the parts of the system message that no fan may read: all of it except the replies of the examples,
// which are what the creator says to fans.
type ngrams struct {
	text   string // folded, public parts cut out
	canary string
}

func newNgrams(system, canary string, examples []pair) ngrams {
	for _, e := range slices.Concat(examples, []pair{{reply: systemText[strings.LastIndex(systemText, ": ")+2:]}}) {
		for line := range strings.Lines(e.reply) {
			if line = strings.TrimSpace(line); utf8.RuneCountInString(line) >= minPublic {
				system = strings.ReplaceAll(system, line, "\n\x00\n")
			}
		}
	}
	var parts []string
	for part := range strings.SplitSeq(system, "\x00") {
		parts = append(parts, fold(part))
	}
	return ngrams{text: " " + strings.Join(parts, " \x00 ") + " ", canary: canary}
}

// find gives the first piece of the system message in text, "" if there is none.
func (n ngrams) find(text string) string {
	folded := fold(text)
	if n.canary != "" && strings.Contains(folded, n.canary) {
		return "the mark of the system message"
	}
	words := strings.Fields(folded)
	for i := 0; i+leakWords <= len(words); i++ {
		if piece := strings.Join(words[i:i+leakWords], " "); strings.Contains(n.text, " "+piece+" ") {
			return piece
		}
	}
	runes := []rune(folded)
	for i, r := range runes {
		length := leakRunes
		if dense(r) {
			length = leakSigns
		} else if i > 0 && runes[i-1] != ' ' {
			continue
		}
		if i+length <= len(runes) {
			if piece := string(runes[i : i+length]); strings.Contains(n.text, piece) {
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
