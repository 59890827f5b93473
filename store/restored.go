package store

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"time"
)

// After a restore the numbers of drafts and replies go on idGap further, a random
// number of times. Cards of drafts made after the copy still stand in the creator's
// chat, and none of their buttons may ever name a new draft; so too where the same
// copy is put back twice.
const (
	idGap  = 1 << 20
	idGaps = 1 << 20
)

// EndRestored says that the draft stood in a copy that was put back: what
// became of it afterwards is not known here.
const EndRestored = "restored"

// Aftermath is what bringing a copy in line came to.
type Aftermath struct {
	Unknown int  // replies that may or may not have been sent since
	Ended   int  // drafts that waited for a decision
	Asks    bool // replies could go out by themselves, and now wait for the creator
}

// Restored brings a copy of the data file in line with what may have happened
// since it was made. Nothing of it may reach a fan: a reply that was queued or
// on its way may have been sent long ago, so it is unknown; a draft that waited
// for a decision may have been decided, so it ends as stale. That replies go out
// by themselves may have been taken back, so they do not.
func (s *Store) Restored() (after Aftermath, err error) {
	err = s.update("bring the copy in line", func(t *tx) error {
		after = Aftermath{}
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
			after.Unknown++
		}
		for _, id := range openIndex.numbers(t) {
			over, err := t.endRestored(id)
			if err != nil {
				return err
			}
			after.Ended += over
		}
		if err := t.nothingDue(); err != nil {
			return err
		}
		if after.Asks, err = t.askAgain(); err != nil {
			return err
		}
		t.wrote = true
		for _, name := range []string{string(draftTable), string(rowTable)} {
			bucket := t.bucket(name)
			if err := bucket.SetSequence(bucket.Sequence() + gap()); err != nil {
				return err
			}
		}
		return nil
	})
	return after, err
}

func gap() uint64 {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails: the program ends if there is no randomness
	return idGap * (1 + binary.BigEndian.Uint64(random[:])%idGaps)
}

// askAgain takes back that replies go out by themselves, in general and for
// single fans; changed is false if none did.
func (t *tx) askAgain() (changed bool, err error) {
	var fans []FanID
	err = each(t, fanTable, func(_ []byte, f *Fan) {
		if itself(f.Mode) || itself(f.Person.Mode) {
			fans = append(fans, f.ID)
		}
	})
	for _, id := range fans {
		if err != nil {
			return false, err
		}
		var f *Fan
		if f, err = t.fan(id); err == nil {
			f.Mode, f.Person.Mode = asking(f.Mode), asking(f.Person.Mode)
		}
	}
	if err != nil {
		return false, err
	}
	settings, err := t.settings()
	if err != nil || !itself(settings.mode("")) {
		return len(fans) > 0, err
	}
	settings.Mode = ModeApprove
	return true, settingsTable.put(t, oneKey, settings)
}

// itself tells whether drafts may go out by themselves in a mode.
func itself(mode string) bool { return mode == ModeAuto || mode == ModeEarn }

func asking(mode string) string {
	if itself(mode) {
		return ModeApprove
	}
	return mode
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
