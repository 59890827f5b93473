package store

import (
	"errors"
	"fmt"
	"time"

	"secretary/store/failpoint"
)

// Sent records that Telegram accepted the reply as this message. The messages
// it answers are answered, newer ones are not. Doing it again changes nothing.
// A reply that ended before without being sent is ErrStale. A disclosure line
// answers nothing: its reply is queued now, or ends if the conversation moved on.
// What it answers counts as marked read from now on, if it is to be (Mark).
func (s *Store) Sent(id uint64, message int64, date time.Time) error {
	return s.patiently(fmt.Sprintf("settle reply %d", id), func(t *tx) error {
		row, err := t.row(id)
		if err != nil || row.State == RowSent {
			return err
		}
		if !row.flies() {
			return fmt.Errorf("%w: it is %s", ErrStale, row.State)
		}
		if _, err = t.settle(row, message, t.sane(date, true)); err != nil || !row.Mark {
			return err
		}
		f, err := t.fan(row.Fan)
		if err == nil {
			f.ReadTo = max(f.ReadTo, row.Read)
		}
		return err
	})
}

// settle records the truth that a reply was sent, whatever was believed of it.
// The message is 0 if its id is not known. It returns the drafts that ended
// because they were to answer the same messages once more.
func (t *tx) settle(row *Outgoing, message int64, date time.Time) ([]uint64, error) {
	d, f, err := t.subject(row)
	if err != nil {
		return nil, err
	}
	stats, err := t.counters()
	if err != nil {
		return nil, err
	}
	doubted := row.State == RowUnknown
	if doubted {
		f.Unsettled--
	}
	row.State = RowSent
	stats.LastOut = latest(stats.LastOut, date)
	if err := t.remember(row, message, date); err != nil {
		return nil, err
	}
	if row.Disclosure {
		return t.disclosed(row, d, f, date, doubted)
	}
	stood := f.Draft == d.ID
	if err := t.end(d, f, sentState(d), ""); err != nil {
		return nil, err
	}
	d.Sent, d.SentID = date, message
	if err := t.pairSent(d, row); err != nil {
		return nil, err
	}
	f.Person.Told = f.Person.Told || d.Parting && f.Person.Since != 0
	return t.answered(f, row.Read, stood)
}

func sentState(d *Draft) State {
	if d.Own {
		return StateEdited
	}
	return StateSent
}

// answered moves the conversation past the messages a reply answered. If its
// draft no longer stood for the conversation, another one may, and it answers
// some of the same messages: it ends.
func (t *tx) answered(f *Fan, read int64, stood bool) ([]uint64, error) {
	fewer, err := t.answerUpTo(f, read)
	if err != nil || !fewer && !stood {
		return nil, err
	}
	if stood {
		f.Rev++
		t.hurry(f)
		return nil, nil
	}
	voided, err := t.void(f, EndAnswered)
	if f.Waiting == 0 || !f.Due.After(t.now) {
		t.hurry(f)
	}
	return voided, err
}

// remember puts a sent reply into the history. An echo that was not recognised
// may stand there already.
func (t *tx) remember(row *Outgoing, message int64, date time.Time) error {
	m := Message{ID: message, Author: AuthorBot, Date: date, Kind: "text", Text: row.Text, Draft: row.Draft}
	if row.Disclosure {
		m.Kind = KindDisclosure
	}
	if message == 0 && row.Disclosure {
		return nil // the place behind the fan's message belongs to the reply
	}
	if message == 0 {
		m.ID = row.Read
		return t.saveMessage(row.Fan, m, slotReply)
	}
	known, ok, err := t.message(row.Fan, message)
	if err != nil {
		return err
	}
	if ok && known.Author == AuthorFan {
		return nil // cannot be; the fan's words come first
	}
	if ok {
		known.Author, known.Kind, known.Draft = AuthorBot, m.Kind, row.Draft
		m = known
	}
	return t.saveMessage(row.Fan, m, slotMessage)
}

// awaited gives the fan's oldest reply that an echo with this text may belong
// to: one being sent, unknown, or queued once more after it was unknown. Nil
// if there is none.
func (t *tx) awaited(id FanID, text string) (*Outgoing, error) {
	return t.flying(id, func(o *Outgoing) bool { return o.Attempts > 0 && sameText(o.Text, text) })
}

// recover settles what a crash left behind: what was being sent may or may not
// have been sent, and nobody has seen the countdowns run.
func (s *Store) recover() error {
	defer failpoint.Here(failpoint.UnknownOpened)
	return s.update("recover from the last run", func(t *tx) error {
		left, err := t.markOpen()
		if err != nil {
			return err
		}
		s.marked = true
		if err := errors.Join(t.addBuckets(), t.listChats(), t.orderCards()); err != nil {
			return err
		}
		s.unclean.Store(left)
		for key := range flightIndex.walk(t, nil) {
			row, err := t.row(lastNumber(key))
			if err != nil {
				return err
			}
			if row.State != RowSending {
				continue
			}
			d, f, err := t.subject(row)
			if err != nil {
				return err
			}
			if err := t.doubt(row, d, f, "the program ended while it was being sent"); err != nil {
				return err
			}
		}
		for _, id := range holdingIndex.numbers(t) {
			d, err := t.draft(id)
			if err != nil {
				return err
			}
			d.HoldUntil = time.Time{}
			d.touch()
		}
		return nil
	})
}
