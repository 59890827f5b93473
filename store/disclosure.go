package store

import "time"

// The disclosure line tells a fan that an assistant helps to write. It is a
// message of its own before the first automatic reply, and a row of its own in
// the outbox: approved together with the reply, sent first, and only once it
// surely arrived does the reply get a row. So each of the two is claimed,
// settled and checked for freshness like any other.

// disclosed records that the disclosure line reached the fan. Its reply follows
// if it still belongs to what the fan wrote; where there was doubt about the
// line, the reply went back to the creator long ago.
func (t *tx) disclosed(row *Outgoing, d *Draft, f *Fan, date time.Time, doubted bool) ([]uint64, error) {
	f.Disclosed = date
	if doubted {
		return nil, t.certain(f)
	}
	d.Disclosed = true
	if row.Rev != f.Rev {
		return []uint64{d.ID}, t.end(d, f, StateStale, d.movedBy())
	}
	d.touch()
	_, err := t.addRow(d, f)
	return nil, err
}

// doubtDisclosure gives the reply behind a doubtful disclosure line back to the
// creator: it surely was not sent.
func (t *tx) doubtDisclosure(row *Outgoing, d *Draft, f *Fan) error {
	f.Doubtful = row.ID
	if row.Rev != f.Rev {
		return t.end(d, f, StateStale, d.movedBy())
	}
	d.NotBefore = time.Time{}
	return t.giveBack(d, WhyDisclosed)
}

// certain ends the doubt about a fan's disclosure line. The card that asked
// about it has to say so.
func (t *tx) certain(f *Fan) error {
	f.Doubtful = 0
	if f.Draft == 0 {
		return nil
	}
	d, err := t.draft(f.Draft)
	if err == nil {
		d.touch()
	}
	return err
}

// SettleDisclosure records the creator's word on a disclosure line that may or
// may not have arrived. One that did not comes again before the next automatic
// reply, never by itself. Errors: *Refusal with the code "closed" if there is
// no such doubt; ErrNotFound: no such fan.
func (s *Store) SettleDisclosure(id FanID, arrived bool) error {
	return s.update("settle disclosure line", func(t *tx) error {
		f, err := t.fan(id)
		if err != nil {
			return err
		}
		if f.Doubtful == 0 {
			return &Refusal{Code: RefusedClosed}
		}
		row, err := t.row(f.Doubtful)
		if err != nil {
			return err
		}
		if arrived {
			_, err = t.settle(row, 0, row.Claimed)
			return err
		}
		row.State = RowStopped
		f.Unsettled--
		return t.certain(f)
	})
}
