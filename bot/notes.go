package bot

import (
	"context"
	"errors"
	"fmt"

	"secretary/bot/memory"
	"secretary/persona"
	"secretary/store"
)

const (
	newSaid   = 60                       // messages looked at together
	foldLimit = 4 * persona.HistoryTurns // turns summed up at most, however many fell out
)

// known puts what is known of a fan into a request: of this fan, and of nobody else.
func (b *Bot) known(id store.FanID, r *persona.Request) error {
	if !b.cfg.Memory {
		return nil
	}
	m, err := b.store.Memory(id)
	if err != nil {
		return fmt.Errorf("read memory: %w", err)
	}
	r.Facts, r.Summary = memory.Lines(m), m.Summary
	return nil
}

// noticing is the chore that reads facts out of what fans wrote.
func (b *Bot) noticing() chore {
	return chore{
		name: "facts",
		next: func() (int64, error) { return b.pick(b.unread.facts) },
		do:   func(ctx context.Context, job int64) error { return b.study(job, b.unread.facts, b.notice(ctx)) },
		drop: func(job int64) error { return b.study(job, b.unread.facts, b.passOver) },
	}
}

// summing is the chore that sums up what fell out of the prompts.
func (b *Bot) summing() chore {
	return chore{
		name: "summaries",
		next: func() (int64, error) { return b.pick(b.unread.cut) },
		do:   func(ctx context.Context, job int64) error { return b.study(job, b.unread.cut, b.sumUp(ctx)) },
		drop: func(job int64) error { return b.study(job, b.unread.cut, b.passOverCut) },
	}
}

// study does something about a fan and takes him out of a set unless there is
// more to do, or it failed.
func (b *Bot) study(job int64, set map[store.FanID]bool, do func(store.FanID) (more bool, err error)) error {
	s, err := b.store.Settings()
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
	b.unread.mu.Lock()
	defer b.unread.mu.Unlock()
	delete(set, id)
	return nil
}

// notice asks the model for the facts in what a fan wrote since last time.
func (b *Bot) notice(ctx context.Context) func(store.FanID) (bool, error) {
	return func(id store.FanID) (bool, error) {
		r, newest, err := b.unreadWords(id)
		if err != nil || newest == 0 {
			return false, err
		}
		var facts []persona.Fact
		err = b.timed(id, func() (err error) { facts, err = b.persona.Notice(ctx, r, b.cfg.Special); return err })
		if errors.Is(err, errExhausted) {
			return b.passOver(id)
		}
		if err != nil {
			return false, err
		}
		_, err = b.store.Remember(id, func(m *store.Memory) {
			memory.Learn(m, facts)
			m.Read = max(m.Read, newest)
		})
		if err != nil {
			return false, fmt.Errorf("keep facts: %w", err)
		}
		b.log.Info("facts noticed", "fan", id.Chat, "facts", len(facts))
		return false, nil
	}
}

// unreadWords are the fan's own words since the last look: what was typed, by
// the fan, and not passed on from somebody else.
func (b *Bot) unreadWords(id store.FanID) (r persona.Request, newest int64, err error) {
	m, err := b.store.Memory(id)
	if err != nil {
		return r, 0, fmt.Errorf("read memory: %w", err)
	}
	messages, err := b.store.History(id, m.Read+1, newSaid)
	if err != nil {
		return r, 0, fmt.Errorf("read history: %w", err)
	}
	r = b.learned()
	for _, msg := range messages {
		newest = max(newest, msg.ID)
		if msg.Author == store.AuthorFan && msg.Kind == "text" && msg.Note != automaticNote && !msg.Forward {
			r.Pending = append(r.Pending, turn(msg))
		}
	}
	return r, newest, nil
}

// passOver gives up on facts in what a fan wrote so far.
func (b *Bot) passOver(id store.FanID) (bool, error) {
	_, newest, err := b.unreadWords(id)
	if err != nil || newest == 0 {
		return false, err
	}
	_, err = b.store.Remember(id, func(m *store.Memory) { m.Read = max(m.Read, newest) })
	return false, err
}

// sumUp folds what fell out of a fan's prompts into the summary, a part at a time.
func (b *Bot) sumUp(ctx context.Context) func(store.FanID) (bool, error) {
	return func(id store.FanID) (bool, error) {
		r, from, err := b.fallenOut(id)
		if err != nil || from == 0 {
			return false, err
		}
		text, upTo, more := "", from-1, false
		if len(r.History) > 0 {
			err = b.timed(id, func() (err error) { text, upTo, err = b.persona.Summarise(ctx, r, b.cfg.Special); return err })
			if errors.Is(err, errExhausted) {
				return b.passOverCut(id)
			}
			if err != nil {
				return false, err
			}
			if more = upTo < r.History[len(r.History)-1].ID; !more {
				upTo = from - 1
			}
		}
		_, err = b.store.Remember(id, func(m *store.Memory) {
			m.Folded = max(m.Folded, upTo)
			if text != "" {
				m.Summary = text
			}
		})
		if err == nil && text != "" {
			b.log.Info("chat summed up", "fan", id.Chat, "up_to", upTo)
		}
		return more, err
	}
}

// fallenOut are the turns between the summary and the history that drafts use;
// from is where the latter begins, 0 if nothing fell out.
func (b *Bot) fallenOut(id store.FanID) (r persona.Request, from int64, err error) {
	f, err := b.store.Fan(id)
	if err != nil {
		return r, 0, err
	}
	m, err := b.store.Memory(id)
	if err != nil {
		return r, 0, fmt.Errorf("read memory: %w", err)
	}
	if f.HistoryFrom <= m.Folded+1 {
		return r, 0, nil
	}
	history, err := b.store.History(id, m.Folded+1, foldLimit)
	if err != nil {
		return r, 0, fmt.Errorf("read history: %w", err)
	}
	r = b.learned()
	r.Summary = m.Summary
	for _, msg := range history {
		if msg.ID < f.HistoryFrom && msg.Author != store.AuthorAway && msg.Author != store.AuthorOther {
			r.History = append(r.History, turn(msg))
		}
	}
	return r, f.HistoryFrom, nil
}

// passOverCut gives up on a summary of what fell out so far.
func (b *Bot) passOverCut(id store.FanID) (bool, error) {
	_, from, err := b.fallenOut(id)
	if err != nil || from == 0 {
		return false, err
	}
	_, err = b.store.Remember(id, func(m *store.Memory) { m.Folded = max(m.Folded, from-1) })
	return false, err
}
