package bot

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"secretary/bot/desk"
	"secretary/store"
)

// absences knows since when this program was away from Telegram: it was off, or
// could not reach it. What came meanwhile is answered by nobody but a person.
type absences struct {
	spans   atomic.Pointer[[]store.Span] // the last times away, oldest first
	telling atomic.Bool                  // the creator is to learn who wrote meanwhile, before any new card

	contact time.Time // when Telegram was heard last; owned by pollLoop
	lost    bool      // it was not heard since; owned by pollLoop
}

// overslept is how long without a word from Telegram is an absence even if no
// poll failed: the machine was asleep.
const overslept = pollTimeout + 30*time.Second

// recallAway reads since when this program is away.
func (b *Bot) recallAway() error {
	at, err := b.store.Contact()
	if err != nil {
		return err
	}
	s, err := b.store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	b.absent.contact, b.absent.lost = at, true
	b.absent.spans.Store(&s.Away)
	return nil
}

// back notes that Telegram was heard again by a poll that took this long, sleep of
// the machine not counted. It comes before anything that the poll brought is
// stored: after a crash in between it still counts as come meanwhile.
func (b *Bot) back(took time.Duration) error {
	began := b.now().Add(-took).Round(0)
	span, gone := absence(b.absent.contact, began, b.absent.lost)
	if !gone {
		return nil
	}
	if b.absent.lost = true; span.Length() >= digestAfter {
		b.absent.telling.Store(true)
	}
	b.caughtUp.Store(false)
	b.ready.Store(false)
	s, err := b.store.UpdateSettings(func(s *store.Settings) error {
		s.AddSpan(span)
		return nil
	})
	if err != nil {
		return fmt.Errorf("note the time away: %w", err)
	}
	b.absent.spans.Store(&s.Away)
	b.log.Info("Telegram is heard again", "away", span.Length().Round(time.Second).String())
	return nil
}

// absence is the time away that ends with a poll that works. gone is false
// where nothing can have come in it that was not heard.
func absence(contact, began time.Time, lost bool) (span store.Span, gone bool) {
	if !lost && began.Sub(contact) < overslept {
		return span, false
	}
	return store.Span{Since: contact, Until: began}, true
}

// certain makes sure of the time, before something goes out in a window or is held
// against times away; false if Telegram would have to tell it and does not.
func (b *Bot) certain(ctx context.Context) bool {
	if b.api.Sure() {
		return true
	}
	call, cancel := context.WithTimeout(ctx, desk.CallTimeout)
	defer cancel()
	_, err := b.api.GetMe(call)
	if err != nil && !b.api.Sure() {
		b.log.Warn("this machine's clock was set or stood still, and Telegram does not tell the time", "err", err)
		return false
	}
	return true
}

// heard notes that a poll worked and what it brought is stored.
func (b *Bot) heard() { b.absent.contact, b.absent.lost = b.now().Round(0), false }

// missed tells whether a message, or its edit, came while this program was away.
func (b *Bot) missed(m store.Message) bool { return within(*b.absent.spans.Load(), m) }

func within(spans []store.Span, m store.Message) bool {
	for _, s := range spans {
		if s.Holds(m.Date) || !m.Edited.IsZero() && s.Holds(m.Edited) {
			return true
		}
	}
	return false
}
