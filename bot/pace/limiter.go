package pace

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limiter spaces calls out (core.telegram.org/bots/faq: about 30 messages a second
// in all, one a second in one chat with short bursts). Messages of the
// creator's chat reserve their turn ahead of replies: people come before machines.
type Limiter struct {
	all   *rate.Limiter // every message; nil: no pacing
	mu    sync.Mutex
	chats map[int64]*rate.Limiter // the bot's own chats
}

// NewLimiter paces to perSecond messages; 0 means no pacing at all.
func NewLimiter(perSecond float64) *Limiter {
	p := &Limiter{chats: map[int64]*rate.Limiter{}}
	if perSecond > 0 {
		p.all = rate.NewLimiter(rate.Limit(perSecond), max(int(perSecond/10), 1))
	}
	return p
}

// Free is how many replies may be sent now, at most limit. They are counted by
// Spend once they are claimed: a reply waits for its turn before the claim, so
// that the claim's checks are fresh and a crash meanwhile is no unknown.
func (p *Limiter) Free(limit int) int {
	if p.all == nil {
		return limit
	}
	return max(0, min(limit, int(p.all.Tokens())))
}

// Gap is how long until the next reply may be sent.
func (p *Limiter) Gap() time.Duration {
	return time.Duration(float64(time.Second)/float64(p.all.Limit())) + time.Millisecond
}

// Spend counts n replies.
func (p *Limiter) Spend(n int) {
	if p.all != nil {
		p.all.AllowN(time.Now(), n)
	}
}

// Own waits for the turn of a message in one of the bot's own chats.
func (p *Limiter) Own(ctx context.Context, chat int64) error {
	if p.all == nil {
		return ctx.Err()
	}
	if err := p.chat(chat).Wait(ctx); err != nil {
		return err
	}
	return p.all.Wait(ctx)
}

func (p *Limiter) chat(id int64) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.chats) > 10_000 {
		clear(p.chats) // forgetting a limiter only allows a short burst
	}
	l := p.chats[id]
	if l == nil {
		l = rate.NewLimiter(rate.Every(time.Second), 10)
		p.chats[id] = l
	}
	return l
}
