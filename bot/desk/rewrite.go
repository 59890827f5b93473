package desk

import (
	"context"
	"sync"
	"time"

	"secretary/bot/card"
	"secretary/bot/pace"
	"secretary/bot/telegram"
)

// rewrites knows which drawing of each message is the newest.
type rewrites struct {
	drawing chan struct{} // holds one while a message is drawn anew
	mu      sync.Mutex
	turns   uint64
	newest  map[place]uint64
}

// place is a message of one of the bot's own chats.
type place struct{ chat, message int64 }

func newRewrites() rewrites {
	return rewrites{drawing: make(chan struct{}, 1), newest: map[place]uint64{}}
}

func (r *rewrites) begin(at place) (turn uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.turns++
	r.newest[at] = r.turns
	return r.turns
}

func (r *rewrites) stands(at place, turn uint64) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.newest[at] == turn
}

func (r *rewrites) end(at place, turn uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.newest[at] == turn {
		delete(r.newest, at)
	}
}

// Rewrite draws a message anew soon, and tries on until Telegram has taken it or never
// will. One at a time, and of one message only the newest: a slow edit must not
// overwrite a newer one.
func (d *Desk) Rewrite(chat, message int64, draw func() (card.Page, error)) {
	at := place{chat, message}
	d.rewrite(at, d.rewrites.begin(at), &pace.Backoff{First: time.Second, Max: time.Minute}, draw)
}

func (d *Desk) rewrite(at place, turn uint64, wait *pace.Backoff, draw func() (card.Page, error)) {
	d.Later(func(ctx context.Context) {
		d.rewrites.drawing <- struct{}{}
		defer func() { <-d.rewrites.drawing }()
		if !d.rewrites.stands(at, turn) {
			return
		}
		page, err := draw()
		if err == nil {
			err = d.Edit(ctx, at.chat, at.message, page)
		}
		e, ok := telegram.AsError(err)
		if err != nil && ctx.Err() == nil {
			d.log.Warn("cannot draw a message anew", "err", err)
		}
		if !ok || Hopeless(err) || ctx.Err() != nil {
			d.rewrites.end(at, turn)
			return
		}
		// The wait keeps no place of those who answer.
		time.AfterFunc(max(wait.Next(), e.RetryAfter), func() { d.rewrite(at, turn, wait, draw) })
	})
}
