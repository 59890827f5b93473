package stories_test

import "testing"

func TestBurstBecomesOneDraft(t *testing.T) {
	s := tell(t, with("reply.quiet_period", "600ms"))
	anna := s.fan("Anna")
	s.model.Says("that is a lot of good news")
	for _, text := range []string{"guess what, i passed", "with the best grade", "and i got the flat too"} {
		anna.Writes(text)
	}
	card := s.mila.Card("guess what, i passed", "with the best grade", "and i got the flat too")
	s.mila.Taps(card, "Send")
	anna.Gets("that is a lot of good news")

	if n := len(s.model.Questions()); n != 1 {
		t.Errorf("%d drafts for one burst", n)
	}
	q := s.model.Asked(1)
	for _, text := range []string{"guess what, i passed", "with the best grade", "and i got the flat too"} {
		if q.Mentions(text) != 1 {
			t.Errorf("%q stands %d times in the prompt", text, q.Mentions(text))
		}
	}
}

func TestBurstOutlivesAPowerCut(t *testing.T) {
	s := tell(t, with("reply.quiet_period", "2s"))
	anna := s.fan("Anna")
	anna.Writes("one thing before the lights go out")
	anna.Writes("another thing in the dark")
	s.received()
	s.restart()
	s.mila.Card("one thing before the lights go out", "another thing in the dark")
	if n := s.mila.Heard("one thing before the lights go out"); n != 1 {
		t.Errorf("%d cards for one burst", n)
	}
}

func TestMessageTooFreshForTheQuietPeriodDelaysNobodyElse(t *testing.T) {
	s := tell(t, with("reply.quiet_period", "500ms"))
	anna, ben := s.fan("Anna"), s.fan("Ben")
	ben.Writes("ben wrote once and waits")
	anna.Writes("anna writes and writes")
	anna.Writes("anna writes some more")
	s.mila.Card("ben wrote once and waits")
	s.mila.Card("anna writes and writes", "anna writes some more")
}
