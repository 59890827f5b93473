package store

import "time"

// Rule is one short wish of the creator that holds for all drafts, learned from
// an edit or said with /remember.
type Rule struct {
	ID     uint64
	At     time.Time
	Text   string // at most 12 words
	Draft  uint64 // the edited draft it was learned from; 0: the creator's own words
	Pinned bool   // never pushed out by newer ones
}
