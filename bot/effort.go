package bot

import (
	"errors"
	"fmt"
	"time"

	"secretary/store"
)

// stopwatch adds up the time the model works on one job.
type stopwatch struct {
	now  func() time.Time
	took time.Duration
}

func (s *stopwatch) time(work func()) {
	began := s.now()
	work()
	s.took += max(s.now().Sub(began), 0)
}

// exhausted tells whether the model has worked long enough for a fan today: from
// then on it works for this fan only when the creator asks for it.
func (b *Bot) exhausted(f store.Fan) bool {
	return b.cfg.PerFan > 0 && f.Day.On(b.now()).Model >= b.cfg.PerFan
}

// errExhausted: see exhausted.
var errExhausted = errors.New("the model has worked long enough for this fan today")

// timed lets the model do idle work about a fan, which counts as work for that
// fan. errExhausted: it has worked long enough.
func (b *Bot) timed(id store.FanID, work func() error) error {
	f, err := b.store.Fan(id)
	if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	if b.exhausted(f) {
		return errExhausted
	}
	watch := stopwatch{now: b.clock}
	watch.time(func() { err = work() })
	return errors.Join(err, b.spent(id, watch.took, false))
}

// spent notes time the model worked for a fan without anything to show for it.
// In vain: for a draft that was out of date before it was there.
func (b *Bot) spent(id store.FanID, took time.Duration, vain bool) error {
	if took <= 0 {
		return nil
	}
	if err := b.store.Spend(id, took, vain); err != nil {
		return fmt.Errorf("note the model's time: %w", err)
	}
	return nil
}
