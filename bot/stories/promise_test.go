package stories_test

import (
	"sync/atomic"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func TestMilaIsRemindedOnceOfWhatShePromised(t *testing.T) {
	var later atomic.Int64
	s := tell(t, telegram(func(o *sandbox.Options) {
		o.Now = func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	}))
	anna, ben := s.fan("Anna"), s.fan("Ben")
	anna.Writes("when will my bowl be done?")
	s.mila.Card("when will my bowl be done?")
	s.mila.Writes(anna, "hey anna! i'll send it tomorrow, cross my heart")
	s.logs("promises noted")
	_, posted := s.answered(ben, "and my cup?", "i'll post yours tomorrow")
	s.mila.Closed(posted, "sent")
	if n := s.mila.Heard("You told"); n != 0 {
		t.Fatalf("%d reminders before the day", n)
	}
	s.restart()
	later.Store(int64(33 * time.Hour)) // past nine o'clock of the day after, whatever the time is now
	first := s.mila.Hears("You told Anna", "i'll send it tomorrow, cross my heart")
	second := s.mila.Hears("You told Ben", "i'll post yours tomorrow")
	s.stop()
	s.run()
	if text := s.mila.Taps(card(first.ID), "Done"); !holds(text, "done") {
		t.Errorf("the tap says %q", text)
	}
	s.mila.Sees(card(first.ID), "Done: you told Anna")
	s.mila.Taps(card(second.ID), "Forget")
	s.mila.Sees(card(second.ID), "Forgotten: you told Ben")
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("You told"); n != 2 {
		t.Errorf("%d reminders, want one for each promise", n)
	}
}
