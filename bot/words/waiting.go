package words

import (
	"fmt"
	"time"
)

// Away heads the list of who wrote while the program was away. Telegram keeps
// nothing for longer than a day.
func Away(length time.Duration, messages, fans int, lost bool) string {
	s := fmt.Sprintf("<b>While I was away (%s): %s from %s</b>", Span(length), count(messages, "message"), count(fans, "fan"))
	if lost {
		s += "\nTelegram keeps messages for 24 hours only: look into your own chats for older ones."
	}
	return s
}

// AwayFan is one line of that list; name is escaped.
func AwayFan(name string, messages int, closes, now time.Time) string {
	if !now.Before(closes) {
		return fmt.Sprintf("%s · %d · window closed", name, messages)
	}
	return fmt.Sprintf("%s · %d · until %s", name, messages, Clock(closes))
}

// AwayMore says how many fans the list leaves out.
func AwayMore(n int) string {
	return fmt.Sprintf("… and %s more. /inbox shows them.", count(n, "fan"))
}

// AwayNext ends the list.
const AwayNext = "Nothing of this is answered by itself. The cards follow, most urgent first."

// Next says what becomes of a fan who writes on and on: how long a pause the
// next draft waits for, and how long at most.
func Next(pause, longest time.Duration) string {
	return fmt.Sprintf("They write one message after another: if another one comes, the next draft waits for a pause of %s, %s at most. /inbox opens it sooner.", Span(pause), Span(longest))
}

// Waiting is the one line that says how many fans wait beside those with an
// open card; closing of them can be answered for less than an hour. It holds no
// name and must stay true until it is edited.
func Waiting(more, closing int) string {
	s := fmt.Sprintf("%s. /inbox shows them.", waits(more, "more fan"))
	if closing > 0 {
		s += fmt.Sprintf(" Less than an hour left for %d of them.", closing)
	}
	return s
}

// WaitingRest is that line before it says a number, and where it cannot be
// removed: it is true at any time.
const WaitingRest = "/inbox shows who waits."

// Closing calls the creator to fans whose window closes while less urgent cards
// take all places.
func Closing(n int) string {
	verb := "wait"
	if n == 1 {
		verb = "waits"
	}
	return fmt.Sprintf("%s %s without a card and can be answered for less than an hour. Answer or skip an open card, or choose from /inbox.", count(n, "fan"), verb)
}

func waits(n int, what string) string {
	if n == 1 {
		return "1 " + what + " waits"
	}
	return fmt.Sprintf("%d %ss wait", n, what)
}
