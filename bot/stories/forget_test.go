package stories_test

import (
	"fmt"
	"testing"
)

func TestForgottenFanIsGoneAndBeginsAnew(t *testing.T) {
	s := tell(t)
	anna, bert := s.fan("Anna"), s.fan("Bert")
	s.model.Says("the blue one is yours")
	anna.Writes("which vase did I order?")
	done := s.mila.Card("which vase did I order?")
	s.mila.Taps(done, "Send")
	anna.Gets("the blue one is yours")
	s.mila.Closed(done, "sent")
	s.model.Answers("are you open on sunday?", "only on weekdays")
	bert.Writes("are you open on sunday?")
	other := s.mila.Card("are you open on sunday?")
	s.model.Answers("and when does it come?", "on friday")
	anna.Writes("and when does it come?")
	open := s.mila.Card("and when does it come?")

	s.mila.Asks("/forget", "Reply to a card")
	s.mila.RepliesTo(open, "/forget")
	question := card(s.mila.Hears("Forget everything about", "Anna").ID)
	s.mila.Taps(question, "No, keep")
	s.until("it is kept", func() bool { return holds(s.mila.Reads(question), "Nothing was removed") })
	s.mila.RepliesTo(open, "/forget")
	question = card(s.mila.Hears("Forget everything about", "Anna").ID)
	s.mila.Taps(question, "Yes, forget")
	s.until("she is forgotten", func() bool { return holds(s.mila.Reads(question), "Forgotten") })
	s.until("her cards are gone", func() bool {
		for _, m := range s.mila.Chat() {
			if m.FromBot && holds(m.Text, "Anna") {
				return false
			}
		}
		return true
	})
	code, out := s.command("check")
	if code != 0 || !holds(out, "1 seen") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	s.mila.Taps(other, "Send") // nobody else is touched
	bert.Gets("only on weekdays")

	s.model.Answers("hello, do you know me?", "nice to meet you")
	anna.Writes("hello, do you know me?")
	fresh := s.mila.Card("hello, do you know me?", "nice to meet you")
	for _, q := range s.model.Questions() {
		told := fmt.Sprint(q.Messages)
		if holds(told, "hello, do you know me?") && (holds(told, "which vase did I") || holds(told, "the blue one is")) {
			t.Errorf("the model is told of what was forgotten: %s", told)
		}
	}
	s.mila.Taps(fresh, "Send")
	anna.Gets("nice to meet you")
}

func TestStrangerCannotForgetAnybody(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("still here")
	anna.Writes("will you keep me?")
	open := s.mila.Card("will you keep me?")
	s.mila.RepliesTo(open, "/forget")
	question := card(s.mila.Hears("Forget everything about").ID)
	data := s.mila.Finger(question, "Yes, forget")
	eve := s.fan("Eve")
	s.push(map[string]any{"callback_query": map[string]any{
		"id": "forged-by-eve", "chat_instance": "1", "data": data, "from": account(eve.User()),
		"message": map[string]any{"message_id": int64(question), "date": 1, "chat": chat(s.mila.User()), "from": account(s.tg.Bot())},
	}})
	s.until("the stranger's tap is answered", func() bool {
		for _, c := range s.tg.Calls("answerCallbackQuery") {
			if c.Params["callback_query_id"] == "forged-by-eve" {
				return true
			}
		}
		return false
	})
	s.mila.Taps(open, "Send")
	anna.Gets("still here")
}
