package stories_test

import (
	"testing"
)

func TestStrangerGetsAShortFriendlyAnswerToWhateverTheySend(t *testing.T) {
	s := tell(t)
	hugo := s.fan("Hugo")
	for _, said := range []string{hugo.Opens(""), hugo.Opens("abc"), hugo.Tells("hello bot"), hugo.Tells("/status"), hugo.Tells("/pause"), hugo.Tells("/inbox"), hugo.Tells("/mode auto"), hugo.Opens("bizChat1")} {
		if !holds(said, "Mila", "@mila") && !holds(said, "Mila", "t.me/mila") {
			t.Errorf("the answer names neither Mila nor her profile: %q", said)
		}
		if len(said) > 400 {
			t.Errorf("not short: %q", said)
		}
	}
	hugo.SendsSticker("👋")
	s.until("a sticker is answered too", func() bool { chat := hugo.Chat(); return chat[len(chat)-1].FromBot })
	s.someoneElseIsAnswered()
}

func TestPrivacySaysWhatIsKeptHowLongAndHowToHaveItRemoved(t *testing.T) {
	s := tell(t)
	hugo := s.fan("Hugo")
	for _, said := range []string{hugo.Tells("/privacy"), s.mila.Asks("/privacy", "Privacy")} {
		if !holds(said, "kept", "how long", "remov") {
			t.Errorf("/privacy says %q", said)
		}
	}
}

func TestStrangerAtTheButtonSendsNothing(t *testing.T) {
	s := tell(t)
	anna, hugo := s.fan("Anna"), s.fan("Hugo")
	anna.Writes("is my bowl ready to go?")
	card := s.mila.Card("is my bowl ready to go?")
	for i, from := range []any{account(hugo.User()), nil} {
		query := map[string]any{
			"id": []string{"forged-by-hugo", "forged-by-nobody"}[i], "chat_instance": "1", "data": s.mila.Finger(card, "Send"),
			"message": map[string]any{"message_id": int64(card), "date": 1, "chat": chat(s.mila.User()), "from": account(s.tg.Bot())},
		}
		if from != nil {
			query["from"] = from
		}
		s.push(map[string]any{"callback_query": query})
	}
	s.until("the stranger's tap is answered", func() bool {
		for _, c := range s.tg.Calls("answerCallbackQuery") {
			if c.Params["callback_query_id"] == "forged-by-hugo" {
				return true
			}
		}
		return false
	})
	s.someoneElseIsAnswered()
	anna.GotNothing()
	if _, open := s.mila.open("is my bowl ready to go?"); !open {
		t.Error("the stranger's tap closed the card")
	}
}

func TestCommandsInAFansMessageAreOnlyWords(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("/pause")
	s.mila.Card("/pause")
	s.someoneElseIsAnswered()
	if text := s.mila.Asks("/status", "permission"); holds(text, "paused") {
		t.Error("a fan paused the program")
	}
}

func TestStrangerInAGroupGetsNoCommandThrough(t *testing.T) {
	s := tell(t)
	hugo := s.fan("Hugo")
	s.push(map[string]any{"message": map[string]any{
		"message_id": 5, "date": 1, "from": account(hugo.User()), "text": "/pause",
		"chat": map[string]any{"id": -100123, "type": "supergroup", "title": "a group"},
	}})
	s.someoneElseIsAnswered()
}
