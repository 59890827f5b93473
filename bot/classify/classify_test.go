package classify_test

import (
	"testing"

	"secretary/bot/classify"
	"secretary/bot/telegram"
	"secretary/store"
)

const (
	ownerID = 510000001
	botID   = 7700000001
	fanID   = 620000002
)

func TestThreeKindsOfMessagesNeverTwo(t *testing.T) {
	user := func(id int64) *telegram.User { return &telegram.User{ID: id} }
	machine := func(id int64) *telegram.User { return &telegram.User{ID: id, IsBot: true} }
	for _, c := range []struct {
		name string
		m    telegram.Message
		want store.Author
	}{
		{"fan", telegram.Message{From: user(fanID)}, store.AuthorFan},
		{"creator by hand", telegram.Message{From: user(ownerID)}, store.AuthorHand},
		{"our echo: from is the owner", telegram.Message{From: user(ownerID), SenderBusinessBot: machine(botID)}, store.AuthorBot},
		{"another bot on the account", telegram.Message{From: user(ownerID), SenderBusinessBot: machine(42)}, store.AuthorOther},
		{"Telegram's away text", telegram.Message{From: user(ownerID), IsFromOffline: true}, store.AuthorAway},
		{"our echo while away", telegram.Message{From: user(ownerID), SenderBusinessBot: machine(botID), IsFromOffline: true}, store.AuthorBot},
		{"a bot writes to the profile", telegram.Message{From: machine(99)}, store.AuthorOther},
		{"Telegram's login codes", telegram.Message{From: user(777000)}, store.AuthorOther},
		{"nobody named", telegram.Message{Chat: telegram.Chat{ID: fanID}}, store.AuthorFan},
		{"in a channel", telegram.Message{Chat: telegram.Chat{ID: -1005}}, store.AuthorOther},
		{"in the creator's chat with herself", telegram.Message{Chat: telegram.Chat{ID: ownerID}}, store.AuthorOther},
		{"a note to herself", telegram.Message{From: user(ownerID), Chat: telegram.Chat{ID: ownerID}}, store.AuthorOther},
		{"what she says to this bot", telegram.Message{From: user(ownerID), Chat: telegram.Chat{ID: botID}}, store.AuthorOther},
	} {
		if got := classify.AuthorOf(c.m, ownerID, botID); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAMessageWithAnUnknownFormOfAFieldIsNotLost(t *testing.T) {
	raw := []byte(`{"update_id":5,"business_message":{"business_connection_id":"c","message_id":9,"from":{"id":620000002,"is_bot":false,"first_name":"A"},
		"chat":{"id":620000002,"type":"private","first_name":"A"},"date":1789000060,"text":"hello","photo":"now a string","voice":[1,2]}}`)
	u, err := classify.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	e, err := classify.EventOf(u, ownerID, botID)
	if err != nil || e.Message.Text != "hello" || e.Message.ID != 9 || e.Message.Author != store.AuthorFan || e.Fan.Chat != fanID {
		t.Errorf("event %+v, %v", e, err)
	}
}

func TestAnEmptyBusinessUpdateIsAnErrorNotAMessage(t *testing.T) {
	for _, raw := range []string{
		`{"update_id":5,"business_message":{"business_connection_id":"c"}}`,
		`{"update_id":5,"deleted_business_messages":{"business_connection_id":"c","message_ids":[1]}}`,
		`{"update_id":5,"business_message":null}`,
	} {
		u, err := classify.Decode([]byte(raw))
		if err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		if e, err := classify.EventOf(u, ownerID, botID); err == nil {
			t.Errorf("%s became %+v", raw, e)
		}
	}
}

func TestForwardedWordsAreMarked(t *testing.T) {
	for raw, want := range map[string]bool{
		`{"update_id":5,"business_message":{"business_connection_id":"c","message_id":9,"from":{"id":620000002},"chat":{"id":620000002},"date":1789000060,"text":"hi","forward_origin":{"type":"user","date":1}}}`:             true,
		`{"update_id":5,"business_message":{"business_connection_id":"c","message_id":9,"from":{"id":620000002},"chat":{"id":620000002},"date":1789000060,"text":"hi","forward_origin":{"type":"user","date":1},"photo":"x"}}`: true,
		`{"update_id":5,"business_message":{"business_connection_id":"c","message_id":9,"from":{"id":620000002},"chat":{"id":620000002},"date":1789000060,"text":"hi"}}`:                                                       false,
	} {
		u, err := classify.Decode([]byte(raw))
		if err != nil {
			t.Fatal(err)
		}
		if e, err := classify.EventOf(u, ownerID, botID); err != nil || e.Message.Forward != want {
			t.Errorf("%s: %v, %v", raw, e.Message.Forward, err)
		}
	}
}
