package store

import "time"

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

// Append stores a batch of updates and the next offset in one transaction and
// returns how many were new. An update with the same id and the same bytes as
// one stored in the last 48 hours is a duplicate and ignored; the same id with
// other bytes is a new update, because ids restart after an idle week.
func (s *Store) Append(batch []Update, next int64) (added int, err error) { return 0, errUnbuilt }

// Offset is the next offset as of the last Append, 0 before the first.
func (s *Store) Offset() (int64, error) { return 0, errUnbuilt }

// Pending reads up to limit rows that are neither finished nor parked, with a
// sequence number above after, in order of arrival. A limit of 0 means all.
func (s *Store) Pending(after uint64, limit int) ([]Row, error) { return nil, errUnbuilt }

// Finish marks rows as done. Their bytes stay until Purge. Unknown numbers and
// rows already done are ignored.
func (s *Store) Finish(seqs ...uint64) error { return errUnbuilt }

// Park puts a row aside that cannot be worked on, with the reason. It is no
// longer pending, is counted in Stats, and is never purged.
func (s *Store) Park(seq uint64, why string) error { return errUnbuilt }

// Purge removes rows that are done and were received longer ago than olderThan,
// but never younger than 48 hours, which Append needs to know duplicates. It
// returns how many went.
func (s *Store) Purge(olderThan time.Duration) (int, error) { return 0, errUnbuilt }
