package desk

import (
	"context"
	"maps"
	"sync"
	"time"

	"secretary/bot/pace"
	"secretary/bot/telegram"
)

// floods knows which chats Telegram asked to leave in peace, and until when. Whoever
// writes there shares it: writing on only makes the wait longer.
type floods struct {
	mu    sync.Mutex
	chats map[int64]flood
}

type flood struct {
	until time.Time
	why   telegram.Error
}

// hold keeps everybody out of a chat if Telegram just asked for it.
func (f *floods) hold(chat int64, err error) {
	e, ok := telegram.AsError(err)
	if !ok || !e.Flood() {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(f.chats, func(_ int64, one flood) bool { return !one.until.After(now) })
	until := now.Add(max(e.RetryAfter, time.Second))
	if !until.After(f.chats[chat].until) {
		return
	}
	if f.chats == nil {
		f.chats = map[int64]flood{}
	}
	f.chats[chat] = flood{until, *e}
}

// held is Telegram's word that a chat is to be left in peace, with what is left of
// the wait; nil if it may be written to.
func (f *floods) held(chat int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	one := f.chats[chat]
	left := time.Until(one.until)
	if left <= 0 {
		return nil
	}
	one.why.RetryAfter = left
	return &one.why
}

// call makes one call about one of the bot's own chats, in its turn, and ends it
// though the program ends. Nothing is asked of Telegram while the chat is to be left
// in peace.
func (d *Desk) call(ctx context.Context, chat int64, timeout time.Duration, call func(context.Context) error) error {
	if err := d.pace.Own(ctx, chat); err != nil {
		return err
	}
	if err := d.floods.held(chat); err != nil {
		return err
	}
	lasting, cancel := pace.Lasting(ctx, timeout)
	defer cancel()
	err := call(lasting)
	d.floods.hold(chat, err)
	return err
}
