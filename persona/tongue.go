package persona

import (
	"slices"
	"strings"
	"unicode"

	"secretary/persona/pattern"
)

// wanted decides the language of an answer: what the creator asks for, else the one the fan keeps to, else the hint,
// else the persona's; the last two only if the fan's words may be of that language. "" means that nobody can tell.
func wanted(r Request, s *sheet) string {
	if code := named(r.Instruction); code != "" {
		return code
	}
	if code := kept(r); code != "" {
		return code
	}
	newest := worldWords.ReplaceAllString(strings.Join(texts(r.Pending), "\n"), " ")
	hint, _, _ := strings.Cut(strings.ToLower(r.Language), "-")
	for _, code := range []string{hint, s.language} {
		if languageName(code) != "" && inScript(newest, code) && !strange(newest, code) {
			return code
		}
	}
	if script(newest) == unicode.Cyrillic {
		return "ru"
	}
	return ""
}

// recentMessages of a fan decide what language the fan keeps to.
const recentMessages = 5

// kept gives the language of the fan's newest message that is long enough to tell, of the last five. So a "love you"
// or "ok" does not change the language of a talk, and a fan who changes it for good is followed at the first sentence.
func kept(r Request) string {
	recent := recentWords(r.History, recentMessages-1)
	said := append([]string{strings.Join(texts(r.Pending), "\n")}, recent...)
	for i, text := range said {
		said[i] = worldWords.ReplaceAllString(text, " ")
	}
	for i, text := range said {
		if code := Language(text); code != "" && (decisive(text) || turns(text, said[i+1:])) {
			return code
		}
	}
	newest := script(said[0])
	if code := Language(strings.Join(said, "\n")); code != "" && (newest == nil || newest == script(strings.Join(said[1:], "\n"))) {
		return code
	}
	return Language(said[0])
}

// decisive tells whether a text is more than a word or two that anybody says in any language.
func decisive(text string) bool {
	return len(strings.FieldsFunc(text, between)) >= 4
}

// turns tells whether a text is written in another script than those before it.
func turns(text string, before []string) bool {
	old := script(strings.Join(before, "\n"))
	return old != nil && script(text) != old
}

// worldWords are at home in every language and script.
var worldWords = pattern.New(`(?i)\b(?:ok+(?:ay|ey|ie)?|k+|(?:ha){2,}h?|(?:he){2,}h?|(?:hi){2,}|(?:ja){2,}|a?ha+|lol+|lmf?ao|omg|wow|x+d+|btw|pls|brb|gif|dm|pm|vip|wtf|yep|nope|hm+|mm+|oh|ah)\b`)

// strange tells whether a text of several words holds none that is common in that language.
func strange(text, code string) bool {
	words := strings.FieldsFunc(strings.ToLower(addresses.ReplaceAllString(text, " ")), between)
	if len(words) < 5 || !guessed(code) {
		return false
	}
	return !slices.ContainsFunc(words, func(w string) bool {
		w = strings.ReplaceAll(w, "’", "'")
		return slices.Contains(latinWords[w], code) || slices.Contains(cyrillicWords[w], code)
	})
}

// guessed tells whether [Language] knows a language by its words, not by its script alone.
func guessed(code string) bool { return byWords[code] }

var byWords = func() map[string]bool {
	m := map[string]bool{}
	for _, table := range []map[string][]string{latinWords, cyrillicWords} {
		for _, codes := range table {
			for _, c := range codes {
				m[c] = true
			}
		}
	}
	return m
}()

// recentWords gives the fan's last n messages, newest first.
func recentWords(history []Turn, n int) (recent []string) {
	for _, t := range slices.Backward(history) {
		if t.FromFan && len(recent) < n && hasLetter(t.Text) {
			recent = append(recent, t.Text)
		}
	}
	return recent
}

// inScript tells whether the letters of text, if there are any, may belong to that language.
func inScript(text, code string) bool {
	main := script(text)
	for _, r := range text {
		if unicode.IsLetter(r) && unicode.Is(main, r) {
			return writes(code, r)
		}
	}
	return true
}

// otherLanguage compares the draft with the language it should have: by guess where the words tell it, else by
// script; foreign letters in between (a habit of some models) count too. Where the language cannot be told, of the fan
// or of the draft, a person has to look.
func otherLanguage(a *answer) string {
	text := worldWords.ReplaceAllString(a.text, " ")
	switch {
	case !hasLetter(text):
		return ""
	case a.language == "":
		return "the fan's language cannot be told"
	case told[a.language] != "":
		return languageName(a.language) + " cannot be checked here"
	}
	if got := Language(text); got != "" && got != a.language && !reads(text, a.language) {
		return languageName(got) + " instead of " + languageName(a.language)
	}
	if foreign(text, a.language) {
		return "letters that " + languageName(a.language) + " does not use"
	}
	letters := strings.Count(a.folded, "") - 1 - strings.Count(a.folded, " ")
	if s := script(text); s == unicode.Latin && !writes(a.language, 'a') && letters > 10 {
		return "Latin letters instead of " + languageName(a.language)
	}
	if strange(text, a.language) {
		return "does not read like " + languageName(a.language)
	}
	return ""
}

// foreign tells whether a text holds letters of a script that is neither Latin nor that language's.
func foreign(text, code string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) && !writes(code, r)
	})
}
