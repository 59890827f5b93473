package readiness

import (
	"context"
	"time"

	"secretary/bot/classify"
	"secretary/bot/profile"
	"secretary/bot/telegram"
	"secretary/store"
)

// look finds the creator's connection: the stored one, re-read, or one that
// waits in Telegram's queue.
func (c *Chain) look(ctx context.Context, p *probe, live bool) {
	if p.owner != 0 {
		if stored, err := c.Store.Current(p.owner); err == nil {
			p.current, p.found = stored, true
		}
	}
	if !live && c.sameBot(p) {
		c.peekQueue(ctx, p)
	}
	if p.found {
		fresh, err := c.API.GetBusinessConnection(ctx, p.current.ID)
		if e, ok := telegram.AsError(err); ok && e.Certain && profile.Gone(e) {
			p.current.Enabled = false
		} else if err == nil {
			p.current = profile.Row(fresh, c.Now())
		}
	}
}

func (c *Chain) sameBot(p *probe) bool {
	return p.settings.BotID == 0 || p.settings.BotID == p.me.ID
}

// peekQueue reads waiting updates without an offset: nothing is acknowledged.
func (c *Chain) peekQueue(ctx context.Context, p *probe) {
	raws, err := c.API.GetUpdates(ctx, 0, 100, 0)
	p.polled, p.pollErr = true, err
	asked := map[string]bool{}
	for _, r := range raws {
		u, err := telegram.DecodeUpdate(r.Raw)
		if err != nil {
			continue
		}
		if u.BusinessConnection != nil {
			c.consider(p, *u.BusinessConnection)
		}
		if m := u.BusinessMessage; m != nil && classify.AuthorOf(*m, p.owner, p.me.ID) == store.AuthorFan {
			if at := time.Unix(m.Date, 0); at.After(p.stats.LastIn) {
				p.stats.LastIn = at
			}
		}
		if id := classify.ConnectionID(u); id != "" && !asked[id] && id != p.current.ID {
			asked[id] = true
			if fresh, err := c.API.GetBusinessConnection(ctx, id); err == nil {
				c.consider(p, fresh)
			}
		}
	}
}

// consider holds one more connection against what is known.
func (c *Chain) consider(p *probe, fresh telegram.BusinessConnection) {
	row := profile.Row(fresh, c.Now())
	if p.owner == 0 {
		return
	}
	if row.Owner != p.owner {
		if row.Enabled {
			p.foreign = profile.Who(row)
		}
		return
	}
	if !p.found || row.Enabled || row.ID == p.current.ID {
		p.current, p.found = row, true
	}
}
