package words

import (
	"fmt"
	"time"
)

// Buttons about what was learned.
const (
	Undo         = "Undo"
	RememberWish = "Remember this"
	ExamplesTab  = "Examples"
	RulesTab     = "Rules"
	PageBack     = "‹ Back"
	PageOn       = "More ›"
)

// PinLine, UnpinLine and DeleteLine label the buttons of one line of a list.
func PinLine(n int) string    { return fmt.Sprintf("%d · Pin", n) }
func UnpinLine(n int) string  { return fmt.Sprintf("%d · Unpin", n) }
func DeleteLine(n int) string { return fmt.Sprintf("%d · Delete", n) }

// Answers to /remember; HTML.
const (
	RememberHow  = "Tell me a rule for all drafts in a few words: <code>/remember I never do calls</code>\n/learned shows the rules."
	RememberFull = "Not remembered: all places for rules are taken by pinned ones. Delete or unpin one with /learned, then say it again."
	Forgotten    = "Taken back: this rule does not hold any more. /learned shows the others."
)

// RememberLong refuses a rule that is too long.
func RememberLong(limit int) string {
	return fmt.Sprintf("Not remembered: a rule has at most %d short words. Say one thing, such as <code>/remember I never do calls</code>, or send two rules. What needs more words belongs into your persona file.", limit)
}

// Remembered confirms a rule in the creator's own words; text is escaped.
func Remembered(text string) string {
	return "Remembered: “" + text + "”. It holds for every draft from now on. /learned"
}

// RememberedBefore answers a rule that is in force already; text is escaped.
func RememberedBefore(text string) string { return "I know that already: “" + text + "”. /learned" }

// LearnedRule tells what an edit taught; text is escaped.
func LearnedRule(text string) string {
	return "Learned from your edit: “" + text + "”. It holds for every draft from now on. /learned"
}

// RulesTitle heads the list of rules.
func RulesTitle(n, limit int) string {
	if n == 0 {
		return "<b>What I learned: rules</b>\nNone yet. I learn one when you change a draft a lot, or when you say it: <code>/remember I never do calls</code>"
	}
	return fmt.Sprintf("<b>What I learned: rules</b> (%d of at most %d)\nThey hold for every draft. A new one takes the place of the oldest that is not pinned.", n, limit)
}

// RuleLine is one rule of the list; text is escaped.
func RuleLine(n int, text string, pinned, learned bool, at time.Time) string {
	from := "you said it"
	if learned {
		from = "from an edit"
	}
	return fmt.Sprintf("%d. %s%s <i>(%s, %s)</i>", n, pin(pinned), text, from, at.Local().Format("2 Jan"))
}

// ExamplesTitle heads the list of examples.
func ExamplesTitle(n int) string {
	if n == 0 {
		return "<b>What I learned: examples</b>\nNone yet. What you send, edit and write by hand becomes one."
	}
	return "<b>What I learned: examples</b>, newest first\nAnswers of yours that similar questions are drafted after."
}

// ExampleLine is one example of the list; both texts are escaped.
func ExampleLine(n int, question, answer string, pinned bool, at time.Time) string {
	return fmt.Sprintf("%d. %s<i>%s</i>\n<b>%s</b> (%s)", n, pin(pinned), question, answer, at.Local().Format("2 Jan"))
}

func pin(pinned bool) string {
	if pinned {
		return "📌 "
	}
	return ""
}
