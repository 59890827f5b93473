package store

import (
	"fmt"
	"time"
)

// States of an outbox row. One that ended without being sent has the final
// state of its draft, or "stopped" if the draft went back to the creator.
const (
	RowQueued  = "queued"
	RowSending = "sending"
	RowUnknown = "unknown"
	RowSent    = "sent"
	RowStopped = "stopped"
)

// Outgoing is one approved reply on its way to a fan.
type Outgoing struct {
	ID         uint64
	Draft      uint64
	Fan        FanID
	Rev        uint64    // the fan's Rev it was approved for
	Auto       bool      // it goes out by itself
	Disclosure bool      // Text is the disclosure line; the draft's own text follows in a row of its own
	Text       string    // exactly what is to be sent
	Style      string    // how Text is set, in the sender's own form; empty: plain
	State      string    // one of the Row… states, or how it ended
	NotBefore  time.Time // zero: at once
	Attempts   int       // how often it was claimed
	Claimed    time.Time // last time
	Connection string    // the connection to send through, filled by Claim
	Read       int64     // the newest fan message it answers
	Mark       bool      // that is marked as read once it is sent; filled by Claim
}

func (o *Outgoing) flies() bool {
	return o.State == RowQueued || o.State == RowSending || o.State == RowUnknown
}

// rowEntries are the index entries of an outbox row.
func rowEntries(o *Outgoing) []entry {
	var entries []entry
	if o.State == RowQueued {
		entries = append(entries, at(queueIndex, moment(o.turn()), number(o.ID)))
	}
	if o.flies() {
		entries = append(entries, at(flightIndex, fanKey(o.Fan), number(o.ID)))
	}
	return entries
}

// turn is the place in the queue. What a person decided comes before all that
// goes out by itself; both are ready at once, whatever the clock shows.
func (o *Outgoing) turn() time.Time {
	if o.Auto && o.NotBefore.IsZero() {
		return afterPeople
	}
	return o.NotBefore
}

// afterPeople is the first moment of the queue that is not the zero time.
var afterPeople = time.Unix(1, 0)

// carries tells whether the draft's fate hangs on this row. A disclosure line
// that may or may not have arrived is the fan's matter: its draft went back to
// the creator.
func (o *Outgoing) carries(d *Draft) bool {
	return o.Draft == d.ID && !(o.Disclosure && o.State == RowUnknown)
}

// row gives an outbox row to change in place; ErrNotFound.
func (t *tx) row(id uint64) (*Outgoing, error) {
	o, err := take(t, &t.rows, rowTable, number(id), rowEntries)
	if err == nil && o == nil {
		err = fmt.Errorf("reply %d: %w", id, ErrNotFound)
	}
	return o, err
}

// subject gives the draft a reply carries out and the fan it goes to.
func (t *tx) subject(row *Outgoing) (*Draft, *Fan, error) {
	d, err := t.draft(row.Draft)
	if err != nil {
		return nil, nil, err
	}
	f, err := t.fan(row.Fan)
	return d, f, err
}

// Claim takes up to limit replies that are ready, of which at most machines go
// out by themselves, and marks them as being sent: at most one per fan, and none
// for a fan with another one being sent or of whom something was received that
// is not worked on yet (it may change everything). What people decided comes
// first. Replies that no longer hold (conversation moved on, window closing within margin,
// connection or right gone) end in the same transaction; automatic ones go back
// to the creator if everything is paused, an earlier reply is unsettled, or mode
// or certificate have changed, and wait while a rejection is not weighed. Next
// is when to look again: now if more are ready, zero if nothing waits for a
// time.
func (s *Store) Claim(limit, machines int, margin time.Duration) (claimed []Outgoing, next time.Time, err error) {
	err = s.update("claim replies", func(t *tx) error {
		claimed, next = nil, time.Time{}
		byThemselves := 0
		for key := range queueIndex.walk(t, nil) {
			if ready := momentOf(key); ready.After(t.now) {
				next = soonest(next, ready)
				break
			}
			row, err := t.row(lastNumber(key))
			if err != nil {
				return err
			}
			if row.Auto && byThemselves >= machines {
				break // whoever sends one of them asks again
			}
			ok, wait, err := t.ready(row, margin)
			if err != nil {
				return err
			}
			if !ok {
				next = soonest(next, wait)
				continue
			}
			if len(claimed) >= limit {
				next = t.now
				break
			}
			if row.Auto {
				byThemselves++
			}
			row.State, row.Claimed = RowSending, t.now
			row.Attempts++
			claimed = append(claimed, *row)
		}
		return nil
	})
	if err != nil {
		return nil, time.Time{}, err
	}
	return claimed, next, nil
}

// unheardPause is when a reply that waits for its fan to be heard is looked at
// again; whoever works on the inbox asks sooner.
const unheardPause = time.Minute

// soonest is the earlier one of two moments, of which zero is none.
func soonest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Unclaim puts back what is marked as being sent, where the caller knows that
// nothing is: a Claim that failed may have marked it all the same.
func (s *Store) Unclaim() (int, error) {
	n := 0
	err := s.update("take claims back", func(t *tx) error {
		n = 0
		for key := range flightIndex.walk(t, nil) {
			row, err := t.row(lastNumber(key))
			if err != nil {
				return err
			}
			if row.State == RowSending {
				row.State = RowQueued
				row.Attempts--
				n++
			}
		}
		return nil
	})
	return n, err
}

// ready tells whether a queued reply may be sent now, and ends it if it may
// not be sent at all. One that waits for its fan to be heard says until when.
func (t *tx) ready(row *Outgoing, margin time.Duration) (ok bool, wait time.Time, err error) {
	if unheard, err := t.unheard(row.Fan.Chat); err != nil || unheard {
		return false, t.now.Add(unheardPause), err
	}
	busy, err := t.flying(row.Fan, func(o *Outgoing) bool { return o.State == RowSending })
	if err != nil || busy != nil {
		return false, wait, err
	}
	d, f, err := t.subject(row)
	if err != nil {
		return false, wait, err
	}
	c, _, err := t.current(row.Fan.Owner)
	if err != nil {
		return false, wait, err
	}
	if state, code := t.unfit(row, d, f, c, margin); state != "" {
		row.State = string(state)
		return false, wait, t.end(d, f, state, code)
	}
	if d.Auto {
		if free, err := t.unstopped(row, d, f); err != nil || !free {
			return false, wait, err
		}
	}
	if row.Disclosure && !f.Disclosed.IsZero() { // an earlier reply has brought it meanwhile
		row.Disclosure, row.Text, row.Attempts = false, d.Text, 0
	}
	row.Connection, row.Mark = c.ID, c.Can(CanRead) && row.Read > f.ReadTo && !row.Disclosure
	return true, wait, nil
}

// unstopped tells whether an automatic reply may still go out by itself. One
// that must not is given back to the creator; one in doubt stays in the queue.
func (t *tx) unstopped(row *Outgoing, d *Draft, f *Fan) (bool, error) {
	settings, err := t.inForce()
	if err != nil {
		return false, err
	}
	code, err := t.unwilling(settings, f, d)
	if err != nil {
		return false, err
	}
	why := map[string]string{RefusedMode: WhyMode, RefusedEarn: WhyEarn, RefusedAway: WhyAway, RefusedLate: WhyLate}[code]
	switch {
	case settings.Paused:
		why = WhyPaused
	case why == "" && f.Unsettled > 0:
		why = WhyUnsettled
	}
	if why == "" {
		return code == "", nil
	}
	row.State, d.NotBefore = RowStopped, time.Time{}
	return false, t.giveBack(d, why)
}

// autoPatience is how long an automatic reply may wait after its countdown; the
// creator could not stop it any more.
const autoPatience = 15 * time.Second

// Later puts a reply that surely was not sent back into the queue. If the
// conversation moved on meanwhile, it ends as stale; an automatic one that
// would have to wait long is given back to the creator.
func (s *Store) Later(id uint64, at time.Time, why string) error {
	return s.sending("put off", id, func(t *tx, row *Outgoing, d *Draft, f *Fan) error {
		d.Detail = why
		if row.Rev != f.Rev {
			row.State = string(StateStale)
			return t.end(d, f, StateStale, d.movedBy())
		}
		if d.Auto && at.Sub(t.now) > autoPatience {
			row.State, d.NotBefore = RowStopped, time.Time{}
			return t.giveBack(d, WhyDelayed)
		}
		at = at.Round(0).UTC()
		row.State, row.NotBefore, d.NotBefore = RowQueued, at, at
		d.touch()
		return nil
	})
}

// Fail ends a reply that surely was not sent; code and detail go to the draft.
func (s *Store) Fail(id uint64, code, detail string) error {
	return s.sending("fail", id, func(t *tx, row *Outgoing, d *Draft, f *Fan) error {
		row.State, d.Detail = string(StateFailed), detail
		return t.end(d, f, StateFailed, code)
	})
}

// Unknown records that the reply may or may not have been sent. It is never
// repeated by itself: an echo, Arrived or SendAgain settle it. Of a disclosure
// line only that is unknown; its reply surely was not sent and goes back to the
// creator.
func (s *Store) Unknown(id uint64, why string) error {
	return s.sending("doubt", id, func(t *tx, row *Outgoing, d *Draft, f *Fan) error {
		return t.doubt(row, d, f, why)
	})
}

// sending changes a reply that is being sent. One that an echo has settled
// meanwhile stays as it is, without an error.
func (s *Store) sending(what string, id uint64, change func(*tx, *Outgoing, *Draft, *Fan) error) error {
	return s.patiently(fmt.Sprintf("%s reply %d", what, id), func(t *tx) error {
		row, err := t.row(id)
		if err != nil {
			return err
		}
		if row.State == RowSent {
			return nil
		}
		if row.State != RowSending {
			return fmt.Errorf("%w: it is %s, not being sent", ErrStale, row.State)
		}
		d, f, err := t.subject(row)
		if err != nil {
			return err
		}
		return change(t, row, d, f)
	})
}

// doubt makes a reply unknown. What would go out to this fan by itself is asked
// instead: it could say the same thing twice.
func (t *tx) doubt(row *Outgoing, d *Draft, f *Fan, why string) error {
	row.State = RowUnknown
	f.Unsettled++
	if row.Disclosure {
		if err := t.doubtDisclosure(row, d, f); err != nil {
			return err
		}
	} else {
		d.State, d.Detail, d.NotBefore = StateUnknown, why, time.Time{}
		d.touch()
	}
	if f.Draft == 0 || f.Draft == d.ID {
		return nil
	}
	other, err := t.draft(f.Draft)
	if err == nil && other.Auto && other.undecided() {
		other.ask(WhyUnsettled)
	}
	return err
}
