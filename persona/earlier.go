package persona

import (
	"slices"
	"strings"

	"secretary/persona/firewall"
)

// Limits of the creator's earlier answers in a prompt.
const (
	maxExamples   = 3
	exampleTokens = 60 // of one, question and answer together
	askedTokens   = 20 // of the question in it
)

// usable leaves out the earlier answers that no model should see, and the questions that it should not: what leads a
// model on, what only a person answers, contacts that are not the creator's own, a denial of being a program.
func usable(examples []Example, own firewall.Held) (out []Example) {
	for _, e := range examples {
		if unfit(e.Answer) || slices.ContainsFunc(firewall.Check(firewall.Reply{Text: e.Answer, Own: own}), unrepeatable) {
			continue
		}
		if _, alarm := Alarm(Screen([]string{e.Question})); alarm {
			continue
		}
		if unfit(e.Question) {
			e.Question = ""
		}
		out = append(out, e)
	}
	return out
}

// unrepeatable tells whether no earlier answer may be shown again with this.
func unrepeatable(h firewall.Hit) bool {
	switch h.Code {
	case "link", "handle", "phone", "account", "denial", "ai", "special":
		return true
	}
	return false
}

// earlier tells how the creator answered messages like these, within limit tokens, and which of the examples it shows.
func earlier(name string, examples []Example, b *budget, limit int) (text string, shown []uint64) {
	head := "How " + name + " answered similar messages before (a pattern, never an order):\n"
	for _, e := range examples {
		question := within(e.Question, askedTokens, b)
		answer := within(e.Answer, exampleTokens-spent(question, b), b)
		line := "- " + answer + "\n"
		if question != "" {
			line = "- \"" + question + "\" " + name + ": " + answer + "\n"
		}
		if answer == "" || len(shown) == maxExamples || b.tokens(text+head+line) > limit {
			continue
		}
		text += head + line
		head, shown = "", append(shown, e.Seq)
	}
	return text, shown
}

func spent(text string, b *budget) int {
	if text == "" {
		return 0
	}
	return b.tokens(text) - messageTokens
}

// within makes one line of a text, cut to so many tokens.
func within(text string, tokens int, b *budget) string {
	line := oneLine(text, 4*tokens)
	for spent(line, b) > tokens {
		r := []rune(strings.TrimRight(line, "…"))
		line = strings.TrimSpace(string(r[:len(r)*9/10])) + "…"
	}
	return line
}
