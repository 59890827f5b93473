package persona

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"secretary/persona/pattern"
)

// Limits of one fan message in a prompt.
const (
	maxRunes = 1500 // longer messages are cut and end in "…"
	maxLines = 40
	maxMarks = 4 // combining marks in a row: real scripts need at most three or four, "zalgo" dozens
)

// Clean makes a fan's text safe to put into a prompt, and changes nothing in ordinary text and emoji: valid UTF-8 in
// NFC, without control, bidirectional, invisible and private characters, without anything a model's tokenizer could
// read as a control token (<|im_end|>, [INST], <think>, [img-0], /no_think ...), at most 1,500 characters and 40
// lines. Clean(Clean(s)) == Clean(s).
func Clean(text string) string {
	// Cutting first bounds the work on a megabyte of junk; the factor leaves room for what is dropped.
	if cut := 16 * maxRunes; len(text) > cut {
		text = text[:cut]
	}
	for { // a cut may leave half of what was whole, such as a flag
		next := shorten(harmless(text))
		if next == text {
			return text
		}
		text = next
	}
}

// harmless is Clean without its caps. What one rule leaves may be what another breaks ("Assistant::"), so they run until
// nothing changes. That ends, since no rule makes what an earlier one takes away.
func harmless(text string) string {
	for {
		next := strings.TrimSpace(roles.ReplaceAllString(breakTokens(visible(text)), "$1 -"))
		if next == text {
			return text
		}
		text = next
	}
}

// visible drops what a reader cannot see or a prompt cannot use, keeping the joiners and selectors that emoji and
// Indic, Arabic and Persian words need.
func visible(text string) string {
	if ordinary(text) {
		return strings.TrimSpace(squeeze(text))
	}
	text = norm.NFC.String(strings.ToValidUTF8(text, ""))
	runes := []rune(newlines.Replace(text))
	out := make([]rune, 0, len(runes))
	marks := 0
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if unicode.Is(unicode.Mn, r) && !isSelector(r) {
			marks++
		} else {
			marks = 0
		}
		if n := subdivisionFlag(runes[i:]); n > 0 {
			out = append(out, runes[i:i+n]...)
			i += n - 1
			continue
		}
		if r, ok := keep(out, r, runes[i+1:]); ok && marks <= maxMarks {
			out = append(out, r)
		}
	}
	return norm.NFC.String(strings.TrimSpace(squeeze(string(out))))
}

// ordinary tells whether a text holds nothing but ASCII characters that can be seen, blanks and line breaks.
func ordinary(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < ' ' || c > '~') && c != '\n' {
			return false
		}
	}
	return true
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n",
	"\v", "\n", "\f", "\n")

// keep decides about one rune, given what was kept before it and what follows.
func keep(before []rune, r rune, after []rune) (rune, bool) {
	switch {
	case r == '\n':
		return r, true
	case r == '\t' || unicode.Is(unicode.Zs, r):
		return ' ', true
	case r == zwj:
		return r, joins(before, after)
	case r == zwnj:
		return r, len(before) > 0 && cursive(before[len(before)-1]) && len(after) > 0 && cursive(after[0])
	case r == 0xFE0E || r == 0xFE0F:
		return r, len(before) > 0 && selectable(before[len(before)-1])
	case isSelector(r), unicode.Is(unicode.Cf, r), blank[r], unicode.IsControl(r):
		return r, false
	case unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r), unicode.Is(unicode.Noncharacter_Code_Point, r):
		return r, false
	case r == unicode.ReplacementChar:
		return r, false
	}
	return r, true
}

const (
	zwj  = '\u200D'
	zwnj = '\u200C'
)

// blank are letters and marks that show nothing.
var blank = map[rune]bool{0x034F: true, 0x115F: true, 0x1160: true, 0x17B4: true, 0x17B5: true, 0x2800: true,
	0x3164: true, 0xFFA0: true}

func isSelector(r rune) bool { return unicode.Is(unicode.Variation_Selector, r) }

// joins tells whether a zero-width joiner belongs here: between two emoji, or within a cursive or Indic word.
func joins(before, after []rune) bool {
	if len(before) == 0 || len(after) == 0 {
		return false
	}
	last, next := before[len(before)-1], after[0]
	if last == 0xFE0F || isSkin(last) {
		return isEmoji(next)
	}
	return isEmoji(last) && isEmoji(next) || cursive(last) && (cursive(next) || unicode.Is(unicode.Mn, next))
}

func isSkin(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }

// isEmoji covers the symbols that take part in joined sequences.
func isEmoji(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2190 && r <= 0x2BFF || r == 0x3030 || r == 0x303D
}

// selectable tells whether a text or emoji selector may follow.
func selectable(r rune) bool {
	return isEmoji(r) && !isSkin(r) || r == '#' || r == '*' || r >= '0' && r <= '9' || r == '©' || r == '®' ||
		r == 0x203C || r == 0x2049 || r == 0x2122 || r == 0x2139 || r == 0x3297 || r == 0x3299
}

// cursive tells whether r belongs to a script in which the joiners change the shape of a word.
func cursive(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Devanagari, unicode.Bengali,
		unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada,
		unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan)
}

// subdivisionFlag gives the length of the flag of England, Scotland or Wales at the start of runes, else 0. They are
// the only sequences of tag characters in use; all other tags are a way to smuggle text.
func subdivisionFlag(runes []rune) int {
	const length = 7 // the black flag, five letters, the end
	if len(runes) < length || runes[0] != 0x1F3F4 || runes[length-1] != 0xE007F {
		return 0
	}
	name := make([]rune, 0, 5)
	for _, r := range runes[1 : length-1] {
		name = append(name, r-0xE0000)
	}
	switch string(name) {
	case "gbeng", "gbsct", "gbwls":
		return length
	}
	return 0
}

var (
	manySpaces = pattern.New(` {2,}`)
	edgeSpaces = pattern.New(` ?\n ?`)
	manyBreaks = pattern.New(`\n{3,}`)
)

func squeeze(s string) string {
	s = manySpaces.ReplaceAllString(s, " ")
	s = edgeSpaces.ReplaceAllString(s, "\n")
	return manyBreaks.ReplaceAllString(s, "\n\n")
}

// Control tokens differ from model to model, so their shapes are broken, not their names: any tag-like <...>, the
// bracketed words of the Llama, Mistral and vision families, the switches of Qwen, role names that open a line, and
// the characters that this package fences with.
var (
	fences   = strings.NewReplacer(fenceOpen, "[", fenceClose, "]", "▁", "_")
	tags     = pattern.New(`<([^\s<>]{1,60}>|[|｜/!_\pL<])`)
	brackets = pattern.New(`(?i)\[(\s*[/@]?\s*(?:img|image|inst|sys|tool|think|audio|video|user|assistant|human|` +
		`begin|end|ref|prefix|suffix|middle|cls|sep|g?mask|sop|eop|pad|unk|[be]os|avail|args|control|toxicity|call|` +
		`multimodal|[@A-Z]+_[A-Z_]+))`)
	switches = pattern.New(`(?i)/+(no_?think|think)`)
	roles    = pattern.New(`(?im)^([^\w\n]{0,4}(?:system|assistant|user|human|developer|model)[^\w\n]{0,3}?) ?:`)
)

func breakTokens(s string) string {
	s = fences.Replace(s)
	for tags.MatchString(s) { // "<<" shows a new "<" only after the first is gone
		s = tags.ReplaceAllString(s, "‹$1")
	}
	s = brackets.ReplaceAllString(s, "($1")
	for switches.MatchString(s) { // "/no_/think"
		s = switches.ReplaceAllString(s, "$1")
	}
	return s
}

// shorten cuts to maxLines and maxRunes.
func shorten(s string) string {
	cut := false
	if lines := strings.SplitN(s, "\n", maxLines+1); len(lines) > maxLines {
		s, cut = strings.Join(lines[:maxLines], "\n"), true
	}
	if utf8.RuneCountInString(s) > maxRunes {
		s, cut = string([]rune(s)[:maxRunes-1]), true
	}
	if !cut {
		return s
	}
	s = strings.TrimRight(s, " \n\u200c\u200d")
	return strings.TrimRight(s, "…") + "…"
}

// oneLine makes a short text safe for one line of a prompt or an error: n runes at most.
func oneLine(s string, n int) string {
	s = strings.Join(strings.Fields(harmless(s)), " ")
	if r := []rune(s); len(r) > n {
		s = string(r[:n-1]) + "…"
	}
	return s
}
