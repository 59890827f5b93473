package fanbook

import (
	"context"
	"errors"
	"fmt"

	"secretary/bot/chore"
	"secretary/bot/memory"
	"secretary/bot/queue"
	"secretary/persona"
	"secretary/store"
)

const (
	newSaid   = 60                       // messages looked at together
	foldLimit = 4 * persona.HistoryTurns // turns summed up at most, however many fell out
)

// Known puts what is known of a fan into a request: of this fan, and of nobody else.
func (k *Book) Known(id store.FanID, r *persona.Request) error {
	if !k.Enabled {
		return nil
	}
	m, err := k.Store.Memory(id)
	if err != nil {
		return fmt.Errorf("read memory: %w", err)
	}
	r.Facts, r.Summary = memory.Lines(m), m.Summary
	return nil
}

// noticing is the chore that reads facts out of what fans wrote.
func (k *Book) noticing() chore.Chore {
	return chore.Chore{
		Name: "facts",
		Next: func() (int64, error) { return k.pick(k.facts) },
		Do:   func(ctx context.Context, job int64) error { return k.study(job, k.facts, k.notice(ctx)) },
		Drop: func(job int64) error { return k.study(job, k.facts, k.passOver) },
	}
}

// summing is the chore that sums up what fell out of the prompts.
func (k *Book) summing() chore.Chore {
	return chore.Chore{
		Name: "summaries",
		Next: func() (int64, error) { return k.pick(k.cut) },
		Do:   func(ctx context.Context, job int64) error { return k.study(job, k.cut, k.sumUp(ctx)) },
		Drop: func(job int64) error { return k.study(job, k.cut, k.passOverCut) },
	}
}

// study does something about a fan and takes him out of a set unless there is
// more to do, or it failed.
func (k *Book) study(job int64, set map[store.FanID]bool, do func(store.FanID) (more bool, err error)) error {
	s, err := k.Store.Settings()
	if err != nil {
		return fmt.Errorf("read settings: %w", err)
	}
	id := store.FanID{Owner: s.Owner, Chat: job}
	more, err := do(id)
	if errors.Is(err, store.ErrNotFound) {
		more, err = false, nil // the fan is gone
	}
	if err != nil || more {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(set, id)
	return nil
}

// notice asks the model for the facts in what a fan wrote since last time.
func (k *Book) notice(ctx context.Context) func(store.FanID) (bool, error) {
	return func(id store.FanID) (bool, error) {
		r, newest, err := k.unreadWords(id)
		if err != nil || newest == 0 {
			return false, err
		}
		var facts []persona.Fact
		err = k.Effort.Timed(id, func() (err error) { facts, err = k.Student.Notice(ctx, r, k.Special); return err })
		if errors.Is(err, queue.ErrExhausted) {
			return k.passOver(id)
		}
		if err != nil {
			return false, err
		}
		_, err = k.Store.Remember(id, func(m *store.Memory) {
			memory.Learn(m, facts)
			m.Read = max(m.Read, newest)
		})
		if err != nil {
			return false, fmt.Errorf("keep facts: %w", err)
		}
		k.Log.Info("facts noticed", "fan", id.Chat, "facts", len(facts))
		return false, nil
	}
}

// unreadWords are the fan's own words since the last look: what was typed, by
// the fan, and not passed on from somebody else.
func (k *Book) unreadWords(id store.FanID) (r persona.Request, newest int64, err error) {
	m, err := k.Store.Memory(id)
	if err != nil {
		return r, 0, fmt.Errorf("read memory: %w", err)
	}
	messages, err := k.Store.History(id, m.Read+1, newSaid)
	if err != nil {
		return r, 0, fmt.Errorf("read history: %w", err)
	}
	r = k.Request()
	for _, msg := range messages {
		newest = max(newest, msg.ID)
		if msg.Author == store.AuthorFan && msg.Kind == "text" && msg.Note != store.NoteAutomatic && !msg.Forward {
			r.Pending = append(r.Pending, memory.Turn(msg))
		}
	}
	return r, newest, nil
}

// passOver gives up on facts in what a fan wrote so far.
func (k *Book) passOver(id store.FanID) (bool, error) {
	_, newest, err := k.unreadWords(id)
	if err != nil || newest == 0 {
		return false, err
	}
	_, err = k.Store.Remember(id, func(m *store.Memory) { m.Read = max(m.Read, newest) })
	return false, err
}

// sumUp folds what fell out of a fan's prompts into the summary, a part at a time.
func (k *Book) sumUp(ctx context.Context) func(store.FanID) (bool, error) {
	return func(id store.FanID) (bool, error) {
		r, from, err := k.fallenOut(id)
		if err != nil || from == 0 {
			return false, err
		}
		text, upTo, more := "", from-1, false
		if len(r.History) > 0 {
			err = k.Effort.Timed(id, func() (err error) { text, upTo, err = k.Student.Summarise(ctx, r, k.Special); return err })
			if errors.Is(err, queue.ErrExhausted) {
				return k.passOverCut(id)
			}
			if err != nil {
				return false, err
			}
			if more = upTo < r.History[len(r.History)-1].ID; !more {
				upTo = from - 1
			}
		}
		_, err = k.Store.Remember(id, func(m *store.Memory) {
			m.Folded = max(m.Folded, upTo)
			if text != "" {
				m.Summary = text
			}
		})
		if err == nil && text != "" {
			k.Log.Info("chat summed up", "fan", id.Chat, "up_to", upTo)
		}
		return more, err
	}
}

// fallenOut are the turns between the summary and the history that drafts use;
// from is where the latter begins, 0 if nothing fell out.
func (k *Book) fallenOut(id store.FanID) (r persona.Request, from int64, err error) {
	f, err := k.Store.Fan(id)
	if err != nil {
		return r, 0, err
	}
	m, err := k.Store.Memory(id)
	if err != nil {
		return r, 0, fmt.Errorf("read memory: %w", err)
	}
	if f.HistoryFrom <= m.Folded+1 {
		return r, 0, nil
	}
	history, err := k.Store.History(id, m.Folded+1, foldLimit)
	if err != nil {
		return r, 0, fmt.Errorf("read history: %w", err)
	}
	r = k.Request()
	r.Summary = m.Summary
	for _, msg := range history {
		if msg.ID < f.HistoryFrom && msg.Author != store.AuthorAway && msg.Author != store.AuthorOther {
			r.History = append(r.History, memory.Turn(msg))
		}
	}
	return r, f.HistoryFrom, nil
}

// passOverCut gives up on a summary of what fell out so far.
func (k *Book) passOverCut(id store.FanID) (bool, error) {
	_, from, err := k.fallenOut(id)
	if err != nil || from == 0 {
		return false, err
	}
	_, err = k.Store.Remember(id, func(m *store.Memory) { m.Folded = max(m.Folded, from-1) })
	return false, err
}
