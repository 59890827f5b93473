package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// send sends a plain text to a person's private chat.
func (w *world) send(p *sandbox.Person, text string) int64 {
	w.t.Helper()
	return messageID(w.t, w.call("sendMessage", params{"chat_id": p.ID(), "text": text}))
}

func keyboard(text, data string) params {
	return params{"inline_keyboard": [][]params{{{"text": text, "callback_data": data}}}}
}

func (w *world) sendButton(p *sandbox.Person, text, data string) int64 {
	w.t.Helper()
	return messageID(w.t, w.call("sendMessage", params{"chat_id": p.ID(), "text": "card", "reply_markup": keyboard(text, data)}))
}

func TestStartReachesTheBotWithItsPayload(t *testing.T) {
	w := newWorld(t)
	id := w.mila.Start("CODE")
	m := w.poll(0)[0].body(t)
	same(t, "text", m["text"], "/start CODE")
	same(t, "id", m["message_id"], float64(id))
	same(t, "from", m["from"], map[string]any{"id": 510000001.0, "is_bot": false, "first_name": "Mila", "username": "mila", "language_code": "en"})
	same(t, "chat", m["chat"], map[string]any{"id": 510000001.0, "first_name": "Mila", "username": "mila", "type": "private"})
	same(t, "entities", m["entities"], []any{map[string]any{"type": "bot_command", "offset": 0.0, "length": 6.0}})
	same(t, "date", m["date"], float64(w.clock.Now().Unix()))
}

func TestSentMessageIsReturnedAndSeen(t *testing.T) {
	w := newWorld(t)
	start := w.mila.Start("")
	r := w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": " <b>hi</b> you\n", "parse_mode": "HTML",
		"reply_parameters": params{"message_id": start}}).object(t)
	same(t, "text is trimmed", r["text"], "hi you")
	same(t, "entities", r["entities"], []any{map[string]any{"type": "bold", "offset": 0.0, "length": 2.0}})
	same(t, "from", r["from"].(map[string]any)["id"], float64(w.Bot().ID))
	same(t, "reply", r["reply_to_message"].(map[string]any)["text"], "/start")
	seen := w.mila.Chat()[1]
	same(t, "seen", []any{seen.Text, seen.Source, seen.FromBot, seen.ReplyTo, seen.FromID},
		[]any{"hi you", " <b>hi</b> you\n", true, start, w.Bot().ID})
}

func TestBotWritesOnlyToWhoItMay(t *testing.T) {
	w := newWorld(t)
	w.mila.Connect()
	w.alex.Writes(w.mila, "hi")
	robot := w.Person("Robot", sandbox.AsBot())
	robot.Sends("beep")
	stranger := w.Person("Zoe")
	for _, c := range []struct {
		chat any
		code int
		text string
	}{
		{"", 400, "Bad Request: chat_id is empty"},
		{stranger.ID(), 400, "Bad Request: chat not found"},
		{-1001, 400, "Bad Request: chat not found"},
		{"@alex_k", 400, "Bad Request: chat not found"},
		{w.alex.ID(), 403, "Forbidden: bot can't initiate conversation with a user"},
		{robot.ID(), 403, "Forbidden: the bot can't send messages to the bot"},
	} {
		w.call("sendMessage", params{"chat_id": c.chat, "text": "x"}).wantError(t, c.code, c.text)
	}
}

func TestBlockedBotGets403UntilStartedAgain(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	w.drain()
	w.mila.BlocksBot()
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "x"}).wantError(t, 403, "Forbidden: bot was blocked by the user")
	w.call("sendChatAction", params{"chat_id": w.mila.ID(), "action": "typing"}).wantError(t, 403, "Forbidden: bot was blocked by the user")
	w.mila.Start("")
	w.send(w.mila, "back")
	list := w.poll(0)
	same(t, "kinds", kinds(list), []string{"my_chat_member", "my_chat_member", "message"})
	same(t, "status", list[0].body(t)["new_chat_member"].(map[string]any)["status"], "kicked")
}

func TestDeletedAccountGets403(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	w.mila.DeletesAccount()
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "x"}).wantError(t, 403, "Forbidden: user is deactivated")
}

func TestTextIsCheckedBeforeMarkupAndChat(t *testing.T) {
	w := newWorld(t)
	broken := params{"chat_id": 1, "text": "<b>x", "parse_mode": "HTML", "reply_parameters": params{}, "reply_markup": "{"}
	steps := []struct {
		change params
		text   string
	}{
		{params{"text": ""}, "Bad Request: message text is empty"},
		{params{"text": "<b>x"}, `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{params{"text": strings.Repeat("x", 4097), "reply_parameters": params{"message_id": true}}, `Bad Request: field "message_id" must be a Number`},
		{params{"reply_parameters": params{}}, "Bad Request: can't parse reply keyboard markup JSON object"},
		{params{"reply_markup": params{}}, "Bad Request: chat not found"},
	}
	w.mila.Start("")
	for _, step := range steps {
		for name, value := range step.change {
			broken[name] = value
		}
		w.call("sendMessage", broken).wantError(t, 400, step.text)
	}
	broken["chat_id"] = w.mila.ID()
	w.call("sendMessage", broken).wantError(t, 400, "Bad Request: message is too long")
}

func TestLengthCountsCodePointsAfterParsing(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	full := strings.Repeat("😂", 4096)
	same(t, "sent", w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": full}).OK, true)
	same(t, "tags do not count", w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "<b>" + full + "</b>", "parse_mode": "HTML"}).OK, true)
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": full + "x"}).wantError(t, 400, "Bad Request: message is too long")
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": strings.Repeat("x", 1<<15+1)}).wantError(t, 400, "Bad Request: text is too long")
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": " \n "}).wantError(t, 400, "Bad Request: text must be non-empty")
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "<b> </b>", "parse_mode": "html"}).wantError(t, 400, "Bad Request: text must be non-empty")
}

func TestStrictCountsUTF16Units(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Strict = true })
	w.mila.Start("")
	w.send(w.mila, strings.Repeat("😂", 2048))
	w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": strings.Repeat("😂", 2049)}).wantError(t, 400, "Bad Request: message is too long")
}

func TestReplyToAMissingMessageFailsUnlessAllowed(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	p := params{"chat_id": w.mila.ID(), "text": "x", "reply_parameters": params{"message_id": 99}}
	w.call("sendMessage", p).wantError(t, 400, "Bad Request: message to be replied not found")
	p["reply_parameters"] = params{"message_id": 99, "allow_sending_without_reply": true}
	same(t, "reply", w.call("sendMessage", p).object(t)["reply_to_message"], nil)
	p["reply_parameters"] = params{}
	same(t, "empty", w.call("sendMessage", p).OK, true)
	p["reply_parameters"] = params{"quote": "x"}
	w.call("sendMessage", p).wantError(t, 400, `Bad Request: can't find field "message_id"`)
}

func TestEditReplacesTextAndButtons(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	card := w.sendButton(w.mila, "Send", "ok:1")
	w.clock.pass(time.Minute)
	r := w.call("editMessageText", params{"chat_id": w.mila.ID(), "message_id": card, "text": "sent"}).object(t)
	same(t, "text", r["text"], "sent")
	same(t, "edit_date", r["edit_date"], float64(w.clock.Now().Unix()))
	same(t, "a keyboard not given is gone", r["reply_markup"], nil)
	m := w.mila.Chat()[1]
	same(t, "seen", []any{m.Text, len(m.Buttons), m.Edited, m.Versions[0]}, []any{"sent", 0, w.clock.Now(), "card"})
}

func TestEditThatChangesNothingIsNotModified(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	card := w.sendButton(w.mila, "Send", "ok:1")
	p := params{"chat_id": w.mila.ID(), "message_id": card, "text": "card ", "reply_markup": keyboard("Send", "ok:1")}
	w.call("editMessageText", p).wantError(t, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	p["reply_markup"] = keyboard("Send", "ok:2")
	same(t, "other button", w.call("editMessageText", p).OK, true)
	p["text"], p["parse_mode"] = "<b>card</b>", "HTML"
	same(t, "other entities", w.call("editMessageText", p).OK, true)
}

func TestEditSaysWhatItCannotEdit(t *testing.T) {
	w := newWorld(t)
	start := w.mila.Start("")
	prompt := messageID(t, w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "your words?", "reply_markup": params{"force_reply": true}}))
	remove := messageID(t, w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "x", "reply_markup": params{"remove_keyboard": true}}))
	plain := w.send(w.mila, "plain")
	for id, text := range map[int64]string{
		start: "Bad Request: message can't be edited", prompt: "Bad Request: message can't be edited", remove: "Bad Request: message can't be edited",
		9999: "Bad Request: message to edit not found", -1: "Bad Request: message to edit not found",
	} {
		w.call("editMessageText", params{"chat_id": w.mila.ID(), "message_id": id, "text": "y"}).wantError(t, 400, text)
	}
	w.call("editMessageText", params{"chat_id": w.mila.ID(), "message_id": plain, "text": strings.Repeat("x", 4097)}).wantError(t, 400, "Bad Request: MESSAGE_TOO_LONG")
	w.call("editMessageText", params{"chat_id": w.mila.ID(), "message_id": plain, "text": "y", "reply_markup": params{"force_reply": true}}).wantError(t, 400, "Bad Request: inline keyboard expected")
	w.call("editMessageText", params{"chat_id": w.mila.ID(), "message_id": plain}).wantError(t, 400, "Bad Request: message text is empty")
	same(t, "force reply is seen", w.mila.Chat()[1].ForceReply, true)
}

func TestDeleteTakesTheMessageAway(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	id := w.send(w.mila, "x")
	w.call("deleteMessage", params{"message_id": id}).wantError(t, 400, "Bad Request: chat identifier is not specified")
	w.call("deleteMessage", params{"chat_id": w.mila.ID()}).wantError(t, 400, "Bad Request: message identifier is not specified")
	same(t, "deleted", w.call("deleteMessage", params{"chat_id": w.mila.ID(), "message_id": id}).OK, true)
	same(t, "left", len(w.mila.Chat()), 1)
	w.call("deleteMessage", params{"chat_id": w.mila.ID(), "message_id": id}).wantError(t, 400, "Bad Request: message to delete not found")
	w.call("editMessageText", params{"chat_id": w.mila.ID(), "message_id": id, "text": "y"}).wantError(t, 400, "Bad Request: message to edit not found")
	old := w.send(w.mila, "old")
	w.clock.pass(48 * time.Hour)
	w.call("deleteMessage", params{"chat_id": w.mila.ID(), "message_id": old}).wantError(t, 400, "Bad Request: message can't be deleted")
}

func TestFloodGets429WithRetryAfter(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Flood = 2 })
	w.mila.Start("")
	w.alex.Start("")
	w.send(w.mila, "1")
	w.send(w.mila, "2")
	r := w.call("sendMessage", params{"chat_id": w.mila.ID(), "text": "3"})
	r.wantError(t, 429, "Too Many Requests: retry after 1")
	same(t, "parameter", r.Parameters.RetryAfter, 1)
	same(t, "header", r.Header.Get("Retry-After"), "1")
	w.send(w.alex, "another chat")
	w.clock.pass(time.Second)
	w.send(w.mila, "3")
}

func TestChatActionsAreChecked(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	same(t, "typing", w.call("sendChatAction", params{"chat_id": w.mila.ID(), "action": "typing"}).OK, true)
	w.call("sendChatAction", params{"chat_id": w.mila.ID(), "action": "dancing"}).wantError(t, 400, "Bad Request: wrong parameter action in request")
}

func TestGetChatKnowsWhoTheBotHasSeen(t *testing.T) {
	w := newWorld(t)
	w.call("getChat", params{"chat_id": w.mila.ID()}).wantError(t, 400, "Bad Request: chat not found")
	w.mila.Start("")
	same(t, "name", w.call("getChat", params{"chat_id": w.mila.ID()}).object(t)["first_name"], "Mila")
}

func TestGetFileFindsNone(t *testing.T) {
	w := newWorld(t)
	w.call("getFile", params{"file_id": "x"}).wantError(t, 400, "Bad Request: wrong file_id or the file is temporarily unavailable")
}

func TestPersonsEditsAndPhotosReachTheBot(t *testing.T) {
	w := newWorld(t)
	id := w.mila.Sends("helo https://x.y/z, @alex_k")
	w.mila.EditsSent(id, "hello")
	w.mila.SendsPhoto("us")
	w.mila.SendsSticker("😂")
	list := w.poll(0)
	same(t, "kinds", kinds(list), []string{"message", "edited_message", "message", "message"})
	same(t, "entities", list[0].body(t)["entities"], []any{
		map[string]any{"type": "url", "offset": 5.0, "length": 13.0}, map[string]any{"type": "mention", "offset": 20.0, "length": 7.0}})
	same(t, "edited", list[1].body(t)["text"], "hello")
	same(t, "caption", list[2].body(t)["caption"], "us")
	same(t, "sizes", len(list[2].body(t)["photo"].([]any)), 2)
	same(t, "sticker", list[3].body(t)["sticker"].(map[string]any)["emoji"], "😂")
}
