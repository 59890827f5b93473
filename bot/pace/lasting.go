package pace

import (
	"context"
	"time"
)

// stopTimeout is what a send in flight is given after the stop signal.
const stopTimeout = 7 * time.Second

// Lasting is a deadline that outlives ctx by stopTimeout: a stop must not turn
// a call that is about to succeed into an unknown, or into one made twice.
func Lasting(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	call, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(stopTimeout, cancel) })
	return call, func() { stop(); cancel() }
}
