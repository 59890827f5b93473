package pace

import (
	"context"
	"math/rand/v2"
	"time"
)

// Bell wakes one waiting loop; ringing it twice before it is heard is one ring.
type Bell chan struct{}

// NewBell makes a bell that has not rung.
func NewBell() Bell { return make(Bell, 1) }

// Ring wakes the loop, now or when it next waits.
func (b Bell) Ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// Wait returns when the bell rings, when d has passed, or when ctx ends; it
// reports whether ctx still lives. d <= 0 waits for the bell alone.
func (b Bell) Wait(ctx context.Context, d time.Duration) bool {
	var after <-chan time.Time
	if d > 0 {
		t := time.NewTimer(d)
		defer t.Stop()
		after = t.C
	}
	select {
	case <-ctx.Done():
	case <-b:
	case <-after:
	}
	return ctx.Err() == nil
}

// Backoff waits First, then twice as long each time, up to Max, with a quarter
// of jitter.
type Backoff struct {
	First, Max time.Duration
	next       time.Duration
}

// Next is the time to wait now.
func (b *Backoff) Next() time.Duration {
	if b.next == 0 {
		b.next = b.First
	}
	d := b.next
	b.next = min(2*b.next, b.Max)
	return d - time.Duration(rand.Int64N(int64(d)/4+1))
}

// Sleep waits for Next or the end of ctx; it reports whether ctx still lives.
func (b *Backoff) Sleep(ctx context.Context) bool { return Sleep(ctx, b.Next()) }

// Reset starts again with First.
func (b *Backoff) Reset() { b.next = 0 }

// Sleep waits for d or the end of ctx; it reports whether ctx still lives.
func Sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
