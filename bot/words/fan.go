package words

import (
	"fmt"
	"strings"
	"time"
)

// Buttons of the Fan screen and of a reminder.
const (
	Fan         = "Fan"
	Done        = "Done"
	Forget      = "Forget"
	ForgetAll   = "Forget everything you know"
	ForgetSure  = "Yes, forget it all"
	ForgetBack  = "No, keep it"
	ForgetEarly = "✕ summary"
)

// ForgetFact is the button that deletes one fact.
func ForgetFact(key string) string { return "✕ " + key }

// DonePromise is the button that ends one promise of the Fan screen, the nth.
func DonePromise(n int) string { return fmt.Sprintf("✓ promise %d", n) }

// Knows is the card's line about the fan; facts is HTML.
func Knows(facts string) string { return "Knows: " + facts }

// Titles of the Fan screen.
const (
	FanFacts    = "Told by the fan"
	FanEarlier  = "Earlier in the chat"
	FanPromises = "Promised by you"
	FanNothing  = "Nothing is known yet. What a fan tells about himself is noted here by and by."
	FanOff      = "Nothing new is noted: memory.enabled is false."
	FanSure     = "<b>Forget all of this?</b> The messages stay; what was noted from them is gone for good."
)

// FanHow says how to add and correct facts; keys are the known ones.
func FanHow(keys []string) string {
	return "To add or correct: reply with <code>job: nurse</code>. Known: " + strings.Join(keys, ", ") + "."
}

// FanSince is the second line of the Fan screen. mode is the label of the mode in force; own tells that it is this
// fan's own.
func FanSince(first time.Time, messages int, mode string, own bool) string {
	s := fmt.Sprintf("%d messages", messages)
	if messages == 1 {
		s = "1 message"
	}
	if !first.IsZero() {
		s = "Since " + Day(first) + " · " + s
	}
	if own {
		return s + " · mode " + mode + " (only here)"
	}
	return s + " · mode " + mode
}

// Day prints a date as the creator's screens show it.
func Day(t time.Time) string { return t.Local().Format("2 Jan 2006") }

// DayClock prints a date with its time of day.
func DayClock(t time.Time) string { return t.Local().Format("Mon 2 Jan, 15:04") }

// FactFrom says where a fact comes from and how long it is kept.
func FactFrom(own bool, at, expires time.Time) string {
	s := Day(at)
	if own {
		s = "you, " + s
	}
	if !expires.IsZero() {
		s += ", until " + Day(expires)
	}
	return s
}

// Reminder reminds of a promise. who and text are HTML.
func Reminder(who, text string, due time.Time) string {
	return "You told " + who + ": “" + text + "”\nThat is " + DayClock(due) + "."
}

// ReminderEnded is a reminder whose button was pressed. who and text are HTML.
func ReminderEnded(who, text string, done bool) string {
	if done {
		return "Done: you told " + who + " “" + text + "”."
	}
	return "Forgotten: you told " + who + " “" + text + "”."
}

// Answers around the Fan screen.
const (
	TapUnlearned  = "Forgotten."
	TapDone       = "Good. Done."
	TapAsksForget = "Are you sure?"
	FanHowTo      = "Reply to a card with /fan to see what is known of the fan, or with <code>/fan job: nurse</code> to note something."
	FactSaved     = "Noted."
	FactGone      = "Forgotten."
)

// FactRefused says why something cannot be noted, and what to do. keys are the known ones; onScreen tells that it was a
// reply to the Fan screen, which may have been meant for the fan.
func FactRefused(code string, keys []string, onScreen bool) string {
	s := map[string]string{
		"contact": "Links, handles, numbers and accounts are not kept. Write it without them.",
		"special": "Not kept: health, love life, religion, politics, origin and money are noted only if memory.special is true.",
		"order":   "Not kept: it reads like an order to the model. Write what the fan is or has; for wishes to the model there is /remember.",
		"long":    "Too long: at most 80 characters, please.",
	}[code]
	if s == "" {
		s = "Write it as <code>job: nurse</code>. Before the colon stands one of: " + strings.Join(keys, ", ") + "."
	}
	if onScreen {
		s += " Nothing was sent to the fan: this was a reply to the Fan screen."
	}
	return s
}
