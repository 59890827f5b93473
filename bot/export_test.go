package bot

import (
	"maps"
	"time"

	"secretary/store"
)

// Clock gives the bot another clock, and lets it look at it this often.
func (b *Bot) Clock(now func() time.Time, tick time.Duration) { b.clock, b.tick = now, tick }

// Sizes counts what the bot keeps in memory.
func (b *Bot) Sizes() map[string]int {
	b.resolving.mu.Lock()
	defer b.resolving.mu.Unlock()
	answers, courtesies := b.desk.Waiting()
	wanted := 0
	b.wanted.Range(func(any, any) bool { wanted++; return true })
	sizes := map[string]int{
		"said": b.notices.Unnoted(), "posted": len(b.cards.posted), "resolving": len(b.resolving.open), "wanted": wanted,
		"answers": answers, "courtesies": courtesies,
	}
	maps.Copy(sizes, b.book.Waiting())
	return sizes
}

// Shows gives the text that a draft's card has to show.
func (b *Bot) Shows(d store.Draft) (string, error) {
	p, err := b.page(d)
	return p.Text, err
}

// Spread does something to each of n at the same time.
func Spread(n int, do func(i int)) { spread(n, do) }
