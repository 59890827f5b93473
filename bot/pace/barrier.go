package pace

import (
	"context"
	"sync"
	"time"
)

// Barrier holds up those who come to it while it is shut. Its zero value is open.
type Barrier struct {
	mu   sync.Mutex
	open chan struct{} // closed when it opens; nil while it is open
}

// Set shuts or opens it.
func (b *Barrier) Set(shut bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case shut && b.open == nil:
		b.open = make(chan struct{})
	case !shut && b.open != nil:
		close(b.open)
		b.open = nil
	}
}

// Shut tells whether it is shut.
func (b *Barrier) Shut() bool { return b.opening() != nil }

func (b *Barrier) opening() chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.open
}

// Wait returns when it is open, when d has passed, or when ctx ends.
func (b *Barrier) Wait(ctx context.Context, d time.Duration) {
	open := b.opening()
	if open == nil {
		return
	}
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case <-open:
	case <-late.C:
	case <-ctx.Done():
	}
}
