package persona

import (
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"secretary/persona/pattern"
)

// Thoughts as models without a parser on the server write them into the answer.
const thoughtTags = `think|thinking|thought|thoughts|reasoning|reflection|analysis|scratchpad`

var (
	thoughts     = pattern.New(`(?is)(?:<(?:` + thoughtTags + `)>|\[THINK\]|◁think▷).*?(?:</(?:` + thoughtTags + `)>|\[/THINK\]|◁/think▷)`)
	thoughtStart = pattern.New(`(?i)<(?:` + thoughtTags + `)\b[^>]*>?|\[THINK\]|◁think▷`)
	thoughtEnd   = pattern.New(`(?i)</(?:` + thoughtTags + `)>|\[/THINK\]|◁/think▷`)
)

// spoken gives what of a model's raw text is the message itself: without thoughts, invisible characters, the
// speaker's name in front, and quotation marks around the whole. thought tells whether thoughts were taken out.
func spoken(raw, name string) (text string, thought bool) {
	seen := visible(raw) // first, so that no invisible character hides a tag
	text = seen
	for next := unthought(text); next != text; next = unthought(text) { // what stands around a thought may make another
		text = next
	}
	thought = text != seen
	if n := len(name) + 1; len(text) > n && strings.EqualFold(text[:n], name+":") {
		text = strings.TrimSpace(text[n:])
	}
	return bare(text), thought
}

// unthought takes the thoughts out of a text once.
func unthought(text string) string {
	text = thoughts.ReplaceAllString(text, "")
	if all := thoughtEnd.FindAllStringIndex(text); all != nil { // the beginning was part of the prompt
		text = text[all[len(all)-1][1]:]
	}
	if at := thoughtStart.FindStringIndex(text); at != nil { // it never came to an end
		text = text[:at[0]]
	}
	return visible(text)
}

// sensible tells whether text can be an answer at all. Whether it is a good one the checks and the creator decide.
func sensible(text string, out reply) *Error {
	switch {
	case text == "" && (out.thought || thoughtStart.MatchString(out.text)):
		return &Error{KindEmpty, "the model only thought and said nothing; choose one that does not think"}
	case !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsSpace(r) }):
		return &Error{KindEmpty, "the model said nothing"}
	case strings.Count(out.text, "\uFFFD")*20 > utf8.RuneCountInString(out.text):
		return &Error{KindAbsurd, "the model's answer is no text"}
	case repetitive(text):
		return &Error{KindAbsurd, "the model repeats itself"}
	case text[0] == '{' && json.Valid([]byte(text)):
		return &Error{KindAbsurd, "the model answered in a computer's language"}
	case !strings.ContainsFunc(text, meaningful) && utf8.RuneCountInString(text) > 3:
		return &Error{KindAbsurd, "the model's answer is no text"}
	}
	return nil
}

// repetitive finds a character 50 times, a word 12 times, or a line 4 times in a row.
func repetitive(text string) bool {
	return run(strings.Split(text, ""), 50) || run(strings.Fields(strings.ToLower(text)), 12) || run(strings.Split(text, "\n"), 4)
}

func run(parts []string, limit int) bool {
	n, last := 0, ""
	for _, p := range parts {
		if p == last {
			n++
		} else {
			n, last = 1, p
		}
		if n >= limit {
			return true
		}
	}
	return false
}
