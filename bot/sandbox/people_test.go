package sandbox_test

import (
	"errors"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func TestEditsAndDeletesReachTheBot(t *testing.T) {
	w, c, id := connected(t)
	w.drain()
	w.clock.pass(time.Minute)
	w.alex.Edits(w.mila, id, "hey you")
	w.alex.Edits(w.mila, id, "hey you")
	w.alex.Deletes(w.mila, id, 424242)
	list := w.poll(0)
	same(t, "unchanged edits come too", kinds(list), []string{"edited_business_message", "edited_business_message", "deleted_business_messages"})
	m := list[0].body(t)
	same(t, "edit", []any{m["text"], m["edit_date"], m["message_id"]}, []any{"hey you", float64(w.clock.Now().Unix()), float64(id)})
	same(t, "delete", list[2].body(t), map[string]any{"business_connection_id": c.ID(), "message_ids": []any{float64(id), 424242.0},
		"chat": map[string]any{"id": float64(w.alex.ID()), "first_name": "Alex", "username": "alex_k", "type": "private"}})
	same(t, "gone", len(w.mila.With(w.alex)), 0)
}

func TestEditsKeepVersionsAndOnlyOnesOwnCanBeEdited(t *testing.T) {
	w, _, id := connected(t)
	w.drain()
	w.mila.Edits(w.alex, id, "not mine")
	w.alex.Edits(w.mila, 99, "unknown")
	same(t, "updates", len(w.poll(0)), 0)
	w.alex.Edits(w.mila, id, "2")
	w.alex.Edits(w.mila, id, "3")
	same(t, "versions", w.alex.With(w.mila)[0].Versions, []string{"hey", "2"})
}

func TestContentsHaveTelegramsShapes(t *testing.T) {
	w, _, _ := connected(t)
	w.drain()
	w.alex.WritesPhoto(w.mila, "us")
	w.alex.WritesVoice(w.mila, 7)
	w.alex.WritesSticker(w.mila, "😂")
	w.alex.WritesRaw(w.mila, params{"video_note": params{"duration": 3}, "media_group_id": "139"})
	list := w.poll(0)
	same(t, "caption", list[0].body(t)["caption"], "us")
	same(t, "voice", list[1].body(t)["voice"].(map[string]any)["duration"], 7.0)
	same(t, "sticker", list[2].body(t)["sticker"].(map[string]any)["emoji"], "😂")
	same(t, "raw", []any{list[3].body(t)["video_note"], list[3].body(t)["media_group_id"]}, []any{map[string]any{"duration": 3.0}, "139"})
	var seen []string
	for _, m := range w.alex.With(w.mila) {
		seen = append(seen, m.Kind)
	}
	same(t, "kinds", seen, []string{"text", "photo", "voice", "sticker", "video_note"})
}

func TestRepliesBetweenPeopleAreNested(t *testing.T) {
	w, _, id := connected(t)
	w.drain()
	first := w.mila.WritesReply(w.alex, id, "yes?")
	w.alex.WritesReply(w.mila, first, "hm")
	list := w.poll(0)
	nested := list[1].body(t)["reply_to_message"].(map[string]any)
	same(t, "nested", []any{nested["text"], nested["reply_to_message"]}, []any{"yes?", nil})
}

func TestMessagesOlderThanADayAreNotDelivered(t *testing.T) {
	w, c, _ := connected(t)
	w.drain()
	kim := w.Person("Kim")
	kim.WritesAt(w.mila, "old", w.clock.Now().Add(-24*time.Hour))
	same(t, "updates", len(w.poll(0)), 0)
	kim.WritesAt(w.mila, "nearly old", w.clock.Now().Add(-24*time.Hour+10*time.Second))
	same(t, "date", w.poll(0)[0].body(t)["date"], float64(w.clock.Now().Add(-24*time.Hour+10*time.Second).Unix()))
	same(t, "in time", w.call("sendMessage", params{"business_connection_id": c.ID(), "chat_id": kim.ID(), "text": "x"}).OK, true)
}

func TestPeopleWithoutAConnectionWriteInPeace(t *testing.T) {
	w := newWorld(t)
	w.alex.Writes(w.mila, "private")
	same(t, "updates", len(w.poll(0)), 0)
	w.mila.Connect()
	same(t, "history is never delivered", kinds(w.poll(0)), []string{"business_connection"})
}

func TestTapIsAnsweredOnce(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	card := w.sendButton(w.mila, "Send", "ok:1")
	w.drain()
	type result struct {
		answer sandbox.Answer
		err    error
	}
	done := make(chan result, 1)
	go func() {
		a, err := w.mila.Taps(card, "Send")
		done <- result{a, err}
	}()
	w.until("the tap is queued", func() bool { return w.Pending() > 0 })
	cq := w.poll(0)[0].body(t)
	same(t, "query", []any{cq["data"], cq["from"].(map[string]any)["id"], cq["message"].(map[string]any)["message_id"]},
		[]any{"ok:1", float64(w.mila.ID()), float64(card)})
	p := params{"callback_query_id": cq["id"], "text": "Sent", "show_alert": true}
	same(t, "answered", w.call("answerCallbackQuery", p).OK, true)
	got := <-done
	same(t, "answer", got.answer, sandbox.Answer{Answered: true, Text: "Sent", Alert: true})
	same(t, "error", got.err, nil)
	tooOld := "Bad Request: query is too old and response timeout expired or query ID is invalid"
	w.call("answerCallbackQuery", p).wantError(t, 400, tooOld)
	w.call("answerCallbackQuery", params{"callback_query_id": "7"}).wantError(t, 400, tooOld)
}

func TestTapNobodyAnswersEndsWithoutAnAnswer(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.TapWait = time.Millisecond })
	w.mila.Start("")
	card := w.sendButton(w.mila, "Send", "ok:1")
	w.drain()
	a, err := w.mila.Taps(card, "Send")
	same(t, "answer", []any{a, err}, []any{sandbox.Answer{}, nil})
	id := w.poll(0)[0].body(t)["id"]
	w.clock.pass(150*time.Second + 1)
	w.call("answerCallbackQuery", params{"callback_query_id": id}).wantError(t, 400,
		"Bad Request: query is too old and response timeout expired or query ID is invalid")
}

func TestOnlyButtonsThatAreThereCanBeTapped(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.TapWait = time.Millisecond })
	start := w.mila.Start("")
	card := w.sendButton(w.mila, "Send", "ok:1")
	for _, c := range []struct {
		message int64
		button  string
	}{{card, "Skip"}, {start, "Send"}, {4711, "Send"}} {
		if _, err := w.mila.Taps(c.message, c.button); !errors.Is(err, sandbox.ErrNoButton) {
			t.Errorf("%v: got %v", c, err)
		}
	}
	if _, err := w.alex.TapsData(card, "ok:1"); !errors.Is(err, sandbox.ErrNoButton) {
		t.Errorf("another person's message: got %v", err)
	}
}

func TestTapUnderADeletedMessageNamesItWithoutContent(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.TapWait = time.Millisecond })
	w.mila.Start("")
	card := w.sendButton(w.mila, "Send", "ok:1")
	w.call("deleteMessage", params{"chat_id": w.mila.ID(), "message_id": card})
	w.drain()
	if _, err := w.mila.TapsData(card, "forged"); err != nil {
		t.Fatal(err)
	}
	cq := w.poll(0)[0].body(t)
	same(t, "data", cq["data"], "forged")
	same(t, "message", cq["message"], map[string]any{"message_id": float64(card), "date": 0.0,
		"chat": map[string]any{"id": float64(w.mila.ID()), "first_name": "Mila", "username": "mila", "type": "private"}})
}

func TestLongAnswersAreRefused(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.TapWait = time.Millisecond })
	w.mila.Start("")
	card := w.sendButton(w.mila, "Send", "ok:1")
	w.drain()
	w.mila.Taps(card, "Send")
	id := w.poll(0)[0].body(t)["id"]
	long := make([]byte, 201)
	for i := range long {
		long[i] = 'x'
	}
	w.call("answerCallbackQuery", params{"callback_query_id": id, "text": string(long)}).wantError(t, 400, "Bad Request: MESSAGE_TOO_LONG")
	same(t, "shorter", w.call("answerCallbackQuery", params{"callback_query_id": id, "text": string(long[:200])}).OK, true)
}

func TestPeopleAreTheirOwn(t *testing.T) {
	w := newWorld(t)
	zoe := w.Person("Zoe", sandbox.WithID(99), sandbox.WithLastName("Q"))
	same(t, "user", zoe.User(), sandbox.User{ID: 99, FirstName: "Zoe", LastName: "Q"})
	same(t, "people", len(w.People()), 3)
	defer func() {
		if recover() == nil {
			t.Error("two accounts with one id")
		}
	}()
	w.Person("Other", sandbox.WithID(99))
}

func TestMenusFollowScopeAndLanguage(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	set := func(description string, p params) {
		t.Helper()
		p["commands"] = []params{{"command": "status", "description": description}}
		same(t, description, w.call("setMyCommands", p).OK, true)
	}
	chat := params{"type": "chat", "chat_id": w.mila.ID()}
	menu := func(p *sandbox.Person) string { return p.Commands()[0].Description }
	set("all", params{})
	set("german", params{"language_code": "de"})
	same(t, "mila", menu(w.mila), "all")
	same(t, "alex", menu(w.alex), "german")
	set("private", params{"scope": params{"type": "all_private_chats"}})
	set("creator", params{"scope": chat})
	same(t, "mila", menu(w.mila), "creator")
	same(t, "alex", menu(w.alex), "private")
	var list []params
	w.call("getMyCommands", params{"scope": chat}).into(t, &list)
	same(t, "got", list, []params{{"command": "status", "description": "creator"}})
	w.call("deleteMyCommands", params{"scope": chat})
	same(t, "deleted", menu(w.mila), "private")
}

func TestBadCommandsAreRefused(t *testing.T) {
	w := newWorld(t)
	one := func(command, description string) params {
		return params{"commands": []params{{"command": command, "description": description}}}
	}
	long := make([]byte, 257)
	for i := range long {
		long[i] = 'x'
	}
	for want, p := range map[string]params{
		"command must be non-empty":                               one("", "x"),
		"command length must not exceed 32":                       one(string(long[:33]), "x"),
		"command description must be non-empty":                   one("x", ""),
		"command description length must not exceed 256":          one("x", string(long)),
		"BOT_COMMAND_INVALID":                                     one("Status", "x"),
		"expected an Array of BotCommand":                         {"commands": params{}},
		"can't parse BotCommand: expected an Object":              {"commands": []int{1}},
		"chat not found":                                          {"scope": params{"type": "chat", "chat_id": 5}},
		"can't parse BotCommandScope: Unsupported type specified": {"scope": params{"type": "x"}},
	} {
		w.call("setMyCommands", p).wantError(t, 400, "Bad Request: "+want)
	}
}
