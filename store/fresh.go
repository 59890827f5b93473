package store

import "time"

// void moves the conversation on: the draft that stands for it ends, and so
// does its reply if that has not begun to be sent. One that has is left to its
// fate with a note, because only Telegram knows it. The ended drafts are
// returned.
func (t *tx) void(f *Fan, code string) ([]uint64, error) {
	f.Rev++
	if f.Draft == 0 {
		return nil, nil
	}
	d, err := t.draft(f.Draft)
	if err != nil {
		return nil, err
	}
	row, err := t.flight(d)
	if err != nil {
		return nil, err
	}
	if row != nil && row.State != RowQueued {
		d.Moved, d.End = true, code
		d.touch()
		f.Draft = 0
		return nil, nil
	}
	state := StateStale
	if row != nil {
		if code == EndConnection {
			state = StateFailed // it was approved: the creator must know that it did not go out
		}
		row.State = string(state)
	}
	return []uint64{d.ID}, t.end(d, f, state, code)
}

// end gives a draft its final state. One that ends because of time or the
// conversation is recorded as such; everything else was recorded when somebody
// decided it.
func (t *tx) end(d *Draft, f *Fan, state State, code string) error {
	var err error
	switch {
	case state == StateExpired:
		err = t.record(d, Decision{Act: ActExpired, Detail: code})
	case state == StateStale && code != EndHand:
		err = t.record(d, Decision{Act: ActStale, Detail: code})
	}
	d.State, d.End, d.Ended = state, code, t.now
	d.HoldUntil, d.NotBefore = time.Time{}, time.Time{}
	d.Card.Forced = false
	d.touch()
	if f.Draft == d.ID {
		f.Draft = 0
	}
	return err
}

// flight gives the draft's reply that is queued, being sent or unknown; nil if
// there is none.
func (t *tx) flight(d *Draft) (*Outgoing, error) {
	return t.flying(d.Fan, func(o *Outgoing) bool { return o.carries(d) })
}

// flying gives the fan's oldest reply of this kind that is queued, being sent
// or unknown; nil if there is none.
func (t *tx) flying(id FanID, is func(*Outgoing) bool) (*Outgoing, error) {
	for _, key := range flightIndex.under(t, fanKey(id)) {
		row, err := t.row(lastNumber(key))
		if err != nil {
			return nil, err
		}
		if row.flies() && is(row) {
			return row, nil
		}
	}
	return nil, nil
}

// unfit tells why a reply cannot be sent now: the state and code it ends with,
// both empty if it can.
func (t *tx) unfit(row *Outgoing, d *Draft, f *Fan, c Connection, margin time.Duration) (State, string) {
	switch {
	case row.Rev != f.Rev:
		return StateStale, d.movedBy()
	case !c.Enabled:
		return StateFailed, EndConnection
	case !c.Can(CanReply):
		return StateFailed, EndRight
	case !t.within(f, margin):
		return StateExpired, EndWindow
	}
	return "", ""
}

// within tells whether the fan's reply window is open for margin longer.
func (t *tx) within(f *Fan, margin time.Duration) bool {
	return f.LastIn.Add(Window - margin).After(t.now)
}
