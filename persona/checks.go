package persona

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"secretary/persona/firewall"
	"secretary/persona/fold"
	"secretary/persona/pattern"
)

// answer is a draft under examination.
type answer struct {
	text     string
	folded   string
	language string // wanted, "" unknown
	request  Request
	sheet    *sheet
	quoted   bool // by the embedded drafter, whose job is to quote the persona file
}

// checks are the rules about the form of a draft; those about its words are data (package firewall). Each gives a short detail when it hits, else "". They err on the side of asking:
// a draft that is flagged without need costs the creator a tap.
var checks = []struct {
	code string
	hit  func(a *answer) string
}{
	{"empty", emptyText},
	{"cut", cutText},
	{"too_long", longText},
	{"language", otherLanguage},
	{"style", func(a *answer) string { return a.request.Voice.Far(a.text) }},
}

// check runs these rules and those of the firewall over a draft.
func check(a *answer) (flags []Flag) {
	a.folded = fold.Text(a.text)
	for _, c := range checks {
		if detail := c.hit(a); detail != "" {
			flags = append(flags, Flag{c.code, oneLine(detail, 120)})
		}
	}
	return append(flags, flagsOf(firewall.Check(a.reply()))...)
}

func emptyText(a *answer) string {
	if strings.ContainsFunc(a.text, meaningful) {
		return ""
	}
	return "no words"
}

// meaningful is what an answer can consist of: letters, digits, emoji.
func meaningful(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || isEmoji(r) }

// cutText finds an end that is none. The server's own word about it (done_reason) was heard before.
func cutText(a *answer) string {
	if openEnd.MatchString(a.text) && !emoticon.MatchString(a.text) {
		last, _ := utf8.DecodeLastRuneInString(a.text)
		return "ends in " + string(last)
	}
	return ""
}

var (
	openEnd  = pattern.New(`[,;:\-–—(/&+=]$`)
	emoticon = pattern.New(`(?:[:;=]-?[(/]|\^_?\^;|[:;=]-)$`)
)

// maxReply is the longest draft in characters that looks like a chat message.
const maxReply = 600

func longText(a *answer) string {
	if n := utf8.RuneCountInString(a.text); n > maxReply {
		return fmt.Sprintf("%d characters", n)
	}
	return ""
}

// writes tells whether r may occur in a text of that language.
func writes(code string, r rune) bool {
	switch code {
	case "ru", "uk", "bg":
		return unicode.Is(unicode.Cyrillic, r)
	case "sr":
		return unicode.In(r, unicode.Cyrillic, unicode.Latin)
	case "ar", "fa", "ur":
		return unicode.Is(unicode.Arabic, r)
	case "zh":
		return unicode.Is(unicode.Han, r)
	case "ja":
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r == 'ー'
	case "ko":
		return unicode.In(r, unicode.Hangul, unicode.Han)
	}
	for s, c := range scriptLanguage {
		if c == code {
			return unicode.Is(s, r)
		}
	}
	return unicode.Is(unicode.Latin, r)
}
