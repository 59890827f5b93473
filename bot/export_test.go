package bot

import (
	"time"

	"filippo.io/age"

	"secretary/store"
)

// Clock gives the bot another clock, and lets it look at it this often.
func (b *Bot) Clock(now func() time.Time, tick time.Duration) { b.clock, b.tick = now, tick }

// Sizes counts what the bot keeps in memory.
func (b *Bot) Sizes() map[string]int {
	b.unread.mu.Lock()
	defer b.unread.mu.Unlock()
	b.resolving.mu.Lock()
	defer b.resolving.mu.Unlock()
	wanted := 0
	b.wanted.Range(func(any, any) bool { wanted++; return true })
	return map[string]int{
		"said": len(b.said), "posted": len(b.cards.posted), "resolving": len(b.resolving.open), "wanted": wanted,
		"fresh": len(b.unread.fresh), "facts": len(b.unread.facts), "cut": len(b.unread.cut), "promises": len(b.unread.promises),
		"answers": len(b.answers), "courtesies": len(b.courtesies),
	}
}

// Shows gives the text that a draft's card has to show.
func (b *Bot) Shows(d store.Draft) (string, error) {
	p, err := b.page(d)
	return p.Text, err
}

// ErrTooLarge says that an export is larger than wanted.
var ErrTooLarge = errTooLarge

// Exported is the file that /export sends.
func Exported(st *store.Store, id store.FanID, to age.Recipient, limit int64) ([]byte, error) {
	return exported(st, id, to, limit)
}

// Reckon gives the figures of a shadow report: judged, would have gone out,
// changed of these.
func Reckon(decisions []store.Decision) [3]int {
	s := reckon(decisions)
	return [3]int{s.decided, s.would, len(s.changed)}
}
