package bot

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace spaces calls out (core.telegram.org/bots/faq: about 30 messages a second
// in all, one a second in one chat with short bursts). People come before
// machines: what concerns the creator's own chat may borrow ahead of replies.
type pace struct {
	all   *rate.Limiter // nil: no pacing
	ahead *rate.Limiter // the creator's share on top
	mu    sync.Mutex
	chats map[int64]*rate.Limiter
}

// newPace paces to perSecond messages; 0 means no pacing at all.
func newPace(perSecond float64) *pace {
	p := &pace{chats: map[int64]*rate.Limiter{}}
	if perSecond > 0 {
		burst := max(int(perSecond), 1)
		p.all = rate.NewLimiter(rate.Limit(perSecond), burst)
		p.ahead = rate.NewLimiter(rate.Limit(min(perSecond, 4)), 4)
	}
	return p
}

// wait returns when a message to chat may be sent, or with ctx's error.
func (p *pace) wait(ctx context.Context, chat int64, creator bool) error {
	if p.all == nil {
		return ctx.Err()
	}
	if err := p.chat(chat).Wait(ctx); err != nil {
		return err
	}
	if creator {
		return p.ahead.Wait(ctx)
	}
	return p.all.Wait(ctx)
}

func (p *pace) chat(id int64) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.chats) > 10_000 {
		clear(p.chats) // forgetting a limiter only allows a short burst
	}
	l := p.chats[id]
	if l == nil {
		l = rate.NewLimiter(rate.Every(time.Second), 5)
		p.chats[id] = l
	}
	return l
}
