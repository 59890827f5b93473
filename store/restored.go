package store

import (
	"bytes"
	"time"
)

// draftGap is by how much draft ids are moved on after a restore. Cards of
// drafts made after the copy still stand in the creator's chat; none of their
// buttons may ever name a new draft.
const draftGap = 1 << 20

// EndRestored says that the draft stood in a copy that was put back: what
// became of it afterwards is not known here.
const EndRestored = "restored"

// Restored brings a copy of the data file in line with what may have happened
// since it was made. Nothing of it may reach a fan: a reply that was queued or
// on its way may have been sent long ago, so it is unknown; a draft that waited
// for a decision may have been decided, so it ends as stale. It returns how
// many replies are unknown and how many drafts ended.
func (s *Store) Restored() (unknown, ended int, err error) {
	err = s.update("bring the copy in line", func(t *tx) error {
		unknown, ended = 0, 0
		for key := range flightIndex.walk(t, nil) {
			row, err := t.row(lastNumber(key))
			if err != nil {
				return err
			}
			if row.State == RowUnknown {
				continue
			}
			d, f, err := t.subject(row)
			if err != nil {
				return err
			}
			if err := t.doubt(row, d, f, "the data was restored from a backup"); err != nil {
				return err
			}
			unknown++
		}
		for _, id := range openIndex.numbers(t) {
			over, err := t.endRestored(id)
			if err != nil {
				return err
			}
			ended += over
		}
		if err := t.nothingDue(); err != nil {
			return err
		}
		bucket := t.bucket(string(draftTable))
		t.wrote = true
		return bucket.SetSequence(bucket.Sequence() + draftGap)
	})
	return unknown, ended, err
}

func (t *tx) endRestored(id uint64) (int, error) {
	d, err := t.draft(id)
	if err != nil || !d.undecided() {
		return 0, err
	}
	f, err := t.fan(d.Fan)
	if err != nil {
		return 0, err
	}
	f.Rev++
	return 1, t.end(d, f, StateStale, EndRestored)
}

// nothingDue takes every fan off the list of drafts to make: the creator may
// have answered since. The next message of a fan puts him back, /inbox too.
func (t *tx) nothingDue() error {
	for key := range dueIndex.walk(t, nil) {
		f, err := t.fan(fanOf(bytes.Clone(key[8:])))
		if err != nil {
			return err
		}
		f.Due, f.Burst = time.Time{}, time.Time{}
	}
	return nil
}
