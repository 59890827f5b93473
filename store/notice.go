package store

import (
	"encoding/json"
	"time"
)

// Notice is a message to the creator that must not get lost.
type Notice struct {
	ID       uint64 // given by Notify, in order
	Key      string // what it is about; empty: may be told any number of times
	Text     string // HTML
	Markup   json.RawMessage
	ReplyTo  int64 // message in the creator's chat, 0 if none
	Created  time.Time
	Attempts int // how often NoticeFailed was called
}

// Notify queues a notice. One with a key is queued once for ever, whatever its
// text, until Forget; false means it was told before.
func (s *Store) Notify(n Notice) (bool, error) { return false, errUnbuilt }

// Notices reads up to limit queued notices, oldest first. A limit of 0 means all.
func (s *Store) Notices(limit int) ([]Notice, error) { return nil, errUnbuilt }

// NoticeDone removes a notice that was delivered or given up.
func (s *Store) NoticeDone(id uint64) error { return errUnbuilt }

// NoticeFailed counts a failed attempt and returns how many there were.
func (s *Store) NoticeFailed(id uint64) (int, error) { return 0, errUnbuilt }

// Forget lets a key be told again.
func (s *Store) Forget(key string) error { return errUnbuilt }
