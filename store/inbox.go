package store

import (
	"bytes"
	"errors"
	"fmt"
	"time"
)

// Update is one update exactly as it was received.
type Update struct {
	ID   int64  // update_id
	Kind string // what it holds, e.g. "business_message"; empty if not known
	Chat int64  // the chat it belongs to, 0 if none
	Raw  []byte // the bytes as received
}

// Row is a stored update.
type Row struct {
	Seq uint64 // order of arrival, from 1
	Update
	Received time.Time // when it was stored
}

// memory is how long an update is remembered as received before. Update ids
// restart at a random number after an idle week, so for ever would be wrong.
const memory = 48 * time.Hour

// Append stores a batch of updates and the next offset in one transaction and
// returns how many were new. An update with the same id and the same bytes as
// one stored in the last 48 hours is a duplicate and ignored; the same id with
// other bytes is a new update. Telegram was heard at that moment, see Contact.
func (s *Store) Append(batch []Update, next int64) (added int, err error) {
	err = s.update("store updates", func(t *tx) error {
		added = 0
		for _, u := range batch {
			known, err := t.received(u)
			if err != nil {
				return err
			}
			if known {
				continue
			}
			if err := t.store(u); err != nil {
				return err
			}
			added++
		}
		if err := t.heard(); err != nil {
			return err
		}
		offset, _, err := offsetTable.get(t, oneKey)
		if err != nil || offset == next {
			return err
		}
		return offsetTable.put(t, oneKey, next)
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// received tells whether this very update was stored lately.
func (t *tx) received(u Update) (bool, error) {
	for _, key := range updateIndex.under(t, signed(u.ID)) {
		row, ok, err := inboxTable.get(t, number(lastNumber(key)))
		if err != nil {
			return false, err
		}
		if ok && bytes.Equal(row.Raw, u.Raw) && t.now.Sub(row.Received) < memory {
			return true, nil
		}
	}
	return false, nil
}

func (t *tx) store(u Update) error {
	seq, err := inboxTable.next(t)
	if err != nil {
		return err
	}
	stats, err := t.counters()
	if err != nil {
		return err
	}
	if stats.Kinds == nil {
		stats.Kinds = map[string]int{}
	}
	stats.Kinds[u.Kind]++
	stats.Pending++
	stats.LastUpdate = t.now
	if err := inboxTable.put(t, number(seq), Row{Seq: seq, Update: u, Received: t.now}); err != nil {
		return err
	}
	if err := updateIndex.add(t, join(signed(u.ID), number(seq))); err != nil {
		return err
	}
	return errors.Join(pendingIndex.add(t, number(seq)), chatIndex.add(t, chatKey(u.Chat, seq)))
}

func chatKey(chat int64, seq uint64) []byte { return join(signed(chat), number(seq)) }

// PendingOf is Pending for the rows of one chat.
func (s *Store) PendingOf(chat int64, limit int) ([]Row, error) {
	var rows []Row
	err := s.view("read pending updates of a chat", func(t *tx) error {
		for key := range chatIndex.walk(t, signed(chat)) {
			if unsigned(key) != chat || limit > 0 && len(rows) == limit {
				break
			}
			row, err := t.pending(lastNumber(key))
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	return rows, err
}

// pending reads a row that an index calls pending.
func (t *tx) pending(seq uint64) (Row, error) {
	row, ok, err := inboxTable.get(t, number(seq))
	if err == nil && !ok {
		err = fmt.Errorf("%w: pending row %d is missing", ErrDamaged, seq)
	}
	return row, err
}

// stuck is the age from which on a pending row holds up nothing else: it waits
// for its connection, not for its turn.
const stuck = 10 * time.Minute

// unheard tells whether something of a chat was received that nobody has worked
// on yet.
func (t *tx) unheard(chat int64) (bool, error) {
	for key := range chatIndex.walk(t, signed(chat)) {
		if unsigned(key) != chat {
			break
		}
		row, err := t.pending(lastNumber(key))
		if err != nil || t.now.Sub(row.Received) < stuck {
			return err == nil, err
		}
	}
	return false, nil
}

// listChats fills the index of chats in a file that comes from before it.
func (t *tx) listChats() error {
	if key, _ := t.bucket(string(chatIndex)).Cursor().First(); key != nil {
		return nil
	}
	for key := range pendingIndex.walk(t, nil) {
		row, err := t.pending(lastNumber(key))
		if err != nil {
			return err
		}
		if err := chatIndex.add(t, chatKey(row.Chat, row.Seq)); err != nil {
			return err
		}
	}
	return nil
}

// Offset is the next offset as of the last Append, 0 before the first.
func (s *Store) Offset() (int64, error) {
	var offset int64
	err := s.view("read offset", func(t *tx) (err error) {
		offset, _, err = offsetTable.get(t, oneKey)
		return err
	})
	return offset, err
}

// Pending reads up to limit rows that are neither finished nor parked, with a
// sequence number above after, in order of arrival. A limit of 0 means all.
func (s *Store) Pending(after uint64, limit int) ([]Row, error) {
	var rows []Row
	err := s.view("read pending updates", func(t *tx) error {
		for key := range pendingIndex.walk(t, number(after+1)) {
			row, err := t.pending(lastNumber(key))
			if err != nil {
				return err
			}
			rows = append(rows, row)
			if len(rows) == limit {
				break
			}
		}
		return nil
	})
	return rows, err
}

// Finish marks rows as done. Their bytes stay until Purge. Unknown numbers and
// rows already done are ignored.
func (s *Store) Finish(seqs ...uint64) error {
	return s.update("finish updates", func(t *tx) error {
		for _, seq := range seqs {
			if _, err := t.finish(seq, 0); err != nil {
				return err
			}
		}
		return nil
	})
}

// finish marks a row as done; open is false if it was already. Who knows its chat
// saves the reading of the row; else it is 0.
func (t *tx) finish(seq uint64, chat int64) (open bool, err error) {
	stats, err := t.counters()
	if err != nil {
		return false, err
	}
	key := number(seq)
	pending, err := pendingIndex.take(t, key)
	if err != nil {
		return false, err
	}
	if pending {
		stats.Pending--
		listed, err := chatIndex.take(t, chatKey(chat, seq))
		if err != nil || listed {
			return true, err
		}
		row, err := t.pending(seq)
		if err != nil {
			return false, err
		}
		return true, chatIndex.remove(t, chatKey(row.Chat, seq))
	}
	_, parked, err := parkedTable.get(t, key)
	if err != nil || !parked {
		return false, err
	}
	stats.Parked--
	return true, parkedTable.delete(t, key)
}

// Park puts a row aside that cannot be worked on, with the reason. It is no
// longer pending, is counted in Stats, and is not purged until it is finished.
// ErrNotFound if there is no such row.
func (s *Store) Park(seq uint64, why string) error {
	return s.update(fmt.Sprintf("park update %d", seq), func(t *tx) error {
		key := number(seq)
		if _, ok, err := inboxTable.get(t, key); err != nil {
			return err
		} else if !ok {
			return ErrNotFound
		}
		if _, err := t.finish(seq, 0); err != nil {
			return err
		}
		return t.park(seq, why)
	})
}

// park puts a finished row aside.
func (t *tx) park(seq uint64, why string) error {
	stats, err := t.counters()
	if err != nil {
		return err
	}
	stats.Parked++
	return parkedTable.put(t, number(seq), why)
}

// Purge removes rows that are done and were received longer ago than olderThan,
// but never younger than 48 hours, which Append needs to know duplicates. It
// returns how many went.
func (s *Store) Purge(olderThan time.Duration) (int, error) {

	total, after := 0, uint64(0)
	for {
		removed, last, err := s.purge(max(olderThan, memory), after, portion)
		total += removed
		if err != nil || last == 0 {
			return total, err
		}
		after = last
	}
}

// purge looks at a portion of rows above after; last is 0 when there are no
// more old ones.
func (s *Store) purge(age time.Duration, after uint64, portion int) (removed int, last uint64, err error) {
	err = s.patiently("purge updates", func(t *tx) error {
		removed, last = 0, 0
		old, err := t.oldRows(age, after, portion)
		if err != nil {
			return err
		}
		for _, row := range old {
			key := number(row.Seq)
			last = row.Seq
			_, parked, err := parkedTable.get(t, key)
			if err != nil {
				return err
			}
			if parked || pendingIndex.has(t, key) {
				continue
			}
			if err := updateIndex.remove(t, join(signed(row.ID), key)); err != nil {
				return err
			}
			if err := inboxTable.delete(t, key); err != nil {
				return err
			}
			removed++
		}
		return nil
	})
	return removed, last, err
}

// oldRows reads the oldest rows above after, as long as they are over age.
func (t *tx) oldRows(age time.Duration, after uint64, limit int) ([]Row, error) {
	var rows []Row
	cursor := t.bucket(string(inboxTable)).Cursor()
	for key, _ := cursor.Seek(number(after + 1)); key != nil && len(rows) < limit; key, _ = cursor.Next() {
		row, _, err := inboxTable.get(t, key)
		if err != nil {
			return nil, err
		}
		if t.now.Sub(row.Received) <= age {
			break
		}
		row.Raw = nil
		rows = append(rows, row)
	}
	return rows, nil
}
