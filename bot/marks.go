package bot

import (
	"context"
	"sync"
	"time"

	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/store"
)

// marks are the read marks still to be set at Telegram. They are a courtesy, so
// one goroutine sets them, one after another, and while many replies are on their
// way they go first. What is left at a stop is left out.
type marks struct {
	mu   sync.Mutex
	left []mark
	bell pace.Bell
}

// mark is a fan's message up to which all is read, through a connection.
type mark struct {
	connection string
	fan        store.FanID
	message    int64
	since      time.Time
}

const (
	manyReplies  = 8                // on their way at once: somebody waits for a lane
	markPatience = 10 * time.Second // how long a mark lets them go first
	markPause    = 100 * time.Millisecond
)

func (m *marks) add(one mark) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.left = append(m.left, one)
	m.bell.Ring()
}

// take gives the oldest mark; since is when those may be that wait no longer.
func (m *marks) take(since time.Time) (one mark, wait time.Duration, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.left) == 0 {
		m.left = nil // after a crowd much would be kept for nothing
		return one, 0, false
	}
	if one = m.left[0]; one.since.After(since) {
		return one, markPause, false
	}
	m.left = m.left[1:]
	return one, 0, true
}

// marksLoop sets read marks.
func (b *Bot) marksLoop(ctx context.Context) {
	for ctx.Err() == nil {
		pace.Sleep(ctx, b.hush())
		since := b.clock()
		if b.replying.Load() >= manyReplies {
			since = since.Add(-markPatience)
		}
		switch one, wait, ok := b.marks.take(since); {
		case ok:
			b.read(ctx, one.connection, one.fan, one.message)
		case wait > 0:
			pace.Sleep(ctx, wait) // the bell rings for each that comes
		default:
			b.marks.bell.Wait(ctx, 0)
		}
	}
}

// read marks messages as read at Telegram. A failure is logged and not repeated.
func (b *Bot) read(ctx context.Context, connection string, id store.FanID, message int64) (ok bool) {
	if b.hush() > 0 {
		return false
	}
	call, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err := b.api.ReadBusinessMessage(call, connection, id.Chat, message)
	if err != nil {
		b.log.Warn("cannot mark as read", "fan", id.Chat, "err", err)
		b.hushed(err)
	}
	return err == nil
}

// hushed notes that Telegram asked for less of what nobody waits for: signs of typing
// and read marks.
func (b *Bot) hushed(err error) {
	if e, ok := telegram.AsError(err); ok && e.Flood() {
		until := time.Now().Add(max(e.RetryAfter, time.Second))
		b.quietTill.Store(&until)
	}
}

// hush is how long there is to be none of it.
func (b *Bot) hush() time.Duration {
	if until := b.quietTill.Load(); until != nil {
		return max(time.Until(*until), 0)
	}
	return 0
}
