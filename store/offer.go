package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"secretary/store/failpoint"
)

// Offer makes the fan's draft or fills the one there is, if the fan's Rev is
// still rev; otherwise, or if the draft is already approved, it is ErrStale. So
// is an offer without a text where one stands, and one that is "working" where
// a problem is known. A text that replaces another one gets the next Try. With
// an earlier reply unsettled, or a message that came while the program was away,
// nothing goes out by itself: the creator is asked.
// ErrNotFound: no such fan.
func (s *Store) Offer(id FanID, rev uint64, o Offer) (Draft, error) {
	draft, _, err := s.offer(id, rev, o, nil)
	return draft, err
}

// OfferAndSend is Offer, and in the same transaction Approve of what came of it,
// as the end of a countdown that takes no time. Draft, Try, Text and Auto of the
// approval are filled in. What Approve would refuse is only offered, and so is
// what Offer makes the creator be asked about: then there is no reply (its ID is
// 0). Errors are those of Offer.
func (s *Store) OfferAndSend(id FanID, rev uint64, o Offer, a Approval) (Draft, Outgoing, error) {
	return s.offer(id, rev, o, &a)
}

func (s *Store) offer(id FanID, rev uint64, o Offer, a *Approval) (draft Draft, queued Outgoing, err error) {
	err = s.patiently("offer draft", func(t *tx) error {
		draft, queued = Draft{}, Outgoing{}
		d, err := t.offer(id, rev, o)
		if err == nil && a != nil && d.State == StateHolding {
			queued, err = t.atOnce(d, *a)
		}
		if err == nil {
			draft = *d
		}
		return err
	})
	return draft, queued, err
}

// atOnce approves what was just offered, unless that is refused.
func (t *tx) atOnce(d *Draft, a Approval) (queued Outgoing, err error) {
	failpoint.Here(failpoint.OnceOffered)
	a.Draft, a.Try, a.Text, a.Auto = d.ID, d.Try, "", true
	row, err := t.approve(a)
	var no *Refusal
	if errors.As(err, &no) {
		return queued, nil // whoever offers it asks again, and hears why
	}
	if err == nil {
		queued = *row
	}
	return queued, err
}

func (t *tx) offer(id FanID, rev uint64, o Offer) (*Draft, error) {
	f, err := t.fan(id)
	if err != nil {
		return nil, err
	}
	if f.Rev != rev {
		return nil, fmt.Errorf("%w: conversation is at %d, not %d", ErrStale, f.Rev, rev)
	}
	stood := f.Draft
	d, err := t.offered(f)
	if err != nil {
		return nil, err
	}
	if d.better(o) {
		return nil, fmt.Errorf("%w: draft %d has more than is offered", ErrStale, d.ID)
	}
	d.fill(o)
	if f.Unsettled > 0 && d.Auto {
		d.ask(WhyUnsettled)
	}
	if f.Away() && d.Auto {
		d.ask(WhyAway)
	}
	if t.spend(f, o.Spent); !o.Asked && f.Draft != stood {
		f.Tries++
		d.Tries = f.Tries
	}
	d.Card.Forced = d.Card.Forced || o.Urgent && len(d.Card.Messages) == 0
	d.Messages = t.unanswered(f.ID)
	d.Window = f.LastIn.Add(Window)
	if f.LastID <= f.Skipped {
		f.Skipped = 0 // made on purpose after a skip: it is asked for again
	}
	f.Due, f.Burst = o.Retry.Round(0).UTC(), time.Time{}
	return d, nil
}

// offered gives the draft an offer goes into.
func (t *tx) offered(f *Fan) (*Draft, error) {
	if f.Draft != 0 {
		d, err := t.draft(f.Draft)
		if err == nil && !d.undecided() {
			err = fmt.Errorf("%w: draft %d is %s", ErrStale, d.ID, d.State)
		}
		return d, err
	}
	id, err := draftTable.next(t)
	if err != nil {
		return nil, err
	}
	f.Draft = id
	return give(&t.drafts, number(id), &Draft{ID: id, Fan: f.ID, Rev: f.Rev, Try: 1, Created: t.now}), nil
}

// better tells whether the draft says more than the offer.
func (d *Draft) better(o Offer) bool {
	if o.Text != "" {
		return false
	}
	return d.Text != "" || o.Problem == ProblemWorking && d.Problem != "" && d.Problem != ProblemWorking
}

func (d *Draft) fill(o Offer) {
	if d.Text != "" && d.Text != o.Text {
		d.Try++
		d.Label = 0
	}
	d.Text, d.Fixed, d.Parting, d.Problem, d.Why = o.Text, o.Fixed, o.Parting, o.Problem, slices.Clone(o.Why)
	d.Confidence, d.Known, d.Learned = o.Confidence, o.Known, o.Learned
	d.Caution, d.Warned = o.Caution, 0
	d.Model, d.Digest, d.Prompt, d.Signals = o.Model, o.Digest, o.Prompt, o.Signals
	d.Mode, d.Threshold, d.Would, d.Audit = o.Mode, o.Threshold, o.Would, o.Audit
	d.State, d.HoldUntil = StateOpen, time.Time{}
	d.Auto = (o.Auto || o.Hold) && o.Text != ""
	if o.Hold && o.Text != "" {
		d.State = StateHolding
	}
	d.touch()
}

// Again empties the draft, remembers its text as Previous and makes a new try
// due at once, with the creator's wish. Errors: *Refusal.
func (s *Store) Again(draft uint64, try int, instruction string) (Draft, error) {
	return s.decide("draft again", draft, try, func(t *tx, d *Draft, f *Fan) error {
		wish := strings.TrimSpace(instruction) != "" // then it was not bad, only not yet right
		if err := t.record(d, Decision{Act: ActAgain, By: d.Fan.Owner}.label(false, !wish)); err != nil {
			return err
		}
		if d.Text != "" {
			d.Previous = d.Text
		}
		d.fill(Offer{})
		d.Try, d.Label = try+1, 0
		d.State, d.Instruction = StateDrafting, instruction
		f.Due, f.Burst = t.now, time.Time{}
		return nil
	})
}

// Warn notes the first of the two taps that send a draft with Caution. It counts
// for this try only. Errors: *Refusal.
func (s *Store) Warn(draft uint64, try int) error {
	_, err := s.decide("warn of draft", draft, try, func(_ *tx, d *Draft, _ *Fan) error {
		d.Warned = d.Try
		d.touch()
		return nil
	})
	return err
}

// Skip ends the draft. Its messages stay unanswered, but the fan waits no more
// until the next message. Errors: *Refusal.
func (s *Store) Skip(draft uint64, try int) (Draft, error) {
	return s.decide("skip draft", draft, try, func(t *tx, d *Draft, f *Fan) error {
		if err := t.record(d, Decision{Act: ActSkip, By: d.Fan.Owner}.label(false, true)); err != nil {
			return err
		}
		if err := t.end(d, f, StateSkipped, ""); err != nil {
			return err
		}
		f.Skipped = f.LastID
		f.Rev++ // the model may be at work on the same messages
		t.schedule(f)
		return nil
	})
}

// Stop ends the countdown of a holding draft: the creator is asked. From here
// on no automatic approval takes it. Why is one of the Why… codes; with
// WhyStopped the creator did it. Errors: *Refusal.
func (s *Store) Stop(draft uint64, try int, why string) (Draft, error) {
	return s.decide("stop draft", draft, try, func(t *tx, d *Draft, _ *Fan) error {
		if d.State != StateHolding {
			return &Refusal{Code: RefusedClosed, Draft: *d}
		}
		return t.giveBack(d, why)
	})
}

// giveBack turns an automatic draft into one that waits for the creator, and
// records it.
func (t *tx) giveBack(d *Draft, why string) error {
	e := Decision{Act: ActStop, Detail: why}
	if why == WhyStopped {
		e.By = d.Fan.Owner
	}
	err := t.record(d, e)
	d.ask(why)
	return err
}

// Hold sets the end of the countdown of a holding draft, once its card is
// shown. Errors: *Refusal.
func (s *Store) Hold(draft uint64, try int, until time.Time) error {
	_, err := s.decide("hold draft", draft, try, func(_ *tx, d *Draft, _ *Fan) error {
		if d.State != StateHolding {
			return &Refusal{Code: RefusedClosed, Draft: *d}
		}
		d.HoldUntil = until.Round(0).UTC()
		return nil
	})
	return err
}

// decide changes a draft that waits for a decision, if it is still the one the
// caller saw.
func (s *Store) decide(what string, id uint64, try int, change func(*tx, *Draft, *Fan) error) (Draft, error) {
	var draft Draft
	err := s.update(fmt.Sprintf("%s %d", what, id), func(t *tx) error {
		d, f, err := t.standing(id)
		if err != nil {
			return err
		}
		if d.Try != try {
			return &Refusal{Code: RefusedTry, Draft: *d}
		}
		if err := change(t, d, f); err != nil {
			return err
		}
		draft = *d
		return nil
	})
	return draft, err
}

// standing gives a draft that waits for a decision and still belongs to what
// the fan wrote, with its fan. Errors: *Refusal.
func (t *tx) standing(id uint64) (*Draft, *Fan, error) {
	d, err := t.draft(id)
	if errors.Is(err, ErrNotFound) {
		return nil, nil, &Refusal{Code: RefusedMissing}
	}
	if err != nil {
		return nil, nil, err
	}
	f, err := t.fan(d.Fan)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case d.State == StateStale:
		return nil, nil, &Refusal{Code: RefusedStale, Draft: *d}
	case !d.undecided():
		return nil, nil, &Refusal{Code: RefusedClosed, Draft: *d}
	case f.Rev != d.Rev || f.Draft != d.ID:
		return nil, nil, &Refusal{Code: RefusedStale, Draft: *d}
	}
	return d, f, nil
}

// Expire ends the drafts that wait for a decision and whose reply window, less
// margin, is over at now. It returns them as they ended. One whose card was
// never shown does not end: it is asked with the problem "window", so that the
// creator learns of the fan. One that has this problem is left alone.
func (s *Store) Expire(now time.Time, margin time.Duration) ([]Draft, error) {
	var expired []Draft
	err := s.update("expire drafts", func(t *tx) error {
		expired = nil
		until := now.Add(margin)
		for key := range windowIndex.walk(t, nil) {
			if momentOf(key).After(until) {
				break
			}
			d, err := t.draft(lastNumber(key))
			if err != nil {
				return err
			}
			f, err := t.fan(d.Fan)
			if err != nil {
				return err
			}
			if d.Window = f.LastIn.Add(Window); d.Window.After(until) {
				continue // a message that came late has opened it again
			}
			ended, err := t.expire(d, f)
			if err != nil {
				return err
			}
			if ended {
				expired = append(expired, *d)
			}
		}
		return nil
	})
	return expired, err
}

// expire tells whether the draft ended.
func (t *tx) expire(d *Draft, f *Fan) (bool, error) {
	f.Rev++ // the model may be at work on the same messages
	f.Due, f.Burst = time.Time{}, time.Time{}
	if len(d.Card.Messages) > 0 {
		return true, t.end(d, f, StateExpired, EndWindow)
	}
	d.Rev = f.Rev
	d.State, d.Auto, d.HoldUntil, d.Problem = StateOpen, false, time.Time{}, ProblemWindow
	d.touch()
	return false, nil
}
