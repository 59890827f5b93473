package demo

import (
	"slices"
	"strings"
	"time"

	"secretary/bot/sandbox"
	"secretary/bot/words"
)

// actions lists the buttons of a card that the bot hears of.
func actions(card sandbox.Message) []string {
	var out []string
	for _, b := range slices.Concat(card.Buttons...) {
		if b.Data != "" {
			out = append(out, b.Text)
		}
	}
	return out
}

// data is what a button of a card would send to the bot; empty without it.
func data(card sandbox.Message, button string) string {
	for _, b := range slices.Concat(card.Buttons...) {
		if b.Text == button {
			return b.Data
		}
	}
	return ""
}

// counting says whether a card counts down to an automatic reply.
func counting(card sandbox.Message) bool { return slices.Contains(actions(card), words.Stop) }

// body is all of a card but its second line, which says how long the fan has
// been waiting, and its buttons.
func body(card sandbox.Message) string {
	lines := strings.Split(card.Text, "\n")
	return strings.Join(slices.Delete(lines, min(1, len(lines)), min(2, len(lines))), "\n") + strings.Join(actions(card), "|")
}

func lastLine(text string) string { return text[strings.LastIndexByte(text, '\n')+1:] }

// ended says whether a card has come to its end: nothing to press, and nothing
// on its way.
func ended(card sandbox.Message) bool {
	return len(actions(card)) == 0 && !strings.Contains(card.Text, words.Queued(time.Time{}, time.Time{}, ""))
}
