package queue

import (
	"errors"
	"fmt"
	"time"

	"secretary/store"
)

// Stopwatch adds up the time the model works on one job.
type Stopwatch struct {
	Now  func() time.Time
	Took time.Duration
}

// Time adds how long work takes.
func (s *Stopwatch) Time(work func()) {
	began := s.Now()
	work()
	s.Took += max(s.Now().Sub(began), 0)
}

// Effort bounds how long the model works for one fan a day.
type Effort struct {
	PerFan time.Duration // ollama.per_fan; 0: no bound
	Store  *store.Store
	Now    func() time.Time // Telegram's time, for the day
	Clock  func() time.Time // this machine's, for what work took
}

// Exhausted tells whether the model has worked long enough for a fan today: from
// then on it works for this fan only when the creator asks for it.
func (e *Effort) Exhausted(f store.Fan) bool {
	return e.PerFan > 0 && f.Day.On(e.Now()).Model >= e.PerFan
}

// ErrExhausted: see Effort.Exhausted.
var ErrExhausted = errors.New("the model has worked long enough for this fan today")

// Timed lets the model do idle work about a fan, which counts as work for that
// fan. ErrExhausted: it has worked long enough.
func (e *Effort) Timed(id store.FanID, work func() error) error {
	f, err := e.Store.Fan(id)
	if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	if e.Exhausted(f) {
		return ErrExhausted
	}
	watch := Stopwatch{Now: e.Clock}
	watch.Time(func() { err = work() })
	return errors.Join(err, e.Spend(id, watch.Took, false))
}

// Spend notes time the model worked for a fan without anything to show for it.
// In vain: for a draft that was out of date before it was there.
func (e *Effort) Spend(id store.FanID, took time.Duration, vain bool) error {
	if took <= 0 {
		return nil
	}
	if err := e.Store.Spend(id, took, vain); err != nil {
		return fmt.Errorf("note the model's time: %w", err)
	}
	return nil
}
