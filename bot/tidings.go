package bot

import (
	"slices"
	"time"

	"secretary/store"
)

// Cards that only tell of a reply that went out by itself wait while there is other
// work, and then come a few at a time, however long the work lasts.
const (
	newsPatience = 3 * time.Second
	newsLook     = 100 * time.Millisecond // until it is seen that the work is done
	newsAtOnce   = 16
)

// tidings are the cards that only tell something and shall be drawn now; later is
// when to look again.
func (b *Bot) tidings(owner int64) (drafts []store.Draft, later time.Duration, err error) {
	now := b.clock()
	waited := now.Sub(b.cards.news) // very long if there were none
	if held := waited >= 0 && waited < newsPatience; held && b.busy() {
		return nil, newsLook, nil
	}
	if drafts, err = b.store.News(owner, newsAtOnce); err != nil || len(drafts) == 0 {
		b.cards.news = time.Time{}
		return nil, forever, err
	}
	if drafts = slices.DeleteFunc(drafts, b.onItsWay); len(drafts) == 0 {
		return nil, newsPatience, nil // its end rings
	}
	first := b.cards.news.IsZero()
	b.cards.news = now
	if first && b.busy() {
		return nil, newsLook, nil
	}
	return drafts, forever, nil
}

// onItsWay tells whether a reply that goes out by itself will be there in a moment:
// then its card is posted once, and says from the first what it says for good.
func (b *Bot) onItsWay(d store.Draft) bool {
	age := b.now().Sub(d.Created)
	return d.State == store.StateQueued && age >= 0 && age < newsPatience
}

// busy tells whether a fan waits for this program: something received is being
// worked on, or a draft is due.
func (b *Bot) busy() bool { return b.sorting.Load() || b.queue.Pressing(b.now()) }
