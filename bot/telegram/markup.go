package telegram

import (
	"encoding/json"
	"fmt"

	tele "gopkg.in/telebot.v3"
)

// InlineKeyboardMarkup are the buttons under a message, row by row.
type InlineKeyboardMarkup struct {
	InlineKeyboard [][]InlineKeyboardButton `json:"inline_keyboard"`
}

// InlineKeyboardButton is one button; exactly one of URL, CallbackData and
// CopyText is set.
type InlineKeyboardButton struct {
	Text         string          `json:"text"`
	Style        string          `json:"style,omitempty"` // "danger" red, "success" green, "primary" blue, "" plain
	URL          string          `json:"url,omitempty"`
	CallbackData string          `json:"callback_data,omitempty"` // 1 to 64 bytes
	CopyText     *CopyTextButton `json:"copy_text,omitempty"`
}

// CopyTextButton copies its text (1 to 256 characters) to the clipboard.
type CopyTextButton struct {
	Text string `json:"text"`
}

// ForceReply opens the reply box under a message, as if the person had chosen
// to reply to it.
type ForceReply struct {
	ForceReply            bool   `json:"force_reply"`
	InputFieldPlaceholder string `json:"input_field_placeholder,omitempty"` // 1 to 64 characters
	Selective             bool   `json:"selective,omitempty"`
}

// Markup returns the JSON of a reply_markup parameter. It accepts
// InlineKeyboardMarkup and ForceReply, and telebot's ReplyMarkup, whose own
// JSON is not the Bot API's: it says "unique" and always an inline-query
// field. A button's Unique and Data become "\f<unique>|<data>", the form
// telebot routes by. A json.RawMessage passes as it is; nil gives nil.
//
// It errs on a button with none or several actions, on callback data over 64
// bytes, and on telebot fields the secretary has no use for.
func Markup(markup any) (json.RawMessage, error) {
	return nil, fmt.Errorf("not yet") // TODO
}

var _ tele.ReplyMarkup
