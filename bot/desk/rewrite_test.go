package desk_test

import (
	"fmt"
	"testing"
	"time"

	"secretary/bot/card"
	"secretary/bot/sandbox"
	"secretary/bot/stage"
)

func shows(text string) func() (card.Page, error) {
	return func() (card.Page, error) { return card.Page{Text: text}, nil }
}

// What stands there may name a forgotten fan, or have buttons that do nothing any more.
func TestABadDayLeavesNoMessageAsItWas(t *testing.T) {
	for name, trouble := range map[string]sandbox.Fault{
		"too many calls": {Code: 429, RetryAfter: 600, Times: 2},
		"an error":       {Code: 500, Times: 20},
		"a cut line":     {DropBefore: true, Times: 20},
		"a cut answer":   {DropAfter: true, Times: 20},
	} {
		t.Run(name, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				s.Run(s.Desk.AnswerLoop)
				question := says(s, "Forget Quux?")
				s.Telegram.Fail("editMessageText", trouble)
				s.Desk.Rewrite(s.Mila.ID(), question, shows("Nothing was removed."))
				s.Pass(time.Hour)
				s.Wants("the chat", s.Told(), "Nothing was removed.")
				calls := len(s.Telegram.Calls(""))
				s.Pass(time.Hour)
				if n := len(s.Telegram.Calls("")); n != calls {
					t.Errorf("%d calls about what is done", n-calls)
				}
			})
		})
	}
}

func TestWhatWillNeverBeDrawnIsGivenUp(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Run(s.Desk.AnswerLoop)
		question := says(s, "Forget Quux?")
		s.Mila.Clears(question)
		s.Desk.Rewrite(s.Mila.ID(), question, shows("Nothing was removed."))
		s.Pass(24 * time.Hour)
		if n := len(s.Telegram.Calls("editMessageText")); n != 1 {
			t.Errorf("%d calls", n)
		}
	})
}

func TestALateTryDoesNotOverwriteWhatIsNewer(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Run(s.Desk.AnswerLoop)
		screen := says(s, "a screen")
		s.Telegram.Fail("editMessageText", sandbox.Fault{Code: 500})
		s.Desk.Rewrite(s.Mila.ID(), screen, shows("old"))
		s.Rest()
		s.Desk.Rewrite(s.Mila.ID(), screen, shows("new"))
		s.Pass(time.Hour)
		s.Wants("the chat", s.Told(), "new")
	})
}

// The tries that wait keep no tap from being answered.
func TestAnAnswerWaitsForNoDrawing(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		s.Run(s.Desk.AnswerLoop)
		var questions []int64
		for i := range 12 {
			questions = append(questions, says(s, fmt.Sprint("question ", i)))
		}
		s.Telegram.Fail("editMessageText", sandbox.Fault{Code: 429, RetryAfter: 3600})
		for _, question := range questions {
			s.Desk.Rewrite(s.Mila.ID(), question, shows("decided"))
		}
		s.Pass(12 * time.Second) // each was tried once
		id, answer := tap(s, s.Mila)
		began := time.Now()
		s.Desk.Answer(id, "Sent", false)
		if a := answer(); a.Text != "Sent" || time.Since(began) > time.Second {
			t.Errorf("after %v she sees %+v", time.Since(began), a)
		}
	})
}
