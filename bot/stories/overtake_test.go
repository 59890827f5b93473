package stories_test

import (
	"fmt"
	"sync"
	"testing"
)

// whileAway lets a crowd write while the program is down, then Anna, and then
// Mila taps the card from before: all of it waits at Telegram, in this order, in
// more than one batch.
func (s *story) whileAway(anna *fan, c card, then func()) (answer string) {
	s.t.Helper()
	send := s.mila.Finger(c, "Send")
	s.noted()
	s.kill()
	for i := range 130 {
		s.fan(fmt.Sprintf("Guest%03d", i)).Writes("guest says hello")
	}
	then()
	var tap sync.WaitGroup
	tap.Go(func() {
		if a, err := s.mila.TapsData(int64(c), send); err == nil {
			answer = a.Text
		}
	})
	s.until("the tap waits at Telegram", func() bool { return s.tg.Pending() > 130 })
	s.run()
	tap.Wait()
	return answer
}

// The creator is heard before the crowd, but never about less than has arrived.
func TestTapThatOvertakesTheCrowdStillSeesWhatItsFanWrote(t *testing.T) {
	s := tell(t, with("reply.mode", "approve"))
	anna := s.fan("Anna")
	anna.Writes("shall we say monday?")
	c := s.mila.Card("shall we say monday?")
	answer := s.whileAway(anna, c, func() {
		anna.Writes("no wait, monday is my mother's funeral")
		s.until("anna waits at Telegram", func() bool { return s.tg.Pending() > 130 })
	})
	if !holds(answer, "out of date") {
		t.Errorf("the tap is answered %q", answer)
	}
	s.logs("a fan is heard out of turn")
	s.mila.Sees(c, "Anna wrote again")
	anna.GotNothing()
}

func TestTapOvertakesTheCrowd(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Answers("do you like mondays?", "only the blue ones")
	anna.Writes("do you like mondays?")
	c := s.mila.Card("do you like mondays?", "only the blue ones")
	s.whileAway(anna, c, func() {})
	anna.Gets("only the blue ones")
}
