package bot

import (
	"context"
	"time"

	"secretary/bot/footprint"
	"secretary/bot/pace"
)

// restEvery is how often a program that nobody wrote to gives memory back.
const restEvery = 30 * time.Second

// restAgain is how long it waits at most before it does so again while still
// nobody writes: drafts for those who wrote before, a check or a backup may have
// come between, but collecting costs something too. At first it waits less.
const restAgain = time.Hour

// restLoop keeps the program small where nothing happens: what a look through
// the data file or a spike took is given back. While messages come it does
// nothing.
func (b *Bot) restLoop(ctx context.Context) {
	seen, rested, again := b.newest(), time.Time{}, restEvery/2
	for pace.Sleep(ctx, restEvery) {
		if now := b.newest(); !now.Equal(seen) {
			seen, rested, again = now, time.Time{}, restEvery/2
			continue
		}
		if now := time.Now(); now.Sub(rested) >= again {
			b.rest()
			rested, again = now, min(2*again, restAgain)
		}
	}
}

// newest is when the newest update was stored; zero if that cannot be read.
func (b *Bot) newest() time.Time {
	stats, err := b.store.Stats()
	if err != nil {
		b.log.Warn("cannot read counters", "err", err)
	}
	return stats.LastUpdate
}

// rest gives back memory that is not in use now.
func (b *Bot) rest() {
	if err := b.store.Rest(); err != nil {
		b.log.Warn("cannot give memory back", "err", err)
	}
	footprint.Shrink()
}
