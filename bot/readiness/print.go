package readiness

import (
	"fmt"
	"strings"

	"secretary/bot/card"
	"secretary/bot/words"
)

// HTML prints the chain for the creator's chat.
func HTML(steps []Step) string {
	var s strings.Builder
	for _, step := range steps {
		fmt.Fprintf(&s, "%s <b>%d. %s</b>: %s\n", words.Mark(step.State), step.N, card.Escape(step.Title), card.Escape(card.Cut(step.Detail, 240)))
		if step.Fix != "" {
			fmt.Fprintf(&s, "   → %s\n", card.Escape(card.Cut(step.Fix, 240)))
		}
	}
	s.WriteString("\n" + verdict(steps))
	return s.String()
}

// Text prints the chain for a terminal.
func Text(steps []Step) string {
	var s strings.Builder
	for _, step := range steps {
		fmt.Fprintf(&s, "%s %2d. %s: %s\n", words.Mark(step.State), step.N, step.Title, step.Detail)
		for _, r := range step.Rights {
			mark := "no"
			if r.Granted {
				mark = "yes"
			}
			fmt.Fprintf(&s, "        %-28s %-4s%s\n", r.Label, mark, r.Why)
		}
		if step.Fix != "" {
			fmt.Fprintf(&s, "      → %s\n", step.Fix)
		}
	}
	s.WriteString("\n" + verdict(steps) + "\n")
	return s.String()
}

func verdict(steps []Step) string {
	waiting := false
	for _, step := range steps {
		waiting = waiting || step.State == stepWaiting
	}
	return words.Verdict(Blocked(steps), waiting)
}
