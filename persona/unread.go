package persona

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"secretary/persona/firewall"
	"secretary/persona/fold"
)

// Overlooked flags what of a fan's words the rules of [Screen] cannot read, or a model is not shown: a person has to look.
func Overlooked(texts []string) (flags []Flag) {
	if what := unread(texts); what != "" {
		flags = append(flags, Flag{"unread", what})
	}
	if unseen(texts) {
		flags = append(flags, Flag{"unseen", ""})
	}
	return flags
}

// unread gives the language of a text, or a word in letters, that the rules about a fan's words do not know; "" if
// there is none.
func unread(texts []string) string {
	joined := strings.Join(texts, "\n")
	for _, text := range append([]string{joined}, texts...) {
		text = worldWords.ReplaceAllString(text, " ")
		if code := Language(text); code != "" && !firewall.Reads(code) && !sign(text) {
			return languageName(code)
		}
	}
	total := 0
	for _, w := range fold.Words(joined) {
		strange, known := 0, false
		for _, r := range w.Text {
			if !familiar(r) {
				strange++
			} else if unicode.IsLetter(r) {
				known = true
			}
		}
		// One by itself is part of a face: ツ.
		if total += strange; strange > 1 || strange == 1 && known || total > maxFaces {
			return oneLine(joined[w.Start:w.End], 40)
		}
	}
	return ""
}

// sign tells whether a text has too few letters to be words: 5 Ω.
func sign(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters < 3
}

// maxFaces is how many single letters of other scripts the faces in a burst may be drawn with.
const maxFaces = 8

// familiar tells whether a folded letter belongs to a language that the rules know. Of those written in Latin letters
// folding leaves nothing but ASCII.
func familiar(r rune) bool {
	switch {
	case r < utf8.RuneSelf || !unicode.IsLetter(r), unicode.In(r, unicode.Common, unicode.Arabic, unicode.Devanagari):
		return true
	case unicode.Is(unicode.Cyrillic, r):
		return r >= 'а' && r <= 'я' || strings.ContainsRune("ёєіїґў", r)
	}
	return false
}

// unseen tells whether a model would not be shown all of the messages, or the rules not see all of them.
func unseen(texts []string) bool {
	total := 0
	for _, text := range texts {
		total += len(text) + 1
		if utf8.RuneCountInString(text) > maxRunes || strings.Count(text, "\n") >= maxLines {
			return true
		}
	}
	return total > firewall.MaxBurst
}
