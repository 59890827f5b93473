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
	ActAnyway  = "anyway"
	ActEdit    = "edit"
	ActAgain   = "again"
	ActSkip    = "skip"
	ActStop    = "stop"
	ActArrived = "arrived"
	ActResend  = "resend"
	ActOpen    = "open"
	ActMode    = "mode"
	ActForget  = "forget" // everything of a fan
	ActKeep    = "keep"   // or not
	ActLine    = "line"   // the disclosure line arrived
	ActNoLine  = "noline" // it did not
	ActFigure  = "figure"
	ActExport  = "export"
	ActPart    = "part" // what to keep of a disconnected profile

	ActLearned  = "learned"
	ActUndo     = "undo"
	ActRemember = "remember"
	ActFan      = "fan"
	ActMemo     = "memo"
)

// StartCard begins the deep-link parameter that names a draft: the fan's name in
// an Edit prompt links to t.me/<bot>?start=card<draft>.
const StartCard = "card"

// StartFan begins the deep-link parameter that names a fan, on the Fan screen.
const StartFan = "fan"

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

// MemoOp is what a button about a fan's memory does.
type MemoOp byte

// The operations.
const (
	MemoShow      MemoOp = 'v' // draw the Fan screen again
	MemoFact      MemoOp = 'd' // delete a fact
	MemoSummary   MemoOp = 's' // delete the summary
	MemoPromise   MemoOp = 'p' // end a promise
	MemoAsk       MemoOp = 'f' // ask whether to forget everything
	MemoAll       MemoOp = 'F' // forget everything
	MemoKept      MemoOp = 'k' // on a reminder: the promise is kept
	MemoNoPromise MemoOp = 'n' // on a reminder: it was no promise
)

// Memo is what a button about a fan's memory means: an operation, the fan's chat, and the number of a fact or promise.
type Memo struct {
	Op   MemoOp
	Chat int64
	ID   int
}

// Payload packs it, in a form that no Tap has: a letter and two numbers.
func (m Memo) Payload() string { return fmt.Sprintf("%c:%d:%d", m.Op, m.Chat, m.ID) }

// ParseMemo reads what Payload wrote; anything else is an error.
func ParseMemo(s string) (Memo, error) {
	parts := strings.Split(s, ":")
	if len(parts) != 3 || len(parts[0]) != 1 || !strings.Contains("vdspfFkn", parts[0]) {
		return Memo{}, fmt.Errorf("parse button %q: want op:chat:number", s)
	}
	chat, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || chat == 0 || strconv.FormatInt(chat, 10) != parts[1] {
		return Memo{}, fmt.Errorf("parse button %q: bad chat", s)
	}
	id, err := strconv.Atoi(parts[2])
	if err != nil || id < 0 || strconv.Itoa(id) != parts[2] {
		return Memo{}, fmt.Errorf("parse button %q: bad number", s)
	}
	return Memo{Op: MemoOp(parts[0][0]), Chat: chat, ID: id}, nil
}
