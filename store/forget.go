package store

import (
	"bytes"
	"errors"
	"fmt"
)

// ErrOnItsWay says that a reply to the fan is being sent just now.
var ErrOnItsWay = errors.New("a reply is on its way")

// Forgotten says what was removed with a fan.
type Forgotten struct {
	Messages, Drafts, Pairs int
}

// ForgetFan removes everything of a fan: the conversation, its messages and
// drafts, the replies, what was learned from it and what was known, and the raw
// updates. Decisions stay as what they are for the figures, but no longer say
// about whom. The fan's cards, and other messages in the creator's chat that name
// the fan, are from then on in GoneCards. If the fan writes again, all begins anew. ErrNotFound if there is no such conversation,
// ErrOnItsWay while a reply is being sent.
func (s *Store) ForgetFan(id FanID, named ...int64) (Forgotten, error) {
	var gone Forgotten
	err := s.update("forget fan", func(t *tx) error {
		f, ok, err := fanTable.get(t, fanKey(id))
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("conversation %d of %d: %w", id.Chat, id.Owner, ErrNotFound)
		}
		if busy, err := t.flying(id, func(o *Outgoing) bool { return o.State == RowSending }); err != nil || busy != nil {
			return errors.Join(err, ErrOnItsWay)
		}
		clear(t.rows) // nothing of the fan may be written back
		gone = Forgotten{}
		for _, part := range []func(*Fan, *Forgotten) error{t.forgetDrafts, t.forgetMessages, t.forgetLearned, t.forgetDecisions, t.forgetUpdates, t.forgetConversation} {
			if err := part(&f, &gone); err != nil {
				return err
			}
		}
		for _, message := range named {
			if err := goneIndex.add(t, GoneCard{id.Owner, message}.key()); err != nil {
				return err
			}
		}
		return nil
	})
	return gone, err
}

// forgetDrafts removes drafts, their cards' places and their replies.
func (t *tx) forgetDrafts(f *Fan, gone *Forgotten) error {
	ids := map[uint64]bool{}
	err := sift(t, draftTable, func(d *Draft) bool { return d.Fan == f.ID }, func(key []byte, d *Draft) error {
		ids[d.ID] = true
		gone.Drafts++
		return t.drop(string(draftTable), key, draftEntries(d))
	})
	if err != nil {
		return err
	}
	err = sift(t, rowTable, func(o *Outgoing) bool { return o.Fan == f.ID }, func(key []byte, o *Outgoing) error {
		return t.drop(string(rowTable), key, rowEntries(o))
	})
	if err != nil {
		return err
	}
	var cards [][]byte
	for key := range cardIndex.walk(t, nil) {
		if ids[lastNumber(key)] {
			cards = append(cards, key)
		}
	}
	for _, key := range cards {
		if err := t.forgetCard(f.ID.Owner, key); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) forgetMessages(f *Fan, gone *Forgotten) error {
	prefix := fanKey(f.ID)
	var keys [][]byte
	for i, err := range t.messages(f.ID) {
		if err != nil {
			return err
		}
		keys = append(keys, i.key)
	}
	for _, key := range keys {
		if err := messageTable.delete(t, key); err != nil {
			return err
		}
	}
	for _, key := range unansweredIndex.under(t, prefix) {
		if err := unansweredIndex.remove(t, key); err != nil {
			return err
		}
	}
	stats, err := t.counters()
	if err != nil {
		return err
	}
	stats.Messages -= len(keys)
	gone.Messages = len(keys)
	return nil
}

func (t *tx) forgetLearned(f *Fan, gone *Forgotten) error {
	for _, key := range pairIndex.under(t, fanKey(f.ID)) {
		if err := pairTable.delete(t, number(lastNumber(key))); err != nil {
			return err
		}
		if err := pairIndex.remove(t, key); err != nil {
			return err
		}
		gone.Pairs++
	}
	m, ok, err := memoryTable.get(t, fanKey(f.ID))
	if err != nil || !ok {
		return err
	}
	return t.drop(string(memoryTable), fanKey(f.ID), memoryEntries(&m))
}

// forgetDecisions leaves the figures without the name.
func (t *tx) forgetDecisions(f *Fan, _ *Forgotten) error {
	for _, key := range decidedIndex.under(t, join(flag(false), fanKey(f.ID))) {
		if err := t.unname(key); err != nil {
			return err
		}
	}
	return nil
}

// forgetUpdates removes the raw updates of the chat, and all others that were
// worked on: taps and replies of the creator quote the fan too.
func (t *tx) forgetUpdates(f *Fan, _ *Forgotten) error {
	return sift(t, inboxTable, func(row *Row) bool {
		return row.Chat == f.ID.Chat || !pendingIndex.has(t, number(row.Seq))
	}, func(key []byte, row *Row) error {
		if row.Chat != f.ID.Chat && t.bucket(string(parkedTable)).Get(key) != nil {
			return nil
		}
		if _, err := t.finish(row.Seq, row.Chat); err != nil {
			return err
		}
		return t.drop(string(inboxTable), key, []entry{at(updateIndex, signed(row.ID), key)})
	})
}

func (t *tx) forgetConversation(f *Fan, _ *Forgotten) error {
	stats, err := t.counters()
	if err != nil {
		return err
	}
	stats.Chats--
	if !f.LastIn.IsZero() {
		stats.Fans--
	}
	return t.drop(string(fanTable), fanKey(f.ID), fanEntries(f))
}

// drop deletes a record and its index entries.
func (t *tx) drop(name string, key []byte, entries []entry) error {
	t.wrote = true
	if err := t.bucket(name).Delete(key); err != nil {
		return err
	}
	return t.reindex(entries, nil)
}

// sift reads a whole table and then calls act for each record that is picked.
func sift[T any](t *tx, from table[T], picked func(*T) bool, act func(key []byte, value *T) error) error {
	type found struct {
		key   []byte
		value *T
	}
	var all []found
	err := each(t, from, func(key []byte, value *T) {
		if picked(value) {
			all = append(all, found{bytes.Clone(key), value})
		}
	})
	for _, f := range all {
		if err == nil {
			err = act(f.key, f.value)
		}
	}
	return err
}

// each reads every record of a table.
func each[T any](t *tx, from table[T], fn func(key []byte, value *T)) error {
	cursor := t.bucket(string(from)).Cursor()
	for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
		value, _, err := from.get(t, key)
		if err != nil {
			return err
		}
		fn(key, &value)
	}
	return nil
}
