package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"strings"
	"time"
)

// bell wakes one waiting loop; ringing it twice before it is heard is one ring.
type bell chan struct{}

func newBell() bell { return make(bell, 1) }

func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default:
	}
}

// wait returns when the bell rings, when d has passed, or when ctx ends; it
// reports whether ctx still lives. d <= 0 waits for the bell alone.
func (b bell) wait(ctx context.Context, d time.Duration) bool {
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

// backoff waits First, then twice as long each time, up to Max, with a quarter
// of jitter.
type backoff struct {
	First, Max time.Duration
	next       time.Duration
}

// Next is the time to wait now.
func (b *backoff) Next() time.Duration {
	if b.next == 0 {
		b.next = b.First
	}
	d := b.next
	b.next = min(2*b.next, b.Max)
	return d - time.Duration(rand.Int64N(int64(d)/4+1))
}

// Sleep waits for Next or the end of ctx; it reports whether ctx still lives.
func (b *backoff) Sleep(ctx context.Context) bool { return sleep(ctx, b.Next()) }

// Reset starts again with First.
func (b *backoff) Reset() { b.next = 0 }

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// fence is deferred around work that handles strangers' data. It logs where a
// panic came from, never its value.
func (b *Bot) fence(what string) {
	if r := recover(); r != nil {
		b.log.Error("a part of the bot stopped by surprise; it goes on", "part", what, "kind", fmt.Sprintf("%T", r), "where", callers())
	}
}

// callers names the project's own functions on the stack of a panic.
func callers() string {
	var out []string
	for line := range strings.Lines(string(debug.Stack())) {
		if strings.HasPrefix(line, "secretary/") {
			name, _, _ := strings.Cut(line, "(0x")
			name = strings.TrimSpace(name)
			if i := strings.Index(name, "({"); i > 0 {
				name = name[:i]
			}
			out = append(out, name)
		}
	}
	if len(out) > 8 {
		out = out[:8]
	}
	return strings.Join(out, " < ")
}
