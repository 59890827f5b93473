package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

// portion is how many records one transaction of a purge removes, so that
// others get their turn.
const portion = 500

// glances is how many records are looked at in one reading transaction: a long
// one keeps pages from being used again.
const glances = 5000

// Retain removes what is older than before: answered messages, drafts that have
// ended with their replies, and pairs that are not pinned. What waits for an
// answer stays, with what was said since, and so do counters, decisions (they
// hold no text), rules and what is known of a fan. It returns how many messages
// went.
//
// It looks in reading transactions, which keep nobody waiting, and only at the
// beginning of what stands in the order of time: at the first message of each
// fan, and at drafts, replies and pairs up to the first one that is young
// enough. Writing transactions remove a portion each, and look once more. The end
// of ctx ends it after a portion; what is left goes the next time.
func (s *Store) Retain(ctx context.Context, before time.Time) (messages int, err error) {
	r := retention{s, before, ctx.Err}
	messages, err = r.messages()
	return messages, errors.Join(err, r.drafts(), r.pairs(), r.cards())
}

type retention struct {
	store  *Store
	before time.Time
	ended  func() error // why it shall go no further; nil: nothing
}

// sweep collects what find picks and has it removed, a portion at a time; it
// tells how much went. find goes on behind a key and says where it got to, nil at
// the end.
func (r retention) sweep(find func(t *tx, after []byte) (keys [][]byte, last []byte, err error), remove func(t *tx, key []byte) (bool, error)) (removed int, err error) {
	for after := []byte{}; after != nil && err == nil; {
		var keys [][]byte
		from := after
		err = r.store.view("look for what is old", func(t *tx) (err error) {
			keys, after, err = find(t, from)
			return err
		})
		for part := range slices.Chunk(keys, portion) {
			if err == nil {
				err = r.ended()
			}
			if err == nil {
				var n int
				n, err = r.remove(part, remove)
				removed += n
			}
		}
	}
	return removed, err
}

func (r retention) remove(keys [][]byte, remove func(t *tx, key []byte) (bool, error)) (removed int, err error) {
	err = r.store.update("remove what is old", func(t *tx) error {
		removed = 0
		for _, key := range keys {
			gone, err := remove(t, key)
			if err != nil {
				return err
			}
			if gone {
				removed++
			}
		}
		return nil
	})
	return removed, err
}

// walker goes through the keys of a bucket.
type walker struct {
	cursor *bolt.Cursor
	key    []byte // nil at the end
}

// behind puts a walker on the first key behind another one.
func behind(t *tx, name string, after []byte) *walker {
	w := &walker{cursor: t.bucket(name).Cursor()}
	if w.seek(after); bytes.Equal(w.key, after) && len(after) > 0 {
		w.next()
	}
	return w
}

func (w *walker) next() { w.key, _ = w.cursor.Next() }

func (w *walker) seek(to []byte) { w.key, _ = w.cursor.Seek(to) }

// messages removes them from the beginning of each conversation. There they
// stand in the order of time: the first one that stays ends the search.
func (r retention) messages() (int, error) {
	return r.sweep(func(t *tx, after []byte) (keys [][]byte, last []byte, err error) {
		last = after
		for range glances {
			i, ok, err := t.first(string(messageTable), next(last))
			if err != nil || !ok {
				return keys, nil, err
			}
			last = bytes.Clone(i.key)
			old, err := r.oldMessage(t, last)
			if err != nil {
				return nil, nil, err
			}
			if old {
				keys = append(keys, last)
				continue
			}
			last = behindMessages(fanOf(last))
		}
		return keys, last, nil
	}, func(t *tx, key []byte) (bool, error) {
		if old, err := r.oldMessage(t, key); err != nil || !old {
			return false, err
		}
		stats, err := t.counters()
		if err != nil {
			return false, err
		}
		stats.Messages--
		stats.Purged++
		return true, messageTable.delete(t, key)
	})
}

// oldMessage tells whether a message may go; one that is gone may not.
func (r retention) oldMessage(t *tx, key []byte) (bool, error) {
	m, ok, err := messageTable.get(t, key)
	if err != nil || !ok || !m.Date.Before(r.before) {
		return false, err
	}
	if m.Author != AuthorFan {
		return true, nil
	}
	f, err := t.fan(fanOf(key))
	if err != nil {
		return false, err
	}
	return m.ID <= f.Answered, nil
}

// over tells whether a draft may go.
func (r retention) over(d *Draft) bool {
	return d.Created.Before(r.before) && d.State.Final() && d.Ended.Before(r.before) && !d.Card.Dirty
}

// reply is an outbox row and the draft it is of.
type reply struct{ draft, row uint64 }

// drafts removes them with their replies and the places of their cards.
func (r retention) drafts() error {
	replies, err := r.replies()
	if err != nil {
		return err
	}
	_, err = r.sweep(func(t *tx, after []byte) (keys [][]byte, last []byte, err error) {
		for w := behind(t, string(draftTable), after); w.key != nil; w.next() {
			d, _, err := draftTable.get(t, w.key)
			if err != nil || !d.Created.Before(r.before) {
				return keys, nil, err // all others are younger
			}
			if last = bytes.Clone(w.key); r.over(&d) {
				if keys = append(keys, last); len(keys) == portion {
					return keys, last, nil
				}
			}
		}
		return keys, nil, nil
	}, func(t *tx, key []byte) (bool, error) {
		d, ok, err := draftTable.get(t, key)
		if err != nil || !ok || !r.over(&d) {
			return false, err
		}
		return true, t.dropDraft(&d, replies)
	})
	return err
}

// dropDraft removes a draft, its replies and the places of its card.
func (t *tx) dropDraft(d *Draft, replies []reply) error {
	first, _ := slices.BinarySearchFunc(replies, reply{draft: d.ID}, compareReplies)
	for _, of := range replies[first:] {
		if of.draft != d.ID {
			break
		}
		o, ok, err := rowTable.get(t, number(of.row))
		if err != nil {
			return err
		}
		if ok {
			if err := t.drop(string(rowTable), number(of.row), rowEntries(&o)); err != nil {
				return err
			}
		}
	}
	for _, message := range slices.Concat(d.Card.Messages, d.Card.Copies, d.Card.Prompts) {
		if err := cardIndex.remove(t, join(signed(message), number(d.ID))); err != nil {
			return err
		}
	}
	return t.drop(string(draftTable), number(d.ID), draftEntries(d))
}

func compareReplies(a, b reply) int {
	return cmp.Or(cmp.Compare(a.draft, b.draft), cmp.Compare(a.row, b.row))
}

// replies lists those of drafts that may go, by draft: 16 bytes for each. A
// reply is older than the end of its draft, and one of a young draft is young:
// behind the first of these there is none.
func (r retention) replies() (all []reply, err error) {
	_, err = r.sweep(func(t *tx, after []byte) (_ [][]byte, last []byte, err error) {
		w := behind(t, string(rowTable), after)
		for looked := 0; w.key != nil && looked < glances; looked++ {
			last = bytes.Clone(w.key)
			o, _, err := rowTable.get(t, last)
			if err != nil {
				return nil, nil, err
			}
			d, ok, err := draftTable.get(t, number(o.Draft))
			if err != nil || ok && !d.Created.Before(r.before) {
				return nil, nil, err
			}
			if ok && r.over(&d) {
				all = append(all, reply{o.Draft, o.ID})
			}
			w.next()
		}
		if w.key == nil {
			last = nil
		}
		return nil, last, nil
	}, nil)
	slices.SortFunc(all, compareReplies)
	return all, err
}

// pairs stand in the order of time, as well as the clock went.
func (r retention) pairs() error {
	_, err := r.sweep(func(t *tx, after []byte) (keys [][]byte, last []byte, err error) {
		for i, err := range t.ascend(string(pairTable), next(after)) {
			var p Pair
			if err == nil {
				p, err = pairTable.read(i)
			}
			if err != nil || !p.At.Before(r.before.Add(clockSlack)) {
				return keys, nil, err
			}
			if last = bytes.Clone(i.key); !p.Pinned && p.At.Before(r.before) {
				if keys = append(keys, last); len(keys) == portion {
					return keys, last, nil
				}
			}
		}
		return keys, nil, nil
	}, func(t *tx, key []byte) (bool, error) {
		p, ok, err := pairTable.get(t, key)
		if err != nil || !ok || p.Pinned || !p.At.Before(r.before) {
			return false, err
		}
		return true, t.dropPair(p)
	})
	return err
}

// cards forgets which other messages of the creator's chat showed drafts that
// are gone. It reads keys alone.
func (r retention) cards() error {
	gone := func(t *tx, key []byte) bool {
		return t.bucket(string(draftTable)).Get(number(lastNumber(key))) == nil
	}
	_, err := r.sweep(func(t *tx, after []byte) (keys [][]byte, last []byte, err error) {
		w := behind(t, string(cardIndex), after)
		for looked := 0; w.key != nil; looked++ {
			if looked == glances {
				return keys, last, nil
			}
			if last = bytes.Clone(w.key); gone(t, last) {
				keys = append(keys, last)
			}
			w.next()
		}
		return keys, nil, nil
	}, func(t *tx, key []byte) (bool, error) {
		if !gone(t, key) {
			return false, nil
		}
		return true, cardIndex.remove(t, key)
	})
	return err
}
