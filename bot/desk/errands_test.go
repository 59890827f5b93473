package desk_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/telegram"
)

// tap is one tap of a person, as the bot heard it. answer waits for what they see.
func tap(s *stage.Stage, p *sandbox.Person) (id string, answer func() sandbox.Answer) {
	s.Helper()
	m, err := s.API.SendMessage(s.Context(), telegram.SendMessage{ChatID: p.ID(), Text: "a card"})
	s.Must(err)
	answers := make(chan sandbox.Answer, 1)
	go func() {
		a, err := p.TapsData(m.MessageID, "x")
		if err != nil {
			s.Error(err)
		}
		answers <- a
	}()
	s.Rest()
	batch, err := s.API.GetUpdates(s.Context(), 0, 100, 0)
	s.Must(err)
	for _, raw := range batch {
		if u, err := telegram.DecodeUpdate(raw.Raw); err == nil && u.CallbackQuery != nil {
			id = u.CallbackQuery.ID
		}
	}
	if id == "" {
		s.Fatal("the tap was not heard")
	}
	return id, func() sandbox.Answer { return <-answers }
}

// text is a parameter of a call, or an id, as text.
func text(v any) string { return fmt.Sprint(v) }

func TestATapIsAnsweredThoughTheLineIsBad(t *testing.T) {
	for name, trouble := range map[string]sandbox.Fault{
		"a good day":              {Times: 0, Code: 200, If: func(map[string]any) bool { return false }},
		"too many calls":          {Code: 429, RetryAfter: 2},
		"an error":                {Code: 500, Times: 3},
		"a page of the front-end": {HTML: true},
		"a cut line":              {DropBefore: true, Times: 3},
	} {
		t.Run(name, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				s.Run(s.Desk.AnswerLoop)
				id, answer := tap(s, s.Mila)
				s.Telegram.Fail("answerCallbackQuery", trouble)
				s.Desk.Answer(id, strings.Repeat("ж", 300), true)
				if a := answer(); !a.Answered || !a.Alert || a.Text != strings.Repeat("ж", 199)+"…" {
					t.Errorf("she sees %+v", a)
				}
				calls := s.Telegram.Calls("answerCallbackQuery")
				for n, c := range calls[1:] {
					if calls[n].Status == 429 && c.At.Sub(calls[n].At) < 2*time.Second {
						t.Error("Telegram asked to wait for 2 s, and was asked again sooner")
					}
				}
			})
		})
	}
}

func TestATapThatTelegramForgotIsNotAnsweredForEver(t *testing.T) {
	for name, c := range map[string]struct {
		trouble sandbox.Fault
		most    int // calls
	}{
		"forgotten":              {sandbox.Fault{Code: 400, Description: "Bad Request: query is too old", Times: 99}, 1},
		"a wait longer than it":  {sandbox.Fault{Code: 429, RetryAfter: 60, Times: 99}, 1},
		"nothing but cut lines":  {sandbox.Fault{DropBefore: true, Times: 99}, 8},
		"a token that was taken": {sandbox.Fault{Code: 401, Times: 99}, 8},
	} {
		t.Run(name, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				s.Run(s.Desk.AnswerLoop)
				s.Telegram.Fail("answerCallbackQuery", c.trouble)
				s.Desk.Answer("123", "Sent", false)
				s.Pass(24 * time.Hour)
				if n := len(s.Telegram.Calls("answerCallbackQuery")); n == 0 || n > c.most {
					t.Errorf("%d calls, at most %d are of use", n, c.most)
				}
			})
		})
	}
}

func TestOneAnswerThatBreaksTakesNoOtherWithIt(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Run(s.Desk.AnswerLoop)
		var done atomic.Int32
		for range 20 {
			s.Desk.Later(func(context.Context) { panic("Quux wrote this") }) // must not be logged
			s.Desk.Later(func(context.Context) { done.Add(1) })
		}
		s.Rest()
		if n := done.Load(); n != 20 || s.Log.Count("desk") == 0 {
			t.Errorf("%d of 20 were run; the log names the place %d times", n, s.Log.Count("desk"))
		}
	})
}

func TestAStopWaitsForTheAnswersThatWereBegun(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Run(s.Desk.AnswerLoop)
		var ended atomic.Bool
		s.Desk.Later(func(ctx context.Context) {
			<-ctx.Done()
			time.Sleep(time.Second) // a call on its way
			ended.Store(true)
		})
		s.Rest()
		s.Stop()
		if !ended.Load() {
			t.Error("the loop ended before what it had begun")
		}
	})
}

func TestTooManyAnswersKeepNobodyWaiting(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) { // nobody runs them
		for range 10_000 {
			s.Desk.Later(func(context.Context) {})
			s.Desk.AnswerStranger("1", "no")
		}
		if answers, courtesies := s.Desk.Waiting(); answers > 1000 || courtesies > 1000 || courtesies == 0 {
			t.Errorf("%d and %d wait", answers, courtesies)
		}
		if s.Log.Count("too many answers") == 0 {
			t.Error("that one was left out is told nowhere")
		}
	})
}

func TestTheCreatorNeverWaitsForWhatStrangersAsked(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Run(s.Desk.AnswerLoop)
		s.Run(s.Desk.CourtesyLoop)
		for n := range 40 {
			stranger := s.Telegram.Person("Bob")
			stranger.Start("")
			s.Desk.SayToStranger(stranger.ID(), stranger.ID(), "this bot serves somebody else")
			s.Desk.AnswerStranger(strconv.Itoa(n), "not yours")
		}
		s.Telegram.Fail("sendMessage", sandbox.Fault{HangBefore: true, Times: 99, If: func(p map[string]any) bool { return text(p["chat_id"]) != text(s.Mila.ID()) }})
		s.Telegram.Fail("answerCallbackQuery", sandbox.Fault{HangBefore: true, Times: 99, If: func(p map[string]any) bool { return len(text(p["callback_query_id"])) < 5 }})
		s.Rest()
		id, answer := tap(s, s.Mila)
		began := time.Now()
		s.Desk.Answer(id, "Sent", false)
		if a := answer(); a.Text != "Sent" || time.Since(began) != 0 {
			t.Errorf("after %v she sees %+v", time.Since(began), a)
		}
	})
}

func TestAStrangerGetsAnAnswerButNotAThousand(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Run(s.Desk.CourtesyLoop)
		loud, calm := s.Telegram.Person("Bob"), s.Telegram.Person("Eve")
		loud.Start("")
		calm.Start("")
		for range 1000 {
			s.Desk.SayToStranger(loud.ID(), loud.ID(), "<b>no</b>")
			s.Rest()
		}
		s.Desk.SayToStranger(calm.ID(), calm.ID(), "<b>no</b>")
		s.Pass(time.Hour)
		if n := len(stage.Said(loud)); n < 5 || n > 20 {
			t.Errorf("the loud one got %d answers", n)
		}
		s.Wants("the calm one's chat", stage.Said(calm), "<b>no</b>")
		s.Desk.SayToStranger(loud.ID(), loud.ID(), "<b>again</b>")
		s.Rest()
		if said := stage.Said(loud); said[len(said)-1] != "<b>again</b>" {
			t.Error("who was loud once is never answered again")
		}
	})
}

func TestAStrangerWhoBlocksTheBotTroublesNobody(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Run(s.Desk.CourtesyLoop)
		gone, there := s.Telegram.Person("Bob"), s.Telegram.Person("Eve")
		gone.Start("")
		gone.BlocksBot()
		there.Start("")
		s.Desk.SayToStranger(gone.ID(), gone.ID(), "no")
		s.Desk.SayToStranger(there.ID(), there.ID(), "no")
		s.Rest()
		s.Wants("the other's chat", stage.Said(there), "no")
	})
}
