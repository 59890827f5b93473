package sandbox_test

import (
	"slices"
	"testing"

	"secretary/bot/sandbox"
)

func TestEveryFaultOfACallIsAViolation(t *testing.T) {
	for _, c := range []struct {
		method string
		p      params
		want   string
	}{
		{"sendMessage", params{"chat_id": 1, "text": "x", "txt": "y"}, `sendMessage: unknown parameter "txt"`},
		{"sendMessage", params{"chat_id": 1}, `sendMessage: required parameter "text" is missing`},
		{"sendMessage", params{"chat_id": 1, "text": 5}, `sendMessage: text is of type Integer, want String`},
		{"sendMessage", params{"chat_id": true, "text": "x"}, `sendMessage: chat_id is of type Boolean, want Integer`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "disable_notification": "true"}, `sendMessage: disable_notification is of type String, want Boolean`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "parse_mode": nil}, `sendMessage: parse_mode is of type null, want String`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "reply_markup": `{"force_reply":true}`}, `sendMessage: reply_markup is of type String, want InlineKeyboardMarkup`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "reply_markup": params{"inline_keyboard": [][]params{{{"text": "x", "calback_data": "y"}}}}},
			`sendMessage: unknown field "reply_markup.inline_keyboard[0][0].calback_data"`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "reply_markup": params{"inline_keyboard": [][]params{{{"text": "x", "callback_data": "y", "url": "https://x.org"}}}}},
			`sendMessage: reply_markup.inline_keyboard[0][0] has 2 actions, a button has exactly one`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "reply_markup": params{"inline_keyboard": nil}}, `sendMessage: reply_markup.inline_keyboard is of type null, want [][]InlineKeyboardButton`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "reply_markup": params{"force_reply": true, "placeholder": "x"}}, `sendMessage: unknown field "reply_markup.placeholder"`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "reply_parameters": params{"mesage_id": 1}}, `sendMessage: required field "reply_parameters.message_id" is missing`},
		{"sendMessage", params{"chat_id": 1, "text": "x", "link_preview_options": params{"disabled": true}}, `sendMessage: unknown field "link_preview_options.disabled"`},
		{"getUpdates", params{"allowed_updates": []string{"message", "busines_message"}}, `getUpdates: allowed_updates[1] names no kind of update: "busines_message"`},
		{"getUpdates", params{"timeout": "50"}, `getUpdates: timeout is of type String, want Integer`},
		{"getUpdates", params{"timeout": 0.5}, `getUpdates: timeout is of type Float, want Integer`},
		{"setMyCommands", params{"commands": []params{{"command": "x"}}}, `setMyCommands: required field "commands[0].description" is missing`},
		{"setMyCommands", params{"commands": []params{}, "scope": params{"type": "chat"}}, `setMyCommands: required field "scope.chat_id" is missing`},
		{"setMyCommands", params{"commands": []params{}, "scope": params{"type": "chats"}}, `is not "`},
		{"sendDice", params{"chat": 1}, `sendDice: unknown parameter "chat"`},
	} {
		w := newWorld(t)
		w.push(1) // so that no poll waits
		w.call(c.method, c.p)
		found := slices.ContainsFunc(w.Violations(), func(v string) bool { return v == c.want || c.want == `is not "` && len(v) > 0 })
		if !found {
			t.Errorf("%v: got %q, want %q", c.p, w.Violations(), c.want)
		}
	}
}

func TestProperCallsAreNoViolation(t *testing.T) {
	w, c, id := connected(t)
	w.mila.Start("")
	w.call("getUpdates", params{"offset": 0, "limit": 10, "timeout": 0, "allowed_updates": []string{"message", "business_message"}})
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "x", "parse_mode": "HTML", "reply_markup": params{"force_reply": true, "input_field_placeholder": "x"},
		"link_preview_options": params{"is_disabled": true}, "reply_parameters": params{"message_id": 5, "allow_sending_without_reply": true}})
	w.call("setMyCommands", params{"commands": []params{{"command": "x", "description": "y"}}, "scope": params{"type": "chat", "chat_id": w.mila.ID()}})
	w.call("readBusinessMessage", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "message_id": id})
	w.call("getBusinessConnection", params{"business_connection_id": c.ID()})
	w.call("deleteBusinessMessages", params{"business_connection_id": c.ID(), "message_ids": []int64{id}})
	w.call("getWebhookInfo", nil)
	same(t, "violations", w.Violations(), []string(nil))
}

func TestViolationsDoNotRepeat(t *testing.T) {
	w := newWorld(t)
	w.call("getMe", params{"x": 1})
	w.call("getMe", params{"x": 2})
	same(t, "violations", len(w.Violations()), 1)
}

// can_reply at the top of a BusinessConnection is a duplicate for old bots that
// the description no longer has.
const legacy = `unknown field "Update.business_connection.can_reply"`

func TestEverythingTheSandboxSaysIsDocumented(t *testing.T) {
	w, c, id := connected(t, func(o *sandbox.Options) { o.Echo = true })
	start := w.mila.Start("x")
	card := messageID(t, w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": `<b>b</b> <a href="tg://user?id=5">u</a> <a href="https://x.org">l</a>`,
		"parse_mode": "HTML", "reply_markup": keyboard("Send", "ok"), "reply_parameters": params{"message_id": start}}))
	w.mila.Replies(card, "own words")
	w.mila.EditsSent(start, "/start y")
	w.mila.SendsPhoto("x")
	w.mila.SendsSticker("x")
	w.mila.BlocksBot()
	w.alex.WritesPhoto(w.mila, "x")
	w.alex.WritesVoice(w.mila, 3)
	w.alex.WritesSticker(w.mila, "x")
	w.mila.AutoReplies(w.alex, "away")
	w.alex.Edits(w.mila, id, "x")
	w.call("sendMessage", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "text": "x", "reply_parameters": params{"message_id": id}})
	w.alex.Deletes(w.mila, id)
	c.Disable()
	go w.mila.TapsData(card, "x")
	w.until("the tap is queued", func() bool { return w.Pending() == 17 })
	seen := map[string]bool{}
	for _, u := range w.poll(0) {
		seen[u.kind()] = true
		raw := map[string]any{"update_id": u["update_id"], u.kind(): u[u.kind()]}
		for _, fault := range sandbox.CheckObject("Update", encode(t, raw)) {
			if fault != legacy {
				t.Errorf("%s: %s", u.kind(), fault)
			}
		}
	}
	same(t, "kinds", len(seen), 8)
	for kind, r := range map[string]reply{
		"User": w.call("getMe", nil), "WebhookInfo": w.call("getWebhookInfo", nil), "ChatFullInfo": w.call("getChat", params{"chat_id": w.mila.ID()}),
		"Message": w.call("editMessageText", params{"chat_id": w.mila.ID(), "message_id": card, "text": "x"}),
	} {
		for _, fault := range sandbox.CheckObject(kind, r.Result) {
			t.Error(fault)
		}
	}
}
