package stories_test

import (
	"testing"
	"time"
)

func TestServiceMessageOfMilaIsNoAnswer(t *testing.T) {
	for name, fields := range map[string]map[string]any{
		"a timer that deletes messages": {"message_auto_delete_timer_changed": map[string]any{"message_auto_delete_time": 86400}},
		"a wallpaper":                   {"chat_background_set": map[string]any{"type": map[string]any{"type": "chat_theme", "theme_name": "🎄"}}},
		"a pinned message":              {"pinned_message": map[string]any{"message_id": 1, "date": time.Now().Unix(), "chat": map[string]any{"id": 1, "type": "private"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			anna := s.fan("Anna")
			s.model.Says("i am answering you right now")
			anna.Writes("please answer me, my dear")
			card := s.mila.Card("please answer me, my dear")
			fields["from"], fields["text"] = account(s.mila.User()), nil
			s.push(map[string]any{"business_message": s.businessMessage(anna, 90001, "", fields)})
			s.someoneElseIsAnswered()
			s.mila.Asks("/inbox", "1 fan waits")
			s.mila.Taps(card, "Send")
			anna.Gets("i am answering you right now")
		})
	}
}
