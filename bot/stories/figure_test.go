package stories_test

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"
	"unicode/utf8"
)

var figures = regexp.MustCompile(`confidence (\d+) %, (?:a first guess|from (\d+) decisions?)`)

// figure reads the confidence of a card and the decisions behind it.
func (s *story) figure(c card) (percent, decisions int) {
	s.t.Helper()
	m := figures.FindStringSubmatch(s.mila.Reads(c))
	if m == nil {
		s.t.Fatalf("no figure on the card:\n%s", s.mila.Reads(c))
	}
	percent, _ = strconv.Atoi(m[1])
	decisions, _ = strconv.Atoi(m[2]) // nothing yet: a first guess
	return percent, decisions
}

// guestAsks lets a new fan ask something and returns the fan, the card and its draft.
func (s *story) guestAsks(r reply) (*fan, card, string) {
	s.t.Helper()
	s.guests++
	f := s.fan(fmt.Sprintf("Guest %d", s.guests))
	question := fmt.Sprintf("how is glaze number %d?", s.guests)
	r.text = fmt.Sprintf("number %d is a lovely one", s.guests)
	s.model.touch(func() { s.model.keyed[question] = r })
	f.Writes(question)
	return f, s.mila.Card(question, r.text), r.text
}

// Drafts the model is sure of, and half sure of.
var (
	sure     = reply{sure: 0.995, yes: 0.98}
	halfSure = reply{sure: 0.4, yes: 0.5}
)

// approves lets so many drafts go out with a tap each.
func (s *story) approves(n int, r reply) {
	s.t.Helper()
	for range n {
		f, c, text := s.guestAsks(r)
		s.mila.Taps(c, "Send")
		f.Gets(text)
	}
}

func TestTheFigureGrowsWithMilasDecisions(t *testing.T) {
	s := tell(t)
	anna, first, text := s.guestAsks(halfSure)
	before, decisions := s.figure(first)
	if decisions != 0 {
		t.Errorf("%d decisions before the first", decisions)
	}
	s.mila.Taps(first, "Send")
	anna.Gets(text)
	s.approves(5, halfSure)
	_, later, _ := s.guestAsks(halfSure)
	after, decisions := s.figure(later)
	if decisions != 6 || after <= before {
		t.Errorf("%d %% from %d decisions, was %d %%", after, decisions, before)
	}
	s.mila.Taps(later, "Skip")
	s.restart()
	_, last, _ := s.guestAsks(halfSure)
	if now, decisions := s.figure(last); decisions != 7 || now >= after {
		t.Errorf("%d %% from %d decisions after a Skip and a power cut, was %d %%", now, decisions, after)
	}
}

func TestATapOnTheFigureSaysWhatItIsMadeOf(t *testing.T) {
	s := tell(t)
	s.approves(2, sure)
	anna, c, _ := s.guestAsks(sure)
	percent, _ := s.figure(c)
	button := fmt.Sprintf("%d %% · why?", percent)
	why := s.mila.Taps(c, button)
	if !holds(why, fmt.Sprintf("%d %%", percent), "from 2 decisions", "Up: ", "the model's own judgement") || utf8.RuneCountInString(why) > 200 {
		t.Errorf("the figure is explained as %q", why)
	}
	s.taps(s.fan("Hugo"), c, s.mila.Finger(c, button))
	for _, call := range s.tg.Calls("answerCallbackQuery") {
		if call.Params["callback_query_id"] == "forged" && holds(fmt.Sprint(call.Params["text"]), "judgement") {
			t.Errorf("a stranger was told %v", call.Params["text"])
		}
	}
	finger := s.mila.Finger(c, button)
	s.mila.Taps(c, "Again")
	s.mila.Card("how is glaze number 3?")
	if said := s.mila.Presses(c, finger); !holds(said, "older draft") {
		t.Errorf("the figure of an older draft: %q", said)
	}
	anna.GotNothing()
}

// taps presses a button on Mila's card from another account and waits for the
// answer.
func (s *story) taps(f *fan, c card, data string) {
	s.t.Helper()
	s.push(map[string]any{"callback_query": map[string]any{
		"id": "forged", "chat_instance": "1", "data": data, "from": account(f.User()),
		"message": map[string]any{"message_id": int64(c), "date": 1, "chat": chat(s.mila.User()), "from": account(s.tg.Bot())},
	}})
	s.until("the stranger's tap is answered", func() bool {
		for _, call := range s.tg.Calls("answerCallbackQuery") {
			if call.Params["callback_query_id"] == "forged" {
				return true
			}
		}
		return false
	})
}
