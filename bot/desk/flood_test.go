package desk_test

import (
	"testing"
	"time"

	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/telegram"
)

// Whatever Telegram asked to wait for, everybody who writes into the chat waits.
func TestWhereTelegramAsksToWaitAllWait(t *testing.T) {
	for _, method := range []string{"sendMessage", "editMessageText", "deleteMessage", "sendDocument"} {
		t.Run(method, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				s.Run(s.Desk.AnswerLoop)
				card, id, answer := flooded(s, method)
				began := time.Now()
				s.Desk.Answer(id, "Sent", false)
				if a := answer(); a.Text != "Sent" || time.Since(began) > 0 {
					t.Errorf("after %v the tap is answered by %+v", time.Since(began), a)
				}
				calls := len(s.Telegram.Calls(""))
				for _, left := range []time.Duration{time.Minute, time.Second} {
					s.Pass(time.Until(began.Add(time.Minute - left)))
					_, said := s.Desk.Say(s.Context(), telegram.SendMessage{ChatID: s.Mila.ID(), Text: "a notice"})
					for what, err := range map[string]error{
						"a notice": said, "an edit": s.Desk.EditText(s.Context(), telegram.EditMessageText{ChatID: s.Mila.ID(), MessageID: card, Text: "edited"}),
						"a deletion": s.Desk.Delete(s.Context(), s.Mila.ID(), card), "a picture": s.Desk.Photo(s.Context(), telegram.SendPhoto{ChatID: s.Mila.ID(), Photo: picture(s)}),
					} {
						if e, ok := telegram.AsError(err); !ok || !e.Flood() || !e.Certain || e.RetryAfter <= 0 || e.RetryAfter > left {
							t.Errorf("%s: %v, %v before the end of the wait", what, err, left)
						}
					}
				}
				if n := len(s.Telegram.Calls("")); n != calls {
					t.Errorf("%d calls within the wait", n-calls)
				}
				_, err := s.Desk.Say(s.Context(), telegram.SendMessage{ChatID: s.Alex.ID(), Text: "somebody else's chat"})
				s.Must(err)
				s.Pass(time.Second)
				says(s, "after the wait")
			})
		})
	}
}

// flooded has Telegram ask to leave the creator's chat in peace for a minute, as the
// answer to a call of a method. It gives a message there and a tap to be answered.
func flooded(s *stage.Stage, method string) (card int64, id string, answer func() sandbox.Answer) {
	s.Helper()
	s.Alex.Start("")
	card = says(s, "a card")
	id, answer = tap(s, s.Mila)
	s.Telegram.Fail(method, sandbox.Fault{Code: 429, RetryAfter: 60})
	var err error
	switch method {
	case "sendMessage":
		_, err = s.Desk.Say(s.Context(), telegram.SendMessage{ChatID: s.Mila.ID(), Text: "too much"})
	case "editMessageText":
		err = s.Desk.EditText(s.Context(), telegram.EditMessageText{ChatID: s.Mila.ID(), MessageID: card, Text: "too much"})
	case "deleteMessage":
		err = s.Desk.Delete(s.Context(), s.Mila.ID(), card)
	case "sendDocument":
		go func() { _ = s.Desk.Upload(s.Context(), document(s)) }() // tries again after the wait
		s.Rest()
		return card, id, answer
	}
	if e, ok := telegram.AsError(err); !ok || !e.Flood() {
		s.Fatalf("no flood: %v", err)
	}
	return card, id, answer
}

// Telegram's longer word counts, whoever heard it.
func TestOfTwoWaitsTheLongerOneCounts(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Wire.Slow(time.Second) // both calls are on their way before either is answered
		for _, wait := range []int{600, 5} {
			s.Telegram.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: wait})
			go func() {
				_, _ = s.Desk.Say(s.Context(), telegram.SendMessage{ChatID: s.Mila.ID(), Text: "too much"})
			}()
		}
		s.Pass(5 * time.Minute)
		calls := len(s.Telegram.Calls(""))
		if err := s.Desk.Delete(s.Context(), s.Mila.ID(), 1); err == nil || len(s.Telegram.Calls("")) != calls {
			t.Errorf("it went on after the shorter wait: %v", err)
		}
	})
}
