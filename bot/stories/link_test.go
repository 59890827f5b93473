package stories_test

import (
	"encoding/json"
	"testing"
	"time"
)

// says answers a card with words that are set in some way, as Telegram delivers them.
func (m *creator) says(c card, text string, entities ...map[string]any) {
	now, mila := time.Now().Unix(), m.User()
	m.s.secret(text)
	m.s.push(map[string]any{"message": map[string]any{
		"message_id": 900000, "date": now, "from": account(mila), "chat": chat(mila), "text": text, "entities": entities,
		"reply_to_message": map[string]any{"message_id": int64(c), "date": now, "from": account(m.s.tg.Bot()), "chat": chat(mila), "text": "a card"},
	}})
}

// What the creator sees in the reply is what the fan sees: a spoiler stays hidden, a
// link stays behind its words.
func TestOwnReplyArrivesAsItIsSet(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("where do i find it then?")
	s.mila.says(s.mila.Card("where do i find it then?"), "here it is, #psst the vase",
		map[string]any{"type": "text_link", "offset": 0, "length": 4, "url": "https://mila.example/shop"},
		map[string]any{"type": "hashtag", "offset": 12, "length": 5},
		map[string]any{"type": "spoiler", "offset": 18, "length": 8})
	anna.Gets("here it is, #psst the vase")
	raw, err := json.Marshal(s.replies()[0].Params["entities"])
	if want := `[{"length":4,"offset":0,"type":"text_link","url":"https://mila.example/shop"},{"length":8,"offset":18,"type":"spoiler"}]`; err != nil || string(raw) != want {
		t.Errorf("it was sent as %s (%v)", raw, err)
	}
}

func TestOwnReplyWithNothingToReadIsRefusedInWords(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("where do i find it then?")
	card := s.mila.Card("where do i find it then?")
	s.mila.says(card, "\u200b\u2060\u200d \ufeff")
	s.mila.Hears("nothing was sent", "nothing to read")
	s.mila.RepliesTo(card, "in the shop")
	anna.Gets("in the shop")
	if n := len(s.replies()); n != 1 {
		t.Errorf("%d messages were tried", n)
	}
}
