package store

import (
	"bytes"
	"time"
)

// portion is how many records one transaction of a purge looks at, so that
// others get their turn.
const portion = 500

// Retain removes what is older than before: answered messages, drafts that have
// ended with their replies, and pairs that are not pinned. What waits for an
// answer stays, and so do counters, decisions (they hold no text), rules and
// what is known of a fan. It returns how many messages went.
func (s *Store) Retain(before time.Time) (messages int, err error) {
	for _, part := range []func(*tx, []byte, time.Time) ([]byte, int, error){oldMessages, oldDrafts, oldRows, oldPairs, oldCards} {
		for after := []byte{}; after != nil && err == nil; {
			last, n := []byte(nil), 0
			err = s.update("remove what is old", func(t *tx) (err error) {
				last, n, err = part(t, after, before)
				return err
			})
			after, messages = last, messages+n
		}
	}
	return messages, err
}

// keysFrom collects up to limit keys of a bucket behind after, and where to go
// on: nil at the end.
func keysFrom(t *tx, name string, after []byte, limit int) (keys [][]byte, last []byte) {
	cursor := t.bucket(name).Cursor()
	key, _ := cursor.Seek(after)
	if bytes.Equal(key, after) && len(after) > 0 {
		key, _ = cursor.Next()
	}
	for ; key != nil && len(keys) < limit; key, _ = cursor.Next() {
		keys = append(keys, bytes.Clone(key))
	}
	if len(keys) == limit {
		last = keys[len(keys)-1]
	}
	return keys, last
}

// oldMessages looks at a portion of fans. The messages of a chat stand in the
// order of time: the first one that is young enough ends the search.
func oldMessages(t *tx, after []byte, before time.Time) ([]byte, int, error) {
	fans, last := keysFrom(t, string(fanTable), after, portion)
	removed := 0
	for _, key := range fans {
		f, _, err := fanTable.get(t, key)
		if err != nil {
			return nil, 0, err
		}
		n, err := t.removeOld(&f, before)
		if err != nil {
			return nil, 0, err
		}
		removed += n
	}
	stats, err := t.counters()
	if err != nil {
		return nil, 0, err
	}
	stats.Messages -= removed
	stats.Purged += removed
	return last, removed, nil
}

func (t *tx) removeOld(f *Fan, before time.Time) (removed int, err error) {
	prefix := fanKey(f.ID)
	var old [][]byte
	cursor := t.bucket(string(messageTable)).Cursor()
	for key, _ := cursor.Seek(prefix); bytes.HasPrefix(key, prefix) && len(old) < 10*portion; key, _ = cursor.Next() {
		m, _, err := messageTable.get(t, key)
		if err != nil {
			return 0, err
		}
		if m.Author == AuthorFan && m.ID > f.Answered || !m.Date.Before(before) {
			break
		}
		old = append(old, bytes.Clone(key))
	}
	for _, key := range old {
		if err := messageTable.delete(t, key); err != nil {
			return 0, err
		}
	}
	return len(old), nil
}

func oldDrafts(t *tx, after []byte, before time.Time) ([]byte, int, error) {
	keys, last := keysFrom(t, string(draftTable), after, portion)
	for _, key := range keys {
		d, _, err := draftTable.get(t, key)
		if err != nil {
			return nil, 0, err
		}
		if !d.Created.Before(before) {
			return nil, 0, nil // all others are younger
		}
		if d.State.Final() && d.Ended.Before(before) && !d.Card.Dirty {
			if err := t.drop(string(draftTable), key, draftEntries(&d)); err != nil {
				return nil, 0, err
			}
		}
	}
	return last, 0, nil
}

// oldRows removes replies whose draft is gone.
func oldRows(t *tx, after []byte, _ time.Time) ([]byte, int, error) {
	keys, last := keysFrom(t, string(rowTable), after, portion)
	for _, key := range keys {
		o, _, err := rowTable.get(t, key)
		if err != nil {
			return nil, 0, err
		}
		if t.bucket(string(draftTable)).Get(number(o.Draft)) != nil {
			continue
		}
		if err := t.drop(string(rowTable), key, rowEntries(&o)); err != nil {
			return nil, 0, err
		}
	}
	return last, 0, nil
}

func oldPairs(t *tx, after []byte, before time.Time) ([]byte, int, error) {
	keys, last := keysFrom(t, string(pairTable), after, portion)
	for _, key := range keys {
		p, _, err := pairTable.get(t, key)
		if err != nil {
			return nil, 0, err
		}
		if p.Pinned || !p.At.Before(before) {
			continue
		}
		if err := t.dropPair(p); err != nil {
			return nil, 0, err
		}
	}
	return last, 0, nil
}

// oldCards forgets which messages of the creator's chat showed drafts that are
// gone.
func oldCards(t *tx, after []byte, _ time.Time) ([]byte, int, error) {
	keys, last := keysFrom(t, string(cardIndex), after, portion)
	for _, key := range keys {
		if t.bucket(string(draftTable)).Get(number(lastNumber(key))) != nil {
			continue
		}
		if err := cardIndex.remove(t, key); err != nil {
			return nil, 0, err
		}
	}
	return last, 0, nil
}
