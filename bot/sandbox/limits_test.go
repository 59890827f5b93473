package sandbox_test

import (
	"slices"
	"strings"
	"testing"

	"secretary/bot/sandbox"
)

// button is a sendMessage with one inline button.
func button(b params) params {
	return params{"chat_id": 1, "text": "x", "reply_markup": params{"inline_keyboard": [][]params{{b}}}}
}

func TestWhatTheDescriptionsSayInWordsIsAViolationToo(t *testing.T) {
	const first = "reply_markup.inline_keyboard[0][0]"
	long := func(n int) string { return strings.Repeat("x", n) }
	for _, c := range []struct {
		method string
		p      params
		want   string
	}{
		{"sendMessage", params{"chat_id": 1, "text": long(4097)}, "text has 4097 characters, want 0 to 4096"},
		{"sendMessage", params{"chat_id": 1, "text": strings.Repeat("😀", 2049)}, "text has 4098 characters, want 0 to 4096"},
		{"sendMessage", params{"chat_id": 1, "text": " \n"}, "text: Bad Request: text must be non-empty"},
		{"sendMessage", params{"chat_id": 1, "text": "<b>x", "parse_mode": "HTML"}, `text: Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "parse_mode": "html"}, `parse_mode "html" is none`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "parse_mode": "HTML", "entities": []params{{"type": "bold", "offset": 0, "length": 1}}},
			"parse_mode and entities exclude each other"},
		{"sendMessage", params{"chat_id": "1", "text": "x"}, "chat_id is neither a number nor an @username"},
		{"sendMessage", params{"chat_id": 1, "text": "x", "business_connection_id": ""}, "business_connection_id is empty"},
		{"sendMessage", params{"chat_id": 1, "text": "x", "reply_parameters": params{"message_id": 1, "quote": long(1025)}},
			"reply_parameters.quote has 1025 characters, want 0 to 1024"},
		{"sendMessage", params{"chat_id": 1, "text": "x", "reply_markup": params{"force_reply": true, "input_field_placeholder": long(65)}},
			"reply_markup.input_field_placeholder has 65 characters, want 1 to 64"},
		{"sendMessage", params{"chat_id": 1, "text": "x", "reply_markup": params{"force_reply": true, "inline_keyboard": [][]params{}}},
			"reply_markup is 2 kinds of markup at once"},
		{"sendMessage", button(params{"text": "x", "callback_data": long(65)}), first + ".callback_data has 65 bytes, want 1 to 64"},
		{"sendMessage", button(params{"text": "x", "callback_data": ""}), first + ".callback_data has 0 bytes, want 1 to 64"},
		{"sendMessage", button(params{"text": "", "callback_data": "x"}), first + ".text has 0 characters, want 1 to 4096"},
		{"sendMessage", button(params{"text": "x", "callback_data": "x", "style": "green"}), first + `.style "green" is none`},
		{"sendMessage", button(params{"text": "x", "url": "javascript://x"}), first + ".url is no link"},
		{"sendMessage", button(params{"text": "x", "copy_text": params{"text": long(257)}}), first + ".copy_text.text has 257 characters, want 1 to 256"},
		{"sendMessage", params{"chat_id": 1, "business_connection_id": "c", "text": "x",
			"reply_markup": params{"inline_keyboard": [][]params{{{"text": "x", "switch_inline_query": "y"}}}}},
			first + ".switch_inline_query is not supported in business messages"},
		{"sendPhoto", params{"chat_id": 1, "photo": "id", "caption": long(1025)}, "caption has 1025 characters, want 0 to 1024"},
		{"sendChatAction", params{"chat_id": 1, "action": "Typing"}, `action "Typing" is none`},
		{"editMessageText", params{"chat_id": 1, "message_id": 0, "text": "x"}, "message_id is 0, want 1 to 2147483647"},
		{"editMessageText", params{"chat_id": 1, "text": "x"}, "message_id is missing and so is inline_message_id"},
		{"editMessageText", params{"chat_id": 1, "message_id": 1}, "text is missing and so is rich_message"},
		{"answerCallbackQuery", params{"callback_query_id": "1", "text": long(201)}, "text has 201 characters, want 0 to 200"},
		{"answerCallbackQuery", params{"callback_query_id": ""}, "callback_query_id is empty"},
		{"deleteBusinessMessages", params{"business_connection_id": "c", "message_ids": []int64{}}, "message_ids names 0 messages, want 1 to 100"},
		{"setMyCommands", params{"commands": []params{{"command": "/Start", "description": "x"}}}, "commands[0].command is no name of a command"},
		{"setMyCommands", params{"commands": []params{{"command": "x", "description": ""}}}, "commands[0].description has 0 characters, want 1 to 256"},
		{"setMyCommands", params{"commands": slices.Repeat([]params{{"command": "x", "description": "y"}}, 101)}, "commands are 101, at most 100"},
		{"getUpdates", params{"limit": 101}, "limit is 101, want 1 to 100"},
		{"getUpdates", params{"timeout": 51}, "timeout is 51, want 0 to 50"},
	} {
		w := newWorld(t, func(o *sandbox.Options) { o.Brisk = true })
		w.Push([]byte(`{"poll":{}}`)) // so that no getUpdates waits
		w.call(c.method, c.p)
		if want := c.method + ": " + c.want; !slices.Contains(w.Violations(), want) {
			t.Errorf("%v: got %q, want %q", c.p, w.Violations(), want)
		}
	}
}

func TestCallsAtTheirLimitsAreNoViolations(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	long := func(n int) string { return strings.Repeat("x", n) }
	chat := w.mila.ID()
	w.call("sendMessage", params{"chat_id": chat, "text": "<b>" + long(4096) + "</b> \n", "parse_mode": "HTML"})
	w.call("sendMessage", params{"chat_id": chat, "text": "x", "reply_markup": params{"inline_keyboard": [][]params{}}})
	w.call("sendMessage", params{"chat_id": chat, "text": "x", "reply_markup": params{"force_reply": true, "input_field_placeholder": long(64)}})
	w.call("sendMessage", params{"chat_id": chat, "text": "x", "reply_markup": params{"inline_keyboard": [][]params{{
		{"text": "x", "callback_data": long(64), "style": "danger"}, {"text": "x", "copy_text": params{"text": long(256)}}, {"text": "x", "url": "https://t.me/x"}}}}})
	w.call("answerCallbackQuery", params{"callback_query_id": "1", "text": long(200)})
	w.call("setMyCommands", params{"commands": slices.Repeat([]params{{"command": long(32), "description": long(256)}}, 100)})
	same(t, "violations", w.Violations(), []string(nil))
}
