package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// connected is a world where the bot is connected to Mila and Alex has written.
func connected(t *testing.T, change ...func(*sandbox.Options)) (*world, *sandbox.Connection, int64) {
	t.Helper()
	w := newWorld(t, change...)
	c := w.mila.Connect()
	id := w.alex.Writes(w.mila, "hey")
	return w, c, id
}

// reply answers Alex in Mila's name.
func (w *world) reply(c *sandbox.Connection, text string) reply {
	w.t.Helper()
	return w.call("sendMessage", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "text": text})
}

func TestConnectionIsAnnouncedWithItsRights(t *testing.T) {
	w := newWorld(t)
	c := w.mila.Connect("can_reply", "can_view_gifts_and_stars")
	same(t, "connection", w.poll(0)[0].body(t), map[string]any{
		"id": c.ID(), "user": map[string]any{"id": 510000001.0, "is_bot": false, "first_name": "Mila", "username": "mila", "language_code": "en"},
		"user_chat_id": 510000001.0, "date": float64(w.clock.Now().Unix()), "is_enabled": true, "can_reply": true,
		"rights": map[string]any{"can_reply": true, "can_view_gifts_and_stars": true}})
}

func TestDisabledConnectionShowsNoRights(t *testing.T) {
	w := newWorld(t)
	c := w.mila.Connect()
	w.drain()
	id := c.ID()
	c.Disable()
	m := w.poll(0)[0].body(t)
	_, shown := m["rights"]
	same(t, "disabled", []any{m["id"], m["is_enabled"], m["can_reply"], shown}, []any{id, false, false, false})
	same(t, "asked for", w.call("getBusinessConnection", params{"business_connection_id": id}).object(t)["is_enabled"], false)
}

func TestNoRightsIsAnEmptyObject(t *testing.T) {
	w := newWorld(t)
	c := w.mila.Connect("")
	m := w.call("getBusinessConnection", params{"business_connection_id": c.ID()}).object(t)
	same(t, "rights", []any{m["rights"], m["is_enabled"], m["can_reply"]}, []any{map[string]any{}, true, false})
}

func TestChangedSettingsChangeTheID(t *testing.T) {
	w, c, _ := connected(t)
	old := c.ID()
	c.SetRights("can_reply")
	if c.ID() == old {
		t.Fatal("the id is the same")
	}
	list := w.drain()
	same(t, "announced", list[len(list)-1].body(t)["id"], c.ID())
	w.call("sendMessage", params{"business_connection_id": old, "chat_id": w.alex.ID(), "text": "x"}).wantError(t, 400, "Bad Request: BUSINESS_CONNECTION_INVALID")
	same(t, "the server keeps what it knew", len(w.call("getBusinessConnection", params{"business_connection_id": old}).object(t)["rights"].(map[string]any)), 3)
	same(t, "new id", w.reply(c, "x").OK, true)
}

func TestKeepConnectionIDKeepsIt(t *testing.T) {
	_, c, _ := connected(t, func(o *sandbox.Options) { o.KeepConnectionID = true })
	old := c.ID()
	c.SetRights("can_reply")
	c.Disable()
	c.Enable()
	same(t, "id", c.ID(), old)
}

func TestReconnectReplacesTheConnection(t *testing.T) {
	w, c, _ := connected(t)
	old := c.ID()
	w.mila.Disconnect()
	w.reply(c, "x").wantError(t, 400, "Bad Request: BUSINESS_CONNECTION_INVALID")
	same(t, "same value", w.mila.Connect() == c, true)
	if c.ID() == old {
		t.Error("the id is the same")
	}
	same(t, "works", w.reply(c, "x").OK, true)
}

func TestSilentConnectLeavesOnlyTheMessage(t *testing.T) {
	w, c, _ := connected(t, func(o *sandbox.Options) { o.SilentConnect = true })
	list := w.drain()
	same(t, "kinds", kinds(list), []string{"business_message"})
	id := list[0].body(t)["business_connection_id"].(string)
	same(t, "fetched", w.call("getBusinessConnection", params{"business_connection_id": id}).object(t)["is_enabled"], true)
	c.SetRights("can_reply")
	same(t, "a change is announced", kinds(w.drain()), []string{"business_connection"})
}

func TestUnknownConnectionIsNotFound(t *testing.T) {
	w, _, _ := connected(t)
	for _, id := range []string{"nonsense", ""} {
		w.call("getBusinessConnection", params{"business_connection_id": id}).wantError(t, 400, "Bad Request: business connection not found")
	}
	w.call("sendMessage", params{"business_connection_id": "nonsense", "chat_id": w.alex.ID(), "text": "x"}).wantError(t, 400, "Bad Request: business connection not found")
	w.call("readBusinessMessage", params{"business_connection_id": "", "chat_id": w.alex.ID(), "message_id": 1}).wantError(t, 400, "Bad Request: business connection not found")
}

func TestFanMessageHasTheOwnersNumberAndTheFansChat(t *testing.T) {
	w, c, id := connected(t)
	m := w.poll(0)[1].body(t)
	same(t, "message", m, map[string]any{"business_connection_id": c.ID(), "message_id": float64(id), "text": "hey",
		"date": float64(w.clock.Now().Unix()),
		"from": map[string]any{"id": float64(w.alex.ID()), "is_bot": false, "first_name": "Alex", "username": "alex_k", "language_code": "de"},
		"chat": map[string]any{"id": float64(w.alex.ID()), "first_name": "Alex", "username": "alex_k", "type": "private"}})
}

func TestOwnersHandHasNoSenderBot(t *testing.T) {
	w, _, _ := connected(t)
	w.drain()
	w.mila.Writes(w.alex, "one sec")
	w.mila.AutoReplies(w.alex, "away")
	list := w.poll(0)
	hand, away := list[0].body(t), list[1].body(t)
	same(t, "from", hand["from"].(map[string]any)["id"], float64(w.mila.ID()))
	same(t, "chat", hand["chat"].(map[string]any)["id"], float64(w.alex.ID()))
	same(t, "flags", []any{hand["sender_business_bot"], hand["is_from_offline"], away["is_from_offline"]}, []any{nil, nil, true})
}

func TestReplyGoesOutAsTheOwnerWithoutEcho(t *testing.T) {
	w, c, id := connected(t)
	w.drain()
	m := w.call("sendMessage", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "text": "<i>hi</i>", "parse_mode": "HTML",
		"reply_parameters": params{"message_id": id}}).object(t)
	same(t, "from", m["from"].(map[string]any)["id"], float64(w.mila.ID()))
	same(t, "bot", m["sender_business_bot"].(map[string]any)["id"], float64(w.Bot().ID))
	same(t, "reply", m["reply_to_message"].(map[string]any)["business_connection_id"], c.ID())
	same(t, "number", m["message_id"], float64(id+1))
	same(t, "no echo", len(w.poll(0)), 0)
	seen := w.alex.With(w.mila)
	same(t, "seen", []any{len(seen), seen[1].From == w.mila, seen[1].ViaBot, seen[1].Text, seen[1].ReplyTo}, []any{2, true, true, "hi", id})
}

func TestEchoIsTheSentMessageAgain(t *testing.T) {
	w, c, _ := connected(t, func(o *sandbox.Options) { o.Echo = true })
	w.drain()
	sent := w.reply(c, "hi").object(t)
	same(t, "echo", w.poll(0)[0].body(t), sent)
}

func TestBusinessChecksComeInTelegramsOrder(t *testing.T) {
	w, c, _ := connected(t)
	stranger := w.Person("Zoe")
	p := params{"business_connection_id": "nonsense", "chat_id": "", "text": strings.Repeat("x", 4097)}
	for _, step := range []struct {
		change params
		text   string
	}{
		{params{}, "chat identifier is empty"},
		{params{"chat_id": "@alex_k"}, "chat identifier must be a valid Integer"},
		{params{"chat_id": -100}, "business connection not found"},
		{params{"business_connection_id": c.ID()}, "chat must be a private chat"},
		{params{"chat_id": w.mila.ID()}, "messages must not be sent to self"},
		{params{"chat_id": stranger.ID()}, "message is too long"},
		{params{"text": " "}, "text must be non-empty"},
		{params{"text": "x"}, "BUSINESS_PEER_INVALID"},
	} {
		for name, value := range step.change {
			p[name] = value
		}
		w.call("sendMessage", p).wantError(t, 400, "Bad Request: "+step.text)
	}
}

func TestServerChecksComeAfterTheLocalOnes(t *testing.T) {
	w, c, _ := connected(t)
	w.clock.pass(24 * time.Hour)
	c.Pause(w.alex)
	c.SetRights()
	w.SetSecretaryMode(false)
	w.alex.Blocks(w.mila)
	id := c.ID()
	c.Disable()
	send := func(want string) {
		t.Helper()
		w.call("sendMessage", params{"business_connection_id": id, "chat_id": w.alex.ID(), "text": "x"}).wantError(t, 400, "Bad Request: "+want)
	}
	send("BUSINESS_CONNECTION_INVALID")
	c.Enable()
	id = c.ID()
	send("BUSINESS_CONNECTION_NOT_ALLOWED")
	w.SetSecretaryMode(true)
	send("BOT_ACCESS_FORBIDDEN")
	c.SetRights("can_reply")
	id = c.ID()
	send("BUSINESS_PEER_INVALID")
	c.Resume(w.alex)
	send("BUSINESS_PEER_USAGE_MISSING")
	w.alex.Writes(w.mila, "again")
	w.reply(c, "x").wantError(t, 403, "Forbidden: bot was blocked by the user")
	w.alex.Unblocks(w.mila)
	w.alex.Charges(15)
	send("ALLOW_PAYMENT_REQUIRED_15")
	w.alex.Charges(0)
	same(t, "sent", w.reply(c, "x").OK, true)
}

func TestMissingReplyRightHasASwitchableCode(t *testing.T) {
	w, c, _ := connected(t, func(o *sandbox.Options) { o.NoReplyRight = "CHAT_WRITE_FORBIDDEN" })
	c.SetRights("can_read_messages")
	w.reply(c, "x").wantError(t, 400, "Bad Request: CHAT_WRITE_FORBIDDEN")
}

func TestWindowIsOpenedByIncomingMessagesOnly(t *testing.T) {
	w, c, _ := connected(t)
	w.clock.pass(24*time.Hour - time.Second)
	w.mila.Writes(w.alex, "by hand")
	same(t, "in the last second", w.reply(c, "x").OK, true)
	w.clock.pass(time.Second)
	w.reply(c, "x").wantError(t, 400, "Bad Request: BUSINESS_PEER_USAGE_MISSING")
	w.call("sendChatAction", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "action": "typing"}).
		wantError(t, 400, "Bad Request: BUSINESS_PEER_USAGE_MISSING")
}

func TestExcludedChatIsSilent(t *testing.T) {
	w, c, _ := connected(t)
	c.Exclude(w.alex)
	w.drain()
	w.alex.Writes(w.mila, "nobody hears")
	same(t, "updates", len(w.poll(0)), 0)
	w.reply(c, "x").wantError(t, 400, "Bad Request: BUSINESS_PEER_INVALID")
	c.Include(w.alex)
	same(t, "works again", w.reply(c, "x").OK, true)
}

func TestPausedChatIsSilentWithoutAnUpdate(t *testing.T) {
	w, c, _ := connected(t)
	w.drain()
	c.Pause(w.alex)
	w.alex.Writes(w.mila, "nobody hears")
	same(t, "updates", len(w.poll(0)), 0)
}

func TestSecretaryModeOffDeliversNothing(t *testing.T) {
	w, _, _ := connected(t)
	w.drain()
	w.SetSecretaryMode(false)
	w.alex.Writes(w.mila, "nobody hears")
	same(t, "updates", len(w.poll(0)), 0)
}

func TestForgottenConnectionGoesToTheBotsOwnChat(t *testing.T) {
	w, _, id := connected(t)
	w.call("sendMessage", params{"business_connection_id": "", "chat_id": w.alex.ID(), "text": "x"}).
		wantError(t, 403, "Forbidden: bot can't initiate conversation with a user")
	w.call("editMessageText", params{"chat_id": w.alex.ID(), "message_id": id, "text": "x"}).wantError(t, 400, "Bad Request: message to edit not found")
	w.call("deleteMessage", params{"chat_id": w.alex.ID(), "message_id": id}).wantError(t, 400, "Bad Request: message to delete not found")
}

func TestReplyToAGoneMessageIsSentWithoutIt(t *testing.T) {
	w, c, id := connected(t)
	w.alex.Deletes(w.mila, id)
	m := w.call("sendMessage", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "text": "x", "reply_parameters": params{"message_id": id}}).object(t)
	same(t, "reply", m["reply_to_message"], nil)
}

func TestReplyKeyboardInBusinessIsAViolation(t *testing.T) {
	w, c, _ := connected(t)
	w.call("sendMessage", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "text": "x", "reply_markup": params{"force_reply": true}})
	same(t, "violations", w.Violations(), []string{"sendMessage: reply_markup: only inline keyboards are supported in business messages"})
}

func TestBusinessEditKnowsWhatItMayEdit(t *testing.T) {
	w, c, fanID := connected(t)
	hand := w.mila.Writes(w.alex, "by hand")
	sent := messageID(t, w.reply(c, "hi"))
	edit := func(id int64, text string) reply {
		return w.call("editMessageText", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "message_id": id, "text": text})
	}
	same(t, "own", edit(sent, "hello").object(t)["edit_date"], float64(w.clock.Now().Unix()))
	same(t, "by hand", edit(hand, "by bot").OK, true)
	edit(sent, "hello").wantError(t, 400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	edit(fanID, "x").wantError(t, 400, "Bad Request: MESSAGE_AUTHOR_REQUIRED")
	edit(99, "x").wantError(t, 400, "Bad Request: MESSAGE_ID_INVALID")
	edit(0, "x").wantError(t, 400, "Bad Request: invalid message identifier specified")
	w.clock.pass(48*time.Hour + time.Second)
	w.alex.Writes(w.mila, "again")
	edit(hand, "late").wantError(t, 400, "Bad Request: MESSAGE_EDIT_TIME_EXPIRED")
	same(t, "own, late", edit(sent, "late").OK, true)
	c.SetRights("can_read_messages")
	edit(sent, "x").wantError(t, 400, "Bad Request: BOT_ACCESS_FORBIDDEN")
}

func TestReadMarksUpToAMessageWithTheRight(t *testing.T) {
	w, c, id := connected(t)
	read := func(message int64) reply {
		return w.call("readBusinessMessage", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "message_id": message})
	}
	same(t, "before", w.ReadMark(w.mila, w.alex), int64(0))
	same(t, "read", read(id).OK, true)
	same(t, "after", w.ReadMark(w.mila, w.alex), id)
	read(id+50).wantError(t, 400, "Bad Request: MSG_ID_INVALID")
	read(0).wantError(t, 400, "Bad Request: invalid message identifier specified")
	c.SetRights("can_reply")
	read(id).wantError(t, 400, "Bad Request: BOT_ACCESS_FORBIDDEN")
	c.SetRights("can_read_messages")
	w.clock.pass(24 * time.Hour)
	read(id).wantError(t, 400, "Bad Request: BUSINESS_PEER_USAGE_MISSING")
}

func TestTypingIsCounted(t *testing.T) {
	w, c, _ := connected(t)
	same(t, "ok", w.call("sendChatAction", params{"business_connection_id": c.ID(), "chat_id": w.alex.ID(), "action": "typing"}).OK, true)
	same(t, "typing", w.Typing(w.mila, w.alex), 1)
}

func TestDeleteBusinessMessagesNeedsTheRightForEach(t *testing.T) {
	w, c, fanID := connected(t)
	sent := messageID(t, w.reply(c, "hi"))
	kim := w.Person("Kim")
	other := kim.Writes(w.mila, "hello")
	del := func(ids any) reply {
		return w.call("deleteBusinessMessages", params{"business_connection_id": c.ID(), "message_ids": ids})
	}
	del([]int64{fanID}).wantError(t, 400, "Bad Request: BOT_ACCESS_FORBIDDEN")
	same(t, "own", del([]int64{sent}).OK, true)
	del([]int64{sent}).wantError(t, 400, "Bad Request: MESSAGE_ID_INVALID")
	c.SetRights("can_delete_all_messages")
	del([]int64{fanID, other}).wantError(t, 400, "Bad Request: MESSAGE_ID_INVALID")
	same(t, "any", del([]int64{fanID}).OK, true)
	same(t, "left", len(w.alex.With(w.mila)), 0)
	del("5").wantError(t, 400, "Bad Request: expected an Array of message identifiers")
	del(nil).wantError(t, 400, "Bad Request: expected an Array of message identifiers")
	del([]int64{0}).wantError(t, 400, "Bad Request: invalid message identifier specified")
	del(make([]int64, 101)).wantError(t, 400, "Bad Request: too many message identifiers specified")
	w.call("deleteBusinessMessages", params{"business_connection_id": c.ID()}).wantError(t, 400, "Bad Request: message identifiers are not specified")
}

func TestEveryProfileGetsItsOwnNumbers(t *testing.T) {
	w := newWorld(t)
	a := w.Person("Anna", sandbox.WithBox(7))
	b := w.Person("Bea", sandbox.WithBox(7))
	a.Connect()
	b.Connect()
	same(t, "the same number in two profiles", []int64{w.alex.Writes(a, "x"), w.alex.Writes(b, "x")}, []int64{7, 7})
}

func TestFloodCountsBusinessChatsApart(t *testing.T) {
	w, c, _ := connected(t, func(o *sandbox.Options) { o.Flood = 1 })
	same(t, "first", w.reply(c, "1").OK, true)
	w.reply(c, "2").wantError(t, 429, "Too Many Requests: retry after 1")
	w.alex.Start("")
	w.send(w.alex, "in the bot's own chat")
}
