package fanbook

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"secretary/bot/card"
	"secretary/persona/due"
	"secretary/store"
)

// heardAtOnce bounds how many conversations are searched for promises, and how
// many reminders are made, in one tick of the clock.
const heardAtOnce = 20

// hear searches what was said in the creator's name for promises, in every
// conversation where something was said since.
func (k *Book) hear() {
	for range heardAtOnce {
		k.mu.Lock()
		var id store.FanID
		for id = range k.promises {
			delete(k.promises, id)
			break
		}
		k.mu.Unlock()
		if id == (store.FanID{}) {
			return
		}
		if err := k.hearFan(id); err != nil && !errors.Is(err, store.ErrNotFound) {
			k.Log.Error("cannot look for promises", "fan", id.Chat, "err", err)
			k.Wrote(id)
			return
		}
	}
}

func (k *Book) hearFan(id store.FanID) error {
	m, err := k.Store.Memory(id)
	if err != nil {
		return fmt.Errorf("read memory: %w", err)
	}
	messages, err := k.Store.History(id, m.Heard+1, newSaid)
	if err != nil || len(messages) == 0 {
		return err
	}
	promises := promisesIn(messages, k.Now())
	if len(promises) == 0 && len(messages) < newSaid/2 {
		return nil // looked at again with what comes: cheaper than noting every message
	}
	_, err = k.Store.Remember(id, func(m *store.Memory) {
		m.Heard = max(m.Heard, messages[len(messages)-1].ID)
		m.Promises = append(m.Promises, promises...)
	})
	if err == nil && len(promises) > 0 {
		k.Log.Info("promises noted", "fan", id.Chat, "promises", len(promises))
	}
	return err
}

// overdue is how long after its time a promise found late is still worth a word.
const overdue = 24 * time.Hour

// promisesIn finds what the creator promised for a time to come, or one that
// passed while this program was away. Dates are those of the calendar where it runs.
func promisesIn(messages []store.Message, now time.Time) (promises []store.Promise) {
	for _, m := range messages {
		if m.Author != store.AuthorHand && m.Author != store.AuthorBot || m.Forward {
			continue
		}
		said := m.Date.In(time.Local)
		if p, ok := due.Promised(m.Text, said); ok && p.At.After(now.Add(-overdue)) {
			promises = append(promises, store.Promise{Text: card.Cut(p.Text, 300), Message: m.ID, Due: p.At, Remind: p.Remind(said)})
		}
	}
	return promises
}

// remind tells the creator of promises whose time comes, and clears away what
// has expired.
func (k *Book) remind() {
	memories, err := k.Store.MemoriesDue(heardAtOnce)
	if err != nil {
		k.Log.Error("cannot read due promises", "err", err)
		return
	}
	s, err := k.Store.Settings()
	if err != nil || s.Owner == 0 {
		return
	}
	for _, m := range memories {
		if err := k.remindOf(m, m.Fan.Owner == s.Owner); err != nil {
			k.Log.Error("cannot remind of a promise", "fan", m.Fan.Chat, "err", err)
			return
		}
	}
}

// remindOf queues a notice for each due promise, and then notes that it was
// told. Notices have keys: what a crash in between repeats is told once.
func (k *Book) remindOf(m store.Memory, mine bool) error {
	now := k.Now()
	f, err := k.Store.Fan(m.Fan)
	if err != nil {
		return fmt.Errorf("read fan: %w", err)
	}
	for _, p := range m.Promises {
		if p.Reminded || p.Remind.After(now) || !mine {
			continue
		}
		page := card.Reminder(f, p)
		markup, err := json.Marshal(page.Keyboard)
		if err != nil {
			return fmt.Errorf("encode buttons: %w", err)
		}
		key := fmt.Sprintf("promise %d %d %d", m.Fan.Owner, m.Fan.Chat, p.ID)
		if err := k.Notices.Enqueue(store.Notice{Key: key, Text: page.Text, Markup: markup}); err != nil {
			return err
		}
		k.Log.Info("promise reminded of", "fan", m.Fan.Chat)
	}
	_, err = k.Store.Remember(m.Fan, func(m *store.Memory) {
		for i := range m.Promises {
			p := &m.Promises[i]
			p.Reminded = p.Reminded || !p.Remind.After(now)
		}
	})
	return err
}
