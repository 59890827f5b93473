package queue

import "context"

// Seats bounds how many work at the same time. Nil has any number of them.
type Seats chan struct{}

// NewSeats makes n seats.
func NewSeats(n int) Seats { return make(Seats, n) }

// Take takes a seat as soon as one is free; false if ctx ends first. Leave gives
// it back.
func (s Seats) Take(ctx context.Context) bool {
	if s == nil {
		return ctx.Err() == nil
	}
	select {
	case s <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// Leave gives a seat back.
func (s Seats) Leave() {
	if s != nil {
		<-s
	}
}
