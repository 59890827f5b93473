package firewall

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"secretary/persona/fold"
)

// People who want to be misread write "k1ll", "sui🔪cide", "k.i.l.l", "booot" or "s u i c i d e". Such a word is read as
// what it stands for, but only where that is a word of some rule: everything else stays as it is, so that no ordinary
// text becomes a hit by it.

// unmask replaces disguised words. Words without a blank between them count as one as well.
func (m *matcher) unmask(text string, words []fold.Word) []fold.Word {
	latin := mostlyLatin(text)
	out := words[:0]
	for i := 0; i < len(words); {
		n := 1
		for i+n < len(words) && n < 16 && glued(text[words[i+n-1].End:words[i+n].Start]) {
			n++
		}
		group := words[i : i+n]
		i += n
		if w, ok := m.plain(text, group, latin); ok {
			out = append(out, w)
		} else {
			out = append(out, group...)
		}
	}
	return out
}

// glued tells whether what stands between two words is no separation.
func glued(between string) bool {
	return len(between) > 0 && len(between) < 30 && strings.IndexFunc(between, unicode.IsSpace) < 0
}

// plain reads a disguised word; false if it is none.
func (m *matcher) plain(text string, group []fold.Word, latin bool) (fold.Word, bool) {
	whole := fold.Word{Start: group[0].Start, End: group[len(group)-1].End, Last: group[len(group)-1].Last}
	first := group[0].Text
	if len(group) == 1 && m.known[first] {
		return whole, false
	}
	if len(group) > 1 {
		var b strings.Builder
		for _, w := range group {
			b.WriteString(w.Text)
		}
		if joined := b.String(); m.says(joined, 2) && !(all(group, m.known) && punctuated(text[whole.Start:whole.End])) {
			whole.Text = joined
			return whole, true
		}
		first = ""
	}
	for _, read := range spellings(text[whole.Start:whole.End], first, latin) {
		if m.says(read, 3) {
			whole.Text = read
			return whole, true
		}
	}
	return whole, false
}

// says tells whether a reading of at least so many letters is a word of some rule.
func (m *matcher) says(w string, atLeast int) bool {
	return utf8.RuneCountInString(w) >= atLeast && len(w) <= 40 && m.vocabulary(w)
}

// punctuated tells whether nothing but letters, digits and common punctuation stands in a text.
func punctuated(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-./,:;!?&'’()", r)
	}) < 0
}

func all(group []fold.Word, known map[string]bool) bool {
	for _, w := range group {
		if !known[w.Text] {
			return false
		}
	}
	return true
}

// spellings are the words that a disguise may stand for. folded is empty where it fell into several words.
func spellings(written, folded string, latin bool) (out []string) {
	if strings.ContainsAny(written, "0123456789@$!|€") && strings.ContainsFunc(written, unicode.IsLetter) {
		out = append(out, fold.Text(leetI.Replace(written)), fold.Text(leetL.Replace(written)))
	}
	if folded == "" {
		return out
	}
	if w := squeeze(folded, 2); w != folded {
		out = append(out, w, squeeze(folded, 1))
	}
	if latin && folded[0] >= utf8.RuneSelf {
		out = append(out, fold.Latin(folded))
	}
	return out
}

var (
	leetI = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "9", "g", "@", "a", "$", "s", "!", "i", "|", "l", "€", "e")
	leetL = strings.NewReplacer("0", "o", "1", "l", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "9", "g", "@", "a", "$", "s", "!", "l", "|", "i", "€", "e")
)

// squeeze shortens three and more equal letters in a row to so many.
func squeeze(w string, to int) string {
	if !stretched(w) {
		return w
	}
	var out []rune
	r := []rune(w)
	for i := 0; i < len(r); {
		n := 1
		for i+n < len(r) && r[i+n] == r[i] {
			n++
		}
		keep := n
		if n > 2 {
			keep = to
		}
		out = append(out, r[i:i+keep]...)
		i += n
	}
	return string(out)
}

// stretched tells whether three equal letters may stand in a row. It looks at
// bytes: that is more often true, never less.
func stretched(w string) bool {
	for i := 2; i < len(w); i++ {
		if w[i] == w[i-1] && w[i] == w[i-2] || w[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// unspace joins three and more single letters in a row ("s u i c i d e") and cuts what comes out into words of rules,
// the longest first from the beginning or from the end; nil if that changes nothing.
func (m *matcher) unspace(words []fold.Word, fromEnd bool) []fold.Word {
	var out []fold.Word
	done := 0 // words copied to out
	for i := 0; i < len(words); {
		n := 0
		for i+n < len(words) && utf8.RuneCountInString(words[i+n].Text) == 1 {
			n++
		}
		if n >= 3 {
			if cut := m.cut(words[i:i+n], fromEnd); cut != nil {
				out = append(append(out, words[done:i]...), cut...)
				done = i + n
			}
		}
		i += max(n, 1)
	}
	if out == nil {
		return nil
	}
	return append(out, words[done:]...)
}

// longestWord bounds the search for words in a run of single letters, in letters.
const longestWord = 16

// cut finds words of rules of three letters and more in a run of single letters; nil if there is none.
func (m *matcher) cut(letters []fold.Word, fromEnd bool) (out []fold.Word) {
	run, at := spell(letters)
	found := false
	for lo, hi := 0, len(letters); lo < hi; {
		n := min(longestWord, hi-lo)
		for ; n > 1; n-- {
			i := lo
			if fromEnd {
				i = hi - n
			}
			if m.known[run[at[i]:at[i+n]]] && (n > 2 || found) {
				break
			}
		}
		i := lo
		if fromEnd {
			i, hi = hi-n, hi-n
		} else {
			lo += n
		}
		found = found || n > 2
		out = append(out, fold.Word{Text: run[at[i]:at[i+n]], Start: letters[i].Start, End: letters[i+n-1].End, Last: letters[i+n-1].Last})
	}
	if !found {
		return nil
	}
	if fromEnd {
		slices.Reverse(out)
	}
	return out
}

// spell joins single letters, digits read as letters, and tells where each begins, and the end.
func spell(letters []fold.Word) (run string, at []int) {
	var b strings.Builder
	for _, l := range letters {
		at = append(at, b.Len())
		b.WriteString(leetI.Replace(l.Text))
	}
	return b.String(), append(at, b.Len())
}

// mostlyLatin tells whether most letters of a text are Latin.
func mostlyLatin(text string) bool {
	latin, other := 0, 0
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf && unicode.IsLetter(r):
			latin++
		case r >= utf8.RuneSelf && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r):
			other++
		}
	}
	return latin > other
}

// printable drops what a line of a card cannot show.
func printable(r rune) rune {
	switch {
	case unicode.IsSpace(r), unicode.IsControl(r):
		return ' '
	case unicode.In(r, unicode.Cf, unicode.Co, unicode.Variation_Selector):
		return -1
	}
	return r
}
