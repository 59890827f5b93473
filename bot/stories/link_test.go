package stories_test

import (
	"testing"
	"time"
)

// A link behind other words would be lost on the way to the fan.
func TestOwnReplyThatHidesALinkIsRefusedInWords(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("where do i find it then?")
	card := s.mila.Card("where do i find it then?")
	now, mila := time.Now().Unix(), s.mila.User()
	s.push(map[string]any{"message": map[string]any{
		"message_id": 900000, "date": now, "from": account(mila), "chat": chat(mila), "text": "here it is",
		"entities":         []any{map[string]any{"type": "text_link", "offset": 0, "length": 4, "url": "https://mila.example/shop"}},
		"reply_to_message": map[string]any{"message_id": int64(card), "date": now, "from": account(s.tg.Bot()), "chat": chat(mila), "text": "a card"},
	}})
	s.mila.Hears("nothing was sent", "hide a link")
	s.mila.RepliesTo(card, "here: https://mila.example/shop")
	anna.Gets("here: https://mila.example/shop")
}
