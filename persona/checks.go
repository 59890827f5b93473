package persona

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// answer is a draft under examination.
type answer struct {
	text     string
	folded   string
	language string // wanted, "" unknown
	history  []Turn
	sheet    *sheet
	quoted   bool // by the embedded drafter, whose job is to quote the persona file
}

// checks are the rules about a draft. Each gives a short detail when it hits, else "". They err on the side of asking:
// a draft that is flagged without need costs the creator a tap.
var checks = []struct {
	code string
	hit  func(a *answer) string
}{
	{"empty", emptyText},
	{"cut", cutText},
	{"too_long", longText},
	{"language", otherLanguage},
	{"special", controlText},
	{"leak", leakedText},
	{"link", func(a *answer) string { return a.sheet.own.foreign(links, a.text) }},
	{"handle", func(a *answer) string { return a.sheet.own.foreign(handles, a.text) }},
	{"phone", func(a *answer) string { return a.sheet.own.foreign(phones, a.text) }},
	{"account", func(a *answer) string { return a.sheet.own.foreign(accounts, a.text) }},
	{"price", func(a *answer) string { return a.sheet.own.foreign(prices, a.text) }},
	{"meet", func(a *answer) string { return meetings.find(harmlessMeetings.drop(a.folded)) }},
	{"pay", func(a *answer) string { return payments.find(a.folded) }},
	{"denial", func(a *answer) string { return denials.find(a.folded) }},
	{"ai", func(a *answer) string { return machineTalk.find(a.folded) }},
	{"repeat", repeatedText},
}

// check runs all rules over a draft.
func check(a *answer) (flags []Flag) {
	a.folded = fold(a.text)
	for _, c := range checks {
		if detail := c.hit(a); detail != "" {
			flags = append(flags, Flag{c.code, oneLine(detail, 120)})
		}
	}
	return flags
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
	openEnd  = regexp.MustCompile(`[,;:\-–—(/&+=]$`)
	emoticon = regexp.MustCompile(`(?:[:;=]-?[(/]|\^_?\^;|[:;=]-)$`)
)

// maxReply is the longest draft in characters that looks like a chat message.
const maxReply = 600

func longText(a *answer) string {
	if n := utf8.RuneCountInString(a.text); n > maxReply {
		return fmt.Sprintf("%d characters", n)
	}
	return ""
}

// otherLanguage compares the draft with the language it should have: by guess where the words tell it, else by
// script; foreign letters in between (a habit of some models) count too.
func otherLanguage(a *answer) string {
	if a.language == "" {
		return ""
	}
	if got := Language(a.text); got != "" && got != a.language && !reads(a.text, a.language) {
		return languageName(got) + " instead of " + languageName(a.language)
	}
	foreign := 0
	for _, r := range a.text {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) && !writes(a.language, r) {
			foreign++
		}
	}
	if foreign > 0 {
		return "letters that " + languageName(a.language) + " does not use"
	}
	letters := strings.Count(a.folded, "") - 1 - strings.Count(a.folded, " ")
	if s := script(a.text); s == unicode.Latin && !writes(a.language, 'a') && letters > 10 {
		return "Latin letters instead of " + languageName(a.language)
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

func controlText(a *answer) string {
	if t := breakTokens(a.text); t != a.text || roles.MatchString(a.text) {
		return "signs of the model's own language"
	}
	return ""
}

func leakedText(a *answer) string {
	if a.quoted {
		return ""
	}
	return a.sheet.private.find(a.text)
}

// repeatedText finds a draft that says nearly the same as one of the creator's last 20 messages to this fan.
func repeatedText(a *answer) string {
	if utf8.RuneCountInString(a.folded) < 12 {
		return ""
	}
	mine := trigrams(a.folded)
	seen := 0
	for i := len(a.history) - 1; i >= 0 && seen < 20; i-- {
		if a.history[i].FromFan {
			continue
		}
		seen++
		if jaccard(mine, trigrams(fold(a.history[i].Text))) > 0.8 {
			return "nearly the same as an earlier message"
		}
	}
	return ""
}

func trigrams(s string) map[[3]rune]bool {
	r := []rune(s)
	m := make(map[[3]rune]bool, len(r))
	for i := 0; i+3 <= len(r); i++ {
		m[[3]rune(r[i:i+3])] = true
	}
	return m
}

func jaccard(a, b map[[3]rune]bool) float64 {
	both := 0
	for k := range a {
		if b[k] {
			both++
		}
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}
