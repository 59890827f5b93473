package stories_test

import (
	"testing"
	"time"
)

func TestSecondProgramWithTheTokenIsNamedAndOutlasted(t *testing.T) {
	s := stage(t)
	s.mila.Start("")
	s.mila.Connect()
	s.tg.SecondPoller(true)
	s.run()
	s.logs("another program")
	s.mila.Hears("another program")
	anna := s.fan("Anna")
	anna.Writes("who reads this one first?")
	s.tg.SecondPoller(false)
	s.mila.Card("who reads this one first?")

	var refused []time.Time
	for _, c := range s.tg.Calls("getUpdates") {
		if c.Status == 409 {
			refused = append(refused, c.At)
		}
	}
	if len(refused) == 0 || len(refused) > 8 {
		t.Errorf("%d polls were refused: too eager, or never", len(refused))
	}
	for i := 1; i < len(refused); i++ {
		if gap := refused[i].Sub(refused[i-1]); gap < time.Second {
			t.Errorf("polled again after %v, want at least 1 s", gap)
		}
	}
}

func TestWebhookOfAnotherProgramIsNamed(t *testing.T) {
	s := stage(t)
	s.mila.Start("")
	s.mila.Connect()
	s.tg.SetWebhook("https://elsewhere.example/hook")
	s.run()
	s.logs("webhook")
	s.mila.Hears("webhook")
	anna := s.fan("Anna")
	anna.Writes("does this go elsewhere?")
	s.tg.SetWebhook("")
	s.mila.Card("does this go elsewhere?")
}
