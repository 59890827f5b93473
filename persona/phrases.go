package persona

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// phrases finds any of a list of phrases in folded text. The lists are data: one phrase a line, lower case or not,
// with accents or not; "*" leaves a word open ("refund*"), "..." stands for up to four words, "(a|b)" for a choice, and
// "(a|b)?" for a word that may be missing.
type phrases struct{ re *regexp.Regexp }

func compile(lists ...string) phrases {
	var alternatives []string
	for _, list := range lists {
		for line := range strings.Lines(list) {
			if line = strings.TrimSpace(line); line != "" {
				alternatives = append(alternatives, pattern(line))
			}
		}
	}
	return phrases{regexp.MustCompile(` (?:` + strings.Join(alternatives, "|") + `) `)}
}

// pattern turns a phrase into a regular expression over folded text, in which every word ends in a blank.
func pattern(phrase string) string {
	var b strings.Builder
	for _, w := range strings.Fields(phrase) {
		switch {
		case w == "...":
			b.WriteString(`(?:\S+ ){0,4}?`)
		case strings.HasPrefix(w, "(") && strings.HasSuffix(w, ")?"):
			b.WriteString("(?:" + wordPattern(strings.TrimSuffix(w, "?")) + " )?")
		default:
			b.WriteString(wordPattern(w) + " ")
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

func wordPattern(w string) string {
	var b strings.Builder
	for _, part := range splitSyntax(w) {
		switch part {
		case "(":
			b.WriteString("(?:")
		case "|", ")":
			b.WriteString(part)
		case "*":
			b.WriteString(`\S*`)
		default:
			b.WriteString(regexp.QuoteMeta(strings.ReplaceAll(fold(part), " ", "")))
		}
	}
	return b.String()
}

// splitSyntax separates the signs of the phrase language from the letters.
func splitSyntax(w string) (parts []string) {
	start := 0
	for i, r := range w {
		if strings.ContainsRune("(|)*", r) {
			if start < i {
				parts = append(parts, w[start:i])
			}
			parts = append(parts, string(r))
			start = i + 1
		}
	}
	if start < len(w) {
		parts = append(parts, w[start:])
	}
	return parts
}

// find gives the first phrase found, "" if none. The text has to be folded.
func (p phrases) find(folded string) string {
	return strings.TrimSpace(p.re.FindString(" " + strings.TrimSpace(folded) + " "))
}

// fold makes texts comparable: compatibility form, lower case, no accents, no apostrophes, look-alike letters of other
// scripts inside Latin words replaced, and single blanks for all that is neither letter nor digit.
func fold(s string) string {
	s = strings.ToLower(norm.NFKD.String(s))
	var b strings.Builder
	b.Grow(len(s))
	blankBefore := true
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r), r == '\'', r == '’', r == '`', r == '´':
			continue
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mc, r):
			if l, ok := plainLetter[r]; ok {
				b.WriteString(l)
			} else {
				b.WriteRune(r)
			}
			blankBefore = false
		case !blankBefore:
			b.WriteByte(' ')
			blankBefore = true
		}
	}
	words := strings.Fields(norm.NFC.String(b.String()))
	for i, w := range words {
		words[i] = unmix(w)
	}
	return strings.Join(words, " ")
}

// plainLetter are letters that do not decompose.
var plainLetter = map[rune]string{'ı': "i", 'ł': "l", 'ø': "o", 'đ': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe"}

// lookAlike maps Cyrillic and Greek letters to the Latin ones that look the same.
var lookAlike = map[rune]rune{'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j',
	'ѕ': 's', 'к': 'k', 'м': 'm', 'т': 't', 'в': 'b', 'н': 'h', 'ο': 'o', 'α': 'a', 'ε': 'e', 'ι': 'i', 'ν': 'v', 'ρ': 'p'}

// unmix undoes words that mix Latin letters with look-alikes ("bоt" with a Cyrillic о).
func unmix(w string) string {
	latin, other := false, false
	for _, r := range w {
		if unicode.Is(unicode.Latin, r) {
			latin = true
		} else if lookAlike[r] != 0 {
			other = true
		}
	}
	if !latin || !other {
		return w
	}
	return strings.Map(func(r rune) rune {
		if l := lookAlike[r]; l != 0 {
			return l
		}
		return r
	}, w)
}
