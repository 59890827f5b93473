package store

import (
	"encoding/json"
	"fmt"
	"time"
)

// Notice is a message to the creator that must not get lost.
type Notice struct {
	ID       uint64          // given by Notify, in order
	Key      string          // what it is about; empty: may be told any number of times
	Text     string          // HTML
	Markup   json.RawMessage `json:",omitempty"` // buttons, as the Bot API wants them; nil if none
	ReplyTo  int64           // message in the creator's chat, 0 if none
	Quiet    bool            // without a sound
	Created  time.Time       // given by Notify
	Attempts int             // how often NoticeFailed was called
}

// Notify queues a notice. One with a key is queued once for ever, whatever its
// text, until Forget; false means it was told before.
func (s *Store) Notify(n Notice) (bool, error) {
	queued := false
	err := s.update("queue notice", func(t *tx) (err error) {
		queued, err = t.notify(n)
		return err
	})
	return queued && err == nil, err
}

// notify is Notify within a transaction.
func (t *tx) notify(n Notice) (queued bool, err error) {
	if n.Key != "" {
		key := t.seal.nameKey(n.Key)
		if toldIndex.has(t, key) {
			return false, nil
		}
		if err := toldIndex.add(t, key); err != nil {
			return false, err
		}
	}
	if n.ID, err = noticeTable.next(t); err != nil {
		return false, err
	}
	n.Created, n.Attempts = t.now, 0
	return true, noticeTable.put(t, number(n.ID), n)
}

// Notices reads up to limit queued notices, oldest first. A limit of 0 means all.
func (s *Store) Notices(limit int) ([]Notice, error) {
	var notices []Notice
	err := s.view("read notices", func(t *tx) error {
		cursor := t.bucket(string(noticeTable)).Cursor()
		for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
			n, _, err := noticeTable.get(t, key)
			if err != nil {
				return err
			}
			notices = append(notices, n)
			if len(notices) == limit {
				break
			}
		}
		return nil
	})
	return notices, err
}

// NoticeDone removes a notice that was delivered or given up. One that is gone
// already is no error.
func (s *Store) NoticeDone(id uint64) error {
	return s.update(fmt.Sprintf("remove notice %d", id), func(t *tx) error {
		return noticeTable.delete(t, number(id))
	})
}

// NoticeFailed counts a failed attempt and returns how many there were.
// ErrNotFound if the notice is gone.
func (s *Store) NoticeFailed(id uint64) (int, error) {
	attempts := 0
	err := s.update(fmt.Sprintf("count attempt of notice %d", id), func(t *tx) error {
		n, ok, err := noticeTable.get(t, number(id))
		if err != nil {
			return err
		}
		if !ok {
			return ErrNotFound
		}
		n.Attempts++
		attempts = n.Attempts
		return noticeTable.put(t, number(id), n)
	})
	return attempts, err
}

// Forget lets a key be told again.
func (s *Store) Forget(key string) error {
	return s.update("forget notice", func(t *tx) error {
		if name := t.seal.nameKey(key); toldIndex.has(t, name) {
			return toldIndex.remove(t, name)
		}
		return nil
	})
}
