package persona

import (
	"slices"
	"strings"

	"secretary/persona/firewall"
)

// Flag is one reason why a person has to look. Detail is short, may quote the draft or the fan, and is never logged. Its
// codes are those of the rules of package firewall, about the fan's words and about the draft, and beside them, about
// the fan's words: unread (a language, or letters, that no rule knows) and unseen (more than a model is shown); about
// the draft: empty, cut, too_long, language (or script, or one that cannot be told), unanswered (a question, which is the
// detail), model_changed (another model than before has written), instruction (not followed by the embedded drafter).
type Flag struct {
	Code   string
	Detail string
}

// Severity says what the flag leads to.
func (f Flag) Severity() firewall.Severity {
	if r, ok := firewall.Find(f.Code); ok {
		return r.Severity
	}
	return firewall.Ask
}

// Warns tells whether a rule about replies gave the flag: who sends the draft all the same has to mean it.
func (f Flag) Warns() bool {
	r, ok := firewall.Find(f.Code)
	return ok && r.Direction == firewall.Out
}

// unfit tells whether a text is better not shown to a model at all: it leads one on, or it is for a person only.
func unfit(text string) bool {
	return slices.ContainsFunc(Screen([]string{text}), func(f Flag) bool {
		return f.Code == "injection" || f.Code == "bot_question" || f.Severity() == firewall.Alert
	})
}

// Screen looks at a fan's words before anything is drafted. It looks at all texts joined, as a burst may split a
// sentence; each code comes at most once, the gravest first.
func Screen(texts []string) []Flag { return flagsOf(firewall.Screen(texts, false)) }

// Alarm gives the first flag that the creator is told of at once, and about which no model is asked; false if there is
// none.
func Alarm(flags []Flag) (Flag, bool) {
	for _, f := range flags {
		if f.Severity() == firewall.Alert {
			return f, true
		}
	}
	return Flag{}, false
}

func flagsOf(hits []firewall.Hit) (flags []Flag) {
	for _, h := range hits {
		flags = append(flags, Flag{h.Code, h.Words})
	}
	return flags
}

// reply is the answer as the firewall looks at it.
func (a *answer) reply() firewall.Reply {
	r := firewall.Reply{Text: a.text, Own: a.sheet.own, Secret: a.sheet.secret, Quoted: a.quoted, Others: a.request.Others}
	for i := len(a.request.History) - 1; i >= 0; i-- {
		t := a.request.History[i]
		r.Said = append(r.Said, t.Text)
		if !t.FromFan {
			r.Earlier = append(r.Earlier, t.Text)
		}
	}
	r.Said = append(r.Said, texts(a.request.Pending)...)
	r.Said = slices.Concat(r.Said, a.request.Facts, a.request.Rules, []string{a.request.Instruction, a.request.Summary})
	if !a.request.Now.IsZero() {
		r.Said = append(r.Said, a.request.Now.Format(momentNote))
	}
	return r
}

// publicLines are what the creator says to fans anyway: the replies of the examples.
func publicLines(examples []pair) []string {
	lines := []string{systemText[strings.LastIndex(systemText, ": ")+2:]}
	for _, e := range examples {
		lines = append(lines, e.reply)
	}
	return lines
}
