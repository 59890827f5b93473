package fold

import (
	"strings"
	"unicode"
)

// lookAlike maps Cyrillic and Greek letters to the Latin ones that look the same.
var lookAlike = map[rune]rune{'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j',
	'ѕ': 's', 'к': 'k', 'м': 'm', 'т': 't', 'в': 'b', 'н': 'h', 'ь': 'b', 'һ': 'h', 'ԁ': 'd', 'ԛ': 'q', 'ԝ': 'w', 'п': 'n', 'ӏ': 'l',
	'ο': 'o', 'α': 'a', 'ε': 'e', 'ι': 'i', 'ν': 'v', 'ρ': 'p', 'κ': 'k', 'τ': 't', 'υ': 'u', 'χ': 'x', 'η': 'n', 'β': 'b', 'γ': 'y'}

// cyrillic is the way back, for a Latin letter inside a Cyrillic word.
var cyrillic = map[rune]rune{'a': 'а', 'e': 'е', 'o': 'о', 'p': 'р', 'c': 'с', 'y': 'у', 'x': 'х', 'i': 'і', 'k': 'к', 'm': 'м',
	't': 'т', 'b': 'в', 'h': 'н', 'n': 'п', 's': 'ѕ', 'j': 'ј', 'u': 'и', '3': 'з', '0': 'о', '6': 'б'}

// unmix undoes words that mix scripts: "bоt" with a Cyrillic о, "бoт" with a Latin o. A word with a letter that only
// Cyrillic has becomes Cyrillic, any other one Latin.
func unmix(w string) string {
	latin, other, own := false, false, false
	for _, r := range w {
		switch {
		case r < 0x80:
			latin = latin || r >= 'a'
		case lookAlike[r] != 0:
			other = true
		case unicode.Is(unicode.Cyrillic, r):
			own = true
		}
	}
	switch {
	case latin && own:
		return swap(w, cyrillic)
	case latin && other:
		return swap(w, lookAlike)
	}
	return w
}

// Latin gives a word with all look-alikes of other scripts replaced, "" unless all its letters are such.
func Latin(w string) string {
	for _, r := range w {
		if lookAlike[r] == 0 {
			return ""
		}
	}
	return swap(w, lookAlike)
}

func swap(w string, letters map[rune]rune) string {
	return strings.Map(func(r rune) rune {
		if l := letters[r]; l != 0 {
			return l
		}
		return r
	}, w)
}
