package persona

import (
	"slices"
	"strings"
	"unicode"

	"secretary/persona/fold"
	"secretary/persona/pattern"
)

// maxQuestion is the longest question that is listed, in characters.
const maxQuestion = 160

// Questions gives what a burst of messages asks, in order, each once and at most 160 characters long: sentences with a
// question mark of any script, and those that a question word opens. "ok?" or "???" is none. The texts are data of a
// fan, so what comes out went through [Clean].
func Questions(texts []string) (out []string) {
	seen := map[string]bool{}
	for _, text := range texts {
		for _, s := range sentences(Clean(text)) {
			if !asks(s) {
				continue
			}
			for _, q := range parts(s) {
				q = oneLine(strings.TrimLeft(q, `-–—•*¿¡"“„«( `), maxQuestion)
				if key := fold.Text(q); key != "" && !seen[key] && !isFiller(key) {
					seen[key] = true
					out = append(out, q)
				}
			}
		}
	}
	return out
}

const marks = "?？؟⁇‽⸮;፧՞" // the Greek one looks like a semicolon

// sentences cuts a text after its marks and at line breaks. A full stop counts only before a blank: "mia.art", "2.50".
func sentences(text string) (out []string) {
	greek := script(text) == unicode.Greek
	text = addresses.ReplaceAllStringFunc(text, func(a string) string { // the mark in "https://mia.art/?a=b" asks nothing
		end := strings.TrimRight(a, marks)
		return strings.ReplaceAll(end, "?", " ") + a[len(end):]
	})
	runes, start := []rune(text), 0
	cut := func(end int) {
		if s := strings.TrimSpace(string(runes[start:end])); s != "" {
			out = append(out, s)
		}
		start = end
	}
	for i, r := range runes {
		next := ' '
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		switch {
		case r == '\n', strings.ContainsRune("。！।։", r), strings.ContainsRune(".!…", r) && unicode.IsSpace(next):
			cut(i + 1)
		case isMark(r, greek) && r != '՞' && !isMark(next, greek) && next != '!':
			cut(i + 1)
		}
	}
	cut(len(runes))
	return out
}

func isMark(r rune, greek bool) bool {
	return strings.ContainsRune(marks, r) || greek && r == ';'
}

// asks tells whether a sentence is a question.
func asks(s string) bool {
	end := strings.TrimRightFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if tail := s[len(end):]; strings.ContainsAny(tail, marks) || script(s) == unicode.Greek && strings.Contains(tail, ";") {
		return true
	} else if strings.ContainsAny(tail, "!！") {
		return false
	}
	return openers.MatchString(s) || telltales.MatchString(s)
}

// parts splits "how much is it and when do you ship" in two. Only what opens like a question of its own is split off.
func parts(s string) (out []string) {
	if at := strings.LastIndex(s, "¿"); at > 0 {
		if before := strings.TrimSpace(s[:at]); asks(before) {
			out = parts(before)
		}
		s = s[at:]
	}
	start := 0
	for _, m := range joints.FindAllStringIndex(s) {
		if head := s[start:m[0]]; m[0] > start && opens(s[m[1]:]) && (asks(head) || strings.Contains(head, "¿")) && substance(head) {
			out, start = append(out, head), m[1]
		}
	}
	return append(out, s[start:])
}

// opens is openers without anything in front, for the second half of a sentence.
func opens(s string) bool {
	return openers.MatchString(s) && !bareLead.MatchString(s)
}

var bareLead = pattern.New(`^[\pL'’]+(?: [\pL'’]+)?[,!:]`)

// substance tells whether a question has more than its question word, so that "who and when" stays whole.
func substance(s string) bool { return len(strings.Fields(s)) > 1 }

// isFiller tells whether a folded question is only a tag such as "ok" or "you know".
func isFiller(folded string) bool {
	words := strings.Fields(folded)
	if len(words) > 3 || len(words) == 0 {
		return len(words) == 0
	}
	return !slices.ContainsFunc(words, func(w string) bool { return !tag[w] })
}
