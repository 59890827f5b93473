package store

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Approval is the decision to send a draft.
type Approval struct {
	Draft  uint64
	Try    int           // the try that was shown; not looked at with own words
	Text   string        // own words; empty: the draft's text
	Style  string        // how Text is set, see Outgoing
	Auto   bool          // the countdown ended, nobody tapped
	Anyway bool          // the second tap for a draft with Caution
	Lead   string        // the disclosure line, sent first if Auto and this fan never got it; empty: none
	Margin time.Duration // how long before the end of the window it must be sent
	Daily  int           // with Auto: how many replies may go to one fan by themselves on one day; 0: any number
}

// Approve queues a draft's text, or the creator's own words in its place, in
// one transaction with the check that it still stands. Of two approvals of the
// same draft one is refused. Own words become the draft's Text, and the text
// they replace its Previous. Errors: *Refusal.
func (s *Store) Approve(a Approval) (Outgoing, error) {
	var queued Outgoing
	write := s.update
	if a.Auto {
		write = s.patiently
	}
	err := write(fmt.Sprintf("approve draft %d", a.Draft), func(t *tx) error {
		row, err := t.approve(a)
		if err == nil {
			queued = *row
		}
		return err
	})
	return queued, err
}

// approve is Approve within a transaction. What it refuses is left as it was.
func (t *tx) approve(a Approval) (*Outgoing, error) {
	d, f, err := t.standing(a.Draft)
	if err != nil {
		return nil, err
	}
	code := d.objection(a)
	if code == "" {
		code, err = t.obstacle(d, f, a.Auto, a.Margin)
	}
	if code == "" && t.full(f, a) {
		code = RefusedDaily
	}
	if err != nil {
		return nil, err
	}
	if code != "" {
		return nil, &Refusal{Code: code, Draft: *d}
	}
	return t.enqueue(d, f, a)
}

// objection is the code of what is wrong with the approval itself, or empty.
func (d *Draft) objection(a Approval) string {
	own := a.Text != ""
	switch {
	case a.Auto && !d.Auto:
		return RefusedClosed // stopped, or never meant to go out by itself
	case !own && d.Try != a.Try:
		return RefusedTry
	case !own && d.Caution && !(a.Anyway && d.Warned == d.Try):
		return RefusedCaution
	case own && strings.TrimSpace(a.Text) == "", !own && strings.TrimSpace(d.Text) == "":
		return RefusedEmpty
	}
	return ""
}

// obstacle is the code of what keeps a reply to this fan from being sent now,
// or empty.
func (t *tx) obstacle(d *Draft, f *Fan, auto bool, margin time.Duration) (string, error) {
	c, _, err := t.current(f.ID.Owner)
	if err != nil {
		return "", err
	}
	settings, err := t.inForce()
	if err != nil {
		return "", err
	}
	switch {
	case !c.Enabled:
		return RefusedConnection, nil
	case !c.Can(CanReply):
		return RefusedRight, nil
	case !t.within(f, margin):
		return RefusedWindow, nil
	case auto && settings.Paused:
		return RefusedPaused, nil
	case auto && f.Unsettled > 0:
		return RefusedUnsettled, nil
	case auto:
		return t.unwilling(settings, f, d)
	}
	return "", nil
}

// full tells whether enough went to the fan by itself today.
func (t *tx) full(f *Fan, a Approval) bool {
	return a.Auto && a.Daily > 0 && f.Day.On(t.now).Auto >= a.Daily
}

func (t *tx) enqueue(d *Draft, f *Fan, a Approval) (*Outgoing, error) {
	if err := t.record(d, a.decision(d)); err != nil {
		return nil, err
	}
	if a.Text != "" {
		if d.Text != "" {
			d.Previous = d.Text
		}
		d.Text, d.Own, d.Parting = a.Text, true, false
	}
	d.State, d.Auto, d.Approved = StateQueued, a.Auto, true
	d.HoldUntil = time.Time{}
	d.touch()
	f.Due, f.Burst = time.Time{}, time.Time{}
	if a.Auto {
		f.Day = f.Day.On(t.now)
		f.Day.Auto++
	}
	row, err := t.addRow(d, f)
	if err == nil {
		row.Style = a.Style
	}
	if err == nil && a.Auto && a.Lead != "" && f.Disclosed.IsZero() {
		row.Text, row.Disclosure = a.Lead, true
	}
	return row, err
}

// addRow puts a reply with the draft's text into the queue.
func (t *tx) addRow(d *Draft, f *Fan) (*Outgoing, error) {
	id, err := rowTable.next(t)
	if err != nil {
		return nil, err
	}
	row := &Outgoing{ID: id, Draft: d.ID, Fan: f.ID, Rev: f.Rev, Auto: d.Auto, Text: d.Text, State: RowQueued, Read: f.Answered}
	if n := len(d.Messages); n > 0 && !d.Parting {
		row.Read = d.Messages[n-1]
	}
	return give(&t.rows, number(id), row), nil
}

// decision is what an approval says about the draft. One that nobody looked at
// says nothing.
func (a Approval) decision(d *Draft) Decision {
	switch {
	case a.Auto:
		return Decision{Act: ActAuto}
	case a.Text != "":
		return Decision{Act: ActOwn, By: d.Fan.Owner}.compare(d.Text, a.Text)
	}
	return Decision{Act: ActSend, By: d.Fan.Owner}.label(true, false)
}

// SendAgain queues an unknown reply once more on the creator's word that it did
// not arrive, with the same refusals as Approve. With "stale" and "window" it
// cannot be sent any more: the draft has then ended, and the Refusal shows how.
func (s *Store) SendAgain(draft uint64, margin time.Duration) (Outgoing, error) {
	var queued Outgoing
	var refusal *Refusal
	err := s.update(fmt.Sprintf("send draft %d again", draft), func(t *tx) error {
		refusal = nil
		row, d, f, err := t.unknown(draft)
		if err != nil {
			return err
		}
		code, err := t.obstacle(d, f, false, margin)
		if err != nil {
			return err
		}
		if row.Rev != f.Rev {
			code = RefusedStale
		}
		if code != "" {
			err := t.giveUp(row, d, f, code)
			refusal = &Refusal{Code: code, Draft: *d}
			return err
		}
		if err := t.record(d, Decision{Act: ActResend, By: d.Fan.Owner}); err != nil {
			return err
		}
		row.State, row.NotBefore, row.Auto = RowQueued, time.Time{}, false
		f.Unsettled--
		d.State, d.Detail, d.Auto = StateQueued, "", false
		d.touch()
		queued = *row
		return nil
	})
	if err == nil && refusal != nil {
		err = refusal
	}
	return queued, err
}

// giveUp ends a reply that did not arrive and never can.
func (t *tx) giveUp(row *Outgoing, d *Draft, f *Fan, code string) error {
	state, end := StateStale, d.movedBy()
	switch code {
	case RefusedStale:
	case RefusedWindow:
		state, end = StateExpired, EndWindow
	default:
		return nil // the connection may come back
	}
	row.State = string(state)
	f.Unsettled--
	return t.end(d, f, state, end)
}

// Arrived records the creator's word that an unknown reply arrived. The
// messages it answers are answered. Errors: *Refusal.
func (s *Store) Arrived(draft uint64) error {
	return s.update(fmt.Sprintf("settle draft %d", draft), func(t *tx) error {
		row, d, _, err := t.unknown(draft)
		if err != nil {
			return err
		}
		if err := t.record(d, Decision{Act: ActArrived, By: d.Fan.Owner}); err != nil {
			return err
		}
		_, err = t.settle(row, 0, row.Claimed)
		return err
	})
}

// unknown gives a reply of which nobody knows whether it was sent.
func (t *tx) unknown(draft uint64) (*Outgoing, *Draft, *Fan, error) {
	d, err := t.draft(draft)
	if errors.Is(err, ErrNotFound) {
		return nil, nil, nil, &Refusal{Code: RefusedMissing}
	}
	if err != nil {
		return nil, nil, nil, err
	}
	if d.State != StateUnknown {
		return nil, nil, nil, &Refusal{Code: RefusedClosed, Draft: *d}
	}
	row, err := t.flight(d)
	if err == nil && row == nil {
		err = fmt.Errorf("%w: unknown draft %d has no reply", ErrDamaged, draft)
	}
	if err != nil {
		return nil, nil, nil, err
	}
	f, err := t.fan(d.Fan)
	return row, d, f, err
}
