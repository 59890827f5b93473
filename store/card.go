package store

import (
	"fmt"
	"maps"
	"slices"
)

// DraftByCard reads the draft that a message in the creator's chat belongs to:
// any message ever given to CardShown or AddPrompt. ErrNotFound otherwise.
func (s *Store) DraftByCard(message int64) (Draft, error) {
	var draft Draft
	err := s.view(fmt.Sprintf("read draft of card %d", message), func(t *tx) error {
		keys := cardIndex.under(t, signed(message))
		if len(keys) == 0 {
			return ErrNotFound
		}
		// the last one: ids begin anew if the creator's chat ever does
		d, err := t.draft(lastNumber(keys[len(keys)-1]))
		if err == nil {
			draft = *d
		}
		return err
	})
	return draft, err
}

// CardShown records that the draft's card now stands in these messages, the
// last one with the buttons; one that had them before becomes a copy, which
// still has to show the truth. None means the same ones as before, or, for a card
// never shown, that it cannot be shown as it is. The look is
// Draft.Look of the draft the card was drawn from: if the draft has changed
// since, the card stays dirty. An empty look never leaves it dirty.
// ErrNotFound if there is no such draft.
func (s *Store) CardShown(draft uint64, messages []int64, hash, look string) error {
	return s.onCard("record card", draft, func(t *tx, d *Draft) error {
		again := len(d.Card.Messages) > 0 && d.Card.Hash == "" // asked for by Redraw, maybe only meanwhile
		if n := len(d.Card.Messages); n > 0 && len(messages) > 0 {
			if old := d.Card.Messages[n-1]; !slices.Contains(messages, old) {
				d.Card.Copies = append(d.Card.Copies, old)
			}
		}
		if len(messages) > 0 {
			d.Card.Messages = slices.Clone(messages)
			d.Card.Copies = slices.DeleteFunc(d.Card.Copies, func(id int64) bool { return slices.Contains(messages, id) })
		}
		for _, message := range messages {
			if err := cardIndex.add(t, append(signed(message), number(draft)...)); err != nil {
				return err
			}
		}
		d.Card.Shown, d.Card.Hash = t.now, hash
		if look == "" || look == d.Look() {
			d.Card.Dirty, d.Card.Forced = false, false
		} else if again {
			d.Card.Hash = "" // a copy may have come to light meanwhile: all of them are written again
		}
		return nil
	})
}

// Force asks for the draft's card to be shown now and afresh, at the end of
// the creator's chat, however many are open. ErrNotFound if there is no such
// draft.
func (s *Store) Force(draft uint64) error {
	return s.onCard("force card", draft, func(_ *tx, d *Draft) error {
		d.Card.Forced = true
		d.touch()
		return nil
	})
}

// Redraw makes the draft's card dirty without any change of the draft: what it
// shows depends on the clock, or its copy in the chat is wrong. ErrNotFound if
// there is no such draft.
func (s *Store) Redraw(draft uint64) error {
	return s.onCard("redraw card", draft, func(_ *tx, d *Draft) error {
		d.Card.Hash = ""
		d.touch()
		return nil
	})
}

// AddPrompt records a force-reply prompt asked for the draft. A reply to it is
// a reply to the card. ErrNotFound if there is no such draft.
func (s *Store) AddPrompt(draft uint64, message int64) error {
	return s.onCard("record prompt", draft, func(t *tx, d *Draft) error {
		d.Card.Prompts = append(d.Card.Prompts, message)
		if d.State.Final() || d.State == StateQueued { // it came too late and has to go again
			d.touch()
		}
		return cardIndex.add(t, append(signed(message), number(draft)...))
	})
}

// TakePrompts returns the draft's prompts and forgets them as open ones, to be
// removed from the chat. DraftByCard still knows them. ErrNotFound if there is
// no such draft.
func (s *Store) TakePrompts(draft uint64) ([]int64, error) {
	var prompts []int64
	err := s.onCard("take prompts", draft, func(_ *tx, d *Draft) error {
		prompts, d.Card.Prompts = d.Card.Prompts, nil
		return nil
	})
	return prompts, err
}

func (s *Store) onCard(what string, draft uint64, change func(*tx, *Draft) error) error {
	return s.patiently(fmt.Sprintf("%s of draft %d", what, draft), func(t *tx) error {
		d, err := t.draft(draft)
		if err != nil {
			return err
		}
		return change(t, d)
	})
}

// cardsAtOnce bounds how many cards are read at a look: there may be thousands.
const cardsAtOnce = 32

// Cards reads what the card writer has to do now for an owner, in this order: up to
// 32 drafts whose card must be written whatever is open (unknown, failed or forced;
// then those shown but dirty; then those whose countdown begins with it); then,
// while fewer than slots cards ask the creator, the most urgent drafts not yet
// shown. Those whose window is over come last and never take the place of a fan who
// can still be answered. What only tells of a reply is in News.
func (s *Store) Cards(owner int64, slots int) ([]Draft, error) {
	return s.readDrafts(func(t *tx) []uint64 {
		ids := t.dirty(owner, writeTrouble, cardsAtOnce)
		return append(ids, t.unshown(slots)...)
	})
}

// News reads up to limit drafts of an owner that went out by themselves, or are
// about to, and have no card yet, oldest first.
func (s *Store) News(owner int64, limit int) ([]Draft, error) {
	return s.readDrafts(func(t *tx) []uint64 { return t.dirty(owner, writeNews, limit) })
}

// dirty lists up to limit of an owner's cards to be written: news, or all the others.
func (t *tx) dirty(owner int64, from byte, limit int) (ids []uint64) {
	for key := range dirtyIndex.look(t, join(signed(owner), []byte{from})) {
		if unsigned(key) != owner || (key[8] == writeNews) != (from == writeNews) || len(ids) == limit {
			break
		}
		ids = append(ids, lastNumber(key))
	}
	return ids
}

// orderCards rewrites the index of dirty cards in a file where it is a list of drafts.
func (t *tx) orderCards() error {
	if first, _ := t.bucket(string(dirtyIndex)).Cursor().First(); len(first) != 8 {
		return nil
	}
	for _, id := range dirtyIndex.numbers(t) {
		d, err := t.draft(id)
		if err != nil {
			return err
		}
		if err := dirtyIndex.remove(t, number(id)); err != nil {
			return err
		}
		turn, _ := d.writing()
		if err := dirtyIndex.add(t, []byte(dirtyEntry(d, turn).key)); err != nil {
			return err
		}
	}
	return nil
}

// unshown lists the drafts that shall be shown for the first time, most urgent
// first. It reads index keys only, and few of them while no place is free.
func (t *tx) unshown(slots int) []uint64 {
	asking, over := len(askingIndex.under(t, flag(false))), len(askingIndex.under(t, flag(true)))
	if asking >= slots {
		return nil
	}
	ids := t.byUrgency()
	ids = ids[:min(slots-asking, len(ids))]
	var late []uint64
	for _, key := range unshownIndex.under(t, flag(true)) {
		late = append(late, lastNumber(key))
	}
	slices.Sort(late)
	return append(ids, late[:max(0, min(slots-asking-over-len(ids), len(late)))]...)
}

// byUrgency lists the drafts never shown of fans who can be answered, most urgent
// first.
func (t *tx) byUrgency() (ids []uint64) {
	drafts := map[FanID]uint64{}
	for key := range unshownIndex.look(t, flag(false)) {
		if key[0] != 0 {
			break
		}
		drafts[fanOf(key[1:])] = lastNumber(key)
	}
	if len(drafts) == 0 {
		return nil // nobody's place in the line need be known
	}
	for _, fan := range t.urgent() {
		if id, ok := drafts[fan]; ok {
			ids = append(ids, id)
			delete(drafts, fan)
		}
	}
	// what is left waits for nobody: all of it is answered, or the window closes now
	return append(ids, slices.Sorted(maps.Values(drafts))...)
}
