package card

import (
	"fmt"
	"strconv"
	"strings"

	"secretary/bot/telegram"
)

// Actions of buttons. They are telebot's "unique" of a callback.
const (
	ActSend    = "send"
	ActEdit    = "edit"
	ActAgain   = "again"
	ActSkip    = "skip"
	ActStop    = "stop"
	ActArrived = "arrived"
	ActResend  = "resend"
	ActOpen    = "open"
	ActMode    = "mode"
	ActLine    = "line"   // the disclosure line arrived
	ActNoLine  = "noline" // it did not

	ActLearned  = "learned"
	ActUndo     = "undo"
	ActRemember = "remember"
)

// StartCard begins the deep-link parameter that names a draft: the fan's name in
// an Edit prompt links to t.me/<bot>?start=card<draft>.
const StartCard = "card"

// Tap is what a button of a card means: an action on one text of one draft.
type Tap struct {
	Draft uint64
	Try   int
}

// Data packs an action and its payload the way telebot routes callbacks:
// "\f" + action + "|" + payload, at most 64 bytes.
func Data(action, payload string) string { return "\f" + action + "|" + payload }

// Press makes a button with an action.
func Press(text, action, payload string) telegram.InlineKeyboardButton {
	return telegram.InlineKeyboardButton{Text: text, CallbackData: Data(action, payload)}
}

// Payload packs a tap: two numbers, so that nothing about a fan ever stands in
// a button.
func (t Tap) Payload() string { return fmt.Sprintf("%d.%d", t.Draft, t.Try) }

// ParseTap reads what Payload wrote; anything else is an error.
func ParseTap(s string) (Tap, error) {
	a, b, ok := strings.Cut(s, ".")
	if !ok {
		return Tap{}, fmt.Errorf("parse button %q: want draft.try", s)
	}
	draft, err := strconv.ParseUint(a, 10, 64)
	if err != nil || draft == 0 || strconv.FormatUint(draft, 10) != a {
		return Tap{}, fmt.Errorf("parse button %q: bad draft", s)
	}
	try, err := strconv.Atoi(b)
	if err != nil || try < 0 || strconv.Itoa(try) != b {
		return Tap{}, fmt.Errorf("parse button %q: bad try", s)
	}
	return Tap{Draft: draft, Try: try}, nil
}
