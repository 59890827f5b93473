package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf16"

	tele "gopkg.in/telebot.v3"
)

const (
	maxCallback    = 64  // bytes
	maxPlaceholder = 64  // characters
	maxNotice      = 200 // characters of the answer to a button
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
// bytes, and on telebot fields the secretary has no use for. A placeholder over
// 64 characters is cut: it is only a hint.
func Markup(markup any) (json.RawMessage, error) {
	switch m := markup.(type) {
	case nil:
		return nil, nil
	case json.RawMessage:
		return m, nil
	case tele.ReplyMarkup:
		return fromTelebot(&m)
	case *tele.ReplyMarkup:
		if m == nil {
			return nil, nil
		}
		return fromTelebot(m)
	case InlineKeyboardMarkup:
		return m.encode()
	case ForceReply:
		return m.encode()
	}
	return nil, fmt.Errorf("encode buttons: %T is no markup", markup)
}

func (m InlineKeyboardMarkup) encode() (json.RawMessage, error) {
	if m.InlineKeyboard == nil {
		m.InlineKeyboard = [][]InlineKeyboardButton{} // null would be refused; [] removes the buttons
	}
	for _, row := range m.InlineKeyboard {
		for _, button := range row {
			if err := button.check(); err != nil {
				return nil, err
			}
		}
	}
	return json.Marshal(m)
}

func (b InlineKeyboardButton) check() error {
	actions := 0
	for _, set := range []bool{b.URL != "", b.CallbackData != "", b.CopyText != nil} {
		if set {
			actions++
		}
	}
	switch {
	case b.Text == "":
		return errors.New("encode buttons: a button without text")
	case actions != 1:
		return fmt.Errorf("encode buttons: button with %d actions, must have one", actions)
	case len(b.CallbackData) > maxCallback:
		return fmt.Errorf("encode buttons: callback data of %d bytes, at most %d", len(b.CallbackData), maxCallback)
	}
	return nil
}

func (f ForceReply) encode() (json.RawMessage, error) {
	f.ForceReply = true
	f.InputFieldPlaceholder = cut(f.InputFieldPlaceholder, maxPlaceholder)
	return json.Marshal(f)
}

func fromTelebot(m *tele.ReplyMarkup) (json.RawMessage, error) {
	switch {
	case m.ReplyKeyboard != nil || m.RemoveKeyboard:
		return nil, errors.New("encode buttons: reply keyboards are not supported")
	case m.ForceReply && m.InlineKeyboard != nil:
		return nil, errors.New("encode buttons: a message has buttons or forces a reply, not both")
	case m.ForceReply:
		return ForceReply{InputFieldPlaceholder: m.Placeholder, Selective: m.Selective}.encode()
	}
	keyboard := InlineKeyboardMarkup{InlineKeyboard: make([][]InlineKeyboardButton, len(m.InlineKeyboard))}
	for i, row := range m.InlineKeyboard {
		for _, button := range row {
			own, err := fromTelebotButton(button)
			if err != nil {
				return nil, err
			}
			keyboard.InlineKeyboard[i] = append(keyboard.InlineKeyboard[i], own)
		}
	}
	return keyboard.encode()
}

func fromTelebotButton(b tele.InlineButton) (InlineKeyboardButton, error) {
	if b.InlineQuery != "" || b.InlineQueryChat != "" || b.InlineQueryChosenChat != nil || b.Login != nil || b.WebApp != nil {
		return InlineKeyboardButton{}, errors.New("encode buttons: only links and callback data are supported")
	}
	data := b.Data
	if b.Unique != "" {
		data = "\f" + b.Unique
		if b.Data != "" {
			data += "|" + b.Data
		}
	}
	return InlineKeyboardButton{Text: b.Text, URL: b.URL, CallbackData: data}, nil
}

// cut shortens text to at most units UTF-16 units, the Bot API's strictest way
// to count characters.
func cut(text string, units int) string {
	for i, r := range text {
		if units -= utf16.RuneLen(r); units < 0 {
			return text[:i]
		}
	}
	return text
}
