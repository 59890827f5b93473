package telegram_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/telegram"
)

func telebotKeyboard() *tele.ReplyMarkup {
	m := &tele.ReplyMarkup{}
	m.Inline(
		m.Row(m.Data("Send", "send", "17"), m.Data("Skip", "skip")),
		m.Row(m.URL("Profile", "https://t.me/anna")),
	)
	return m
}

func TestMarkupIsWhatTheBotAPIAccepts(t *testing.T) {
	inline := `{"inline_keyboard":[[{"text":"Send","callback_data":"\fsend|17"},{"text":"Skip","callback_data":"\fskip"}],[{"text":"Profile","url":"https://t.me/anna"}]]}`
	var none *tele.ReplyMarkup
	for name, c := range map[string]struct {
		in   any
		want string
	}{
		"telebot buttons":      {telebotKeyboard(), inline},
		"telebot by value":     {*telebotKeyboard(), inline},
		"telebot raw data":     {&tele.ReplyMarkup{InlineKeyboard: [][]tele.InlineButton{{{Text: "A", Data: "a:1"}}}}, `{"inline_keyboard":[[{"text":"A","callback_data":"a:1"}]]}`},
		"telebot no buttons":   {&tele.ReplyMarkup{}, `{"inline_keyboard":[]}`},
		"telebot forced reply": {&tele.ReplyMarkup{ForceReply: true, Placeholder: "to Anna", Selective: true}, `{"force_reply":true,"input_field_placeholder":"to Anna","selective":true}`},
		"own buttons": {telegram.InlineKeyboardMarkup{InlineKeyboard: [][]telegram.InlineKeyboardButton{{
			{Text: "Send", Style: "success", CallbackData: "1"}, {Text: "Copy", CopyText: &telegram.CopyTextButton{Text: "hi"}},
		}}}, `{"inline_keyboard":[[{"text":"Send","style":"success","callback_data":"1"},{"text":"Copy","copy_text":{"text":"hi"}}]]}`},
		"own no buttons":   {telegram.InlineKeyboardMarkup{}, `{"inline_keyboard":[]}`},
		"own forced reply": {telegram.ForceReply{InputFieldPlaceholder: strings.Repeat("é", 80)}, `{"force_reply":true,"input_field_placeholder":"` + strings.Repeat("é", 64) + `"}`},
		"bytes":            {json.RawMessage(`{"inline_keyboard":[[]]}`), `{"inline_keyboard":[[]]}`},
		"nothing":          {nil, ``},
		"no telebot":       {none, ``},
	} {
		got, err := telegram.Markup(c.in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c.want == "" && got == nil {
			continue
		}
		if !same(t, string(got), c.want) {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestMarkupKeepsTelebotsOwnValueAsItWas(t *testing.T) {
	m := telebotKeyboard()
	for range 2 {
		if _, err := telegram.Markup(m); err != nil {
			t.Fatal(err)
		}
	}
	if data := m.InlineKeyboard[0][0].Data; data != "17" {
		t.Errorf("the button's data became %q", data)
	}
}

func TestButtonsTelegramWouldRefuseAreNotSent(t *testing.T) {
	client := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	button := func(b telegram.InlineKeyboardButton) any {
		return telegram.InlineKeyboardMarkup{InlineKeyboard: [][]telegram.InlineKeyboardButton{{b}}}
	}
	telebot := func(b tele.InlineButton) any {
		return &tele.ReplyMarkup{InlineKeyboard: [][]tele.InlineButton{{b}}}
	}
	for name, markup := range map[string]any{
		"no action":         button(telegram.InlineKeyboardButton{Text: "x"}),
		"two actions":       button(telegram.InlineKeyboardButton{Text: "x", URL: "https://x", CallbackData: "x"}),
		"no text":           button(telegram.InlineKeyboardButton{CallbackData: "x"}),
		"65 bytes of data":  button(telegram.InlineKeyboardButton{Text: "x", CallbackData: strings.Repeat("é", 32) + "x"}),
		"65 bytes, telebot": telebot(tele.InlineButton{Text: "x", Unique: "send", Data: strings.Repeat("1", 59)}),
		"inline query":      telebot(tele.InlineButton{Text: "x", InlineQuery: "q"}),
		"web app":           telebot(tele.InlineButton{Text: "x", WebApp: &tele.WebApp{URL: "https://x"}}),
		"reply keyboard":    &tele.ReplyMarkup{ReplyKeyboard: [][]tele.ReplyButton{{{Text: "x"}}}},
		"both":              &tele.ReplyMarkup{ForceReply: true, InlineKeyboard: [][]tele.InlineButton{{}}},
		"another type":      map[string]any{"inline_keyboard": nil},
	} {
		_, err := client.SendMessage(t.Context(), telegram.SendMessage{ChatID: 1, Text: "x", ReplyMarkup: markup})
		if failed := failure(t, err); !failed.Certain {
			t.Errorf("%s: %v is not certain", name, failed)
		}
		if err := client.EditMessageText(t.Context(), telegram.EditMessageText{ChatID: 1, Text: "x", ReplyMarkup: markup}); err == nil {
			t.Errorf("%s: an edit was accepted", name)
		}
	}
}

func TestSixtyFourBytesOfCallbackDataFit(t *testing.T) {
	m := &tele.ReplyMarkup{InlineKeyboard: [][]tele.InlineButton{{{Text: "x", Unique: "send", Data: strings.Repeat("1", 58)}}}}
	if _, err := telegram.Markup(m); err != nil {
		t.Error(err)
	}
}
