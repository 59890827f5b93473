package store

import (
	"errors"
	"slices"
	"time"
)

// Op is what happened to a message.
type Op int

// The operations.
const (
	Arrived Op = iota // a message came
	Edited            // a message was edited; Message is its new form
	Deleted           // the messages in Event.Deleted are gone
)

// Event is one thing that happened in a conversation.
type Event struct {
	Seq      uint64 // inbox row it came from, finished with it; 0 if none
	Op       Op
	Fan      FanID
	Name     string // the fan's name, handle and language; empty: leave as it is
	Handle   string
	Language string
	Message  Message // for Arrived and Edited
	Deleted  []int64 // for Deleted: message ids
	Settle   bool    // the echo of our own send; the same as Message.Author "bot"
	Person   *Notice // for a fan's message: it asks for a person, and so the creator is told
	Missed   bool    // for a fan's message: it came while the program was away from Telegram
	Money    bool    // for a fan's message: it speaks of money, or was paid for
}

// Outcome is what an event did.
type Outcome struct {
	Duplicate bool     // known before; nothing was changed
	Clash     bool     // a fan's message with the id of another one; its row is parked, nothing was changed
	Changed   bool     // something in the conversation changed
	Voided    []uint64 // drafts that ended because of it
	Settled   uint64   // the draft whose reply this echo proved sent, 0 if none
	Person    bool     // the fan asked for a person
	Fan       Fan      // the conversation after it; zero if there is none
}

// Apply records events in one transaction and finishes their inbox rows with
// it. Outcomes stand in the order of the events.
//
//   - A message that is known is a duplicate. A fan's other message with a number that
//     is taken cannot be kept, and is not lost: its row is parked.
//   - A fan's message is stored, voids the draft ("wrote") and makes a new one
//     due after the quiet period; a burst moves the time on, ten periods at most.
//   - The creator's own message answers everything before it and voids the
//     draft ("hand").
//   - An echo of our own send settles the oldest reply with the same text that
//     may be on its way; if there is none, another session answered ("answered").
//   - Away texts and other bots are history only.
//   - An edit keeps the earlier text. It voids the draft ("edited") if the
//     message is unanswered and its content really changed. An edit of a
//     message never seen counts as its arrival if it is newer than what is
//     answered, otherwise as history.
//   - A delete voids the draft ("deleted") if an unanswered message went.
//   - Missed and Money are noted with the fan (Fan.Missed, Fan.Money).
//   - What was learned from a message that is deleted or edited is forgotten.
//   - An unanswered message that asks for a person makes the creator decide from
//     here on (Fan.Mode "approve", unless nothing is drafted at all), and its
//     notice is queued with it.
//
// A reply that is being sent, or may have been, is not void: its draft gets
// Moved and keeps its state until the truth is known.
func (s *Store) Apply(events []Event) ([]Outcome, error) {
	var outcomes []Outcome
	err := s.update("record events", func(t *tx) error {
		outcomes = make([]Outcome, len(events))
		for i, e := range events {
			if err := t.apply(e, &outcomes[i]); err != nil {
				return err
			}
			if f := t.fans[string(fanKey(e.Fan))]; f != nil {
				outcomes[i].Fan = *f.value
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return outcomes, nil
}

func (t *tx) apply(e Event, o *Outcome) error {
	if e.Seq != 0 {
		open, err := t.finish(e.Seq, e.Fan.Chat)
		if o.Duplicate = !open; err != nil || !open {
			return err // its row was worked on out of turn: an old edit must not come back
		}
	}
	f, err := t.meet(e)
	if err != nil || f == nil {
		return err
	}
	if e.Settle {
		e.Message.Author = AuthorBot
	}
	e.Message.Date, e.Message.Edited = t.sane(e.Message.Date, true), t.sane(e.Message.Edited, false)
	switch e.Op {
	case Arrived:
		err = t.arrived(f, e.Message, o)
		if o.Clash && e.Seq != 0 {
			err = t.park(e.Seq, "another message has its number")
		}
	case Edited:
		err = t.edited(f, e.Message, o)
	default:
		err = t.deleted(f, e.Deleted, o)
	}
	if !o.Duplicate {
		name(f, e)
		mark(f, e)
	}
	if err == nil && o.Changed && e.Person != nil && e.Op != Deleted {
		err = t.wantsPerson(f, e, o)
	}
	return err
}

// meet gives the event's conversation. Only a message begins one; without a
// conversation a delete means nothing.
func (t *tx) meet(e Event) (*Fan, error) {
	key := fanKey(e.Fan)
	f, err := take(t, &t.fans, fanTable, key, fanEntries)
	if err != nil {
		return nil, err
	}
	if f == nil {
		if e.Op == Deleted {
			return nil, nil
		}
		stats, err := t.counters()
		if err != nil {
			return nil, err
		}
		stats.Chats++
		f = give(&t.fans, key, &Fan{ID: e.Fan})
	}
	return f, nil
}

// name notes who the conversation is with.
func name(f *Fan, e Event) {
	for _, seen := range []struct {
		field *string
		value string
	}{{&f.Name, e.Name}, {&f.Handle, e.Handle}, {&f.Language, e.Language}} {
		if seen.value != "" {
			*seen.field = seen.value
		}
	}
}

// mark notes what about a fan's message decides who comes first, and that a
// person decides.
func mark(f *Fan, e Event) {
	if e.Op == Deleted {
		if slices.Contains(e.Deleted, f.Money) {
			f.Money = 0
		}
		return
	}
	if e.Missed {
		f.Missed = max(f.Missed, e.Message.ID)
	}
	if e.Money {
		f.Money = max(f.Money, e.Message.ID)
	}
}

// sane keeps a wild date of an update from making a record that cannot be
// stored: what no clock of a person shows becomes now, or nothing.
func (t *tx) sane(date time.Time, needed bool) time.Time {
	date = date.Round(0).UTC()
	if year := date.Year(); year >= 2013 && year < 2200 {
		return date
	}
	if needed {
		return t.now
	}
	return time.Time{}
}

func (t *tx) arrived(f *Fan, m Message, o *Outcome) error {
	known, err := messageTable.has(t, messageKey(f.ID, m.ID, slotMessage))
	if err != nil {
		return err
	}
	if known {
		old, _, err := t.message(f.ID, m.ID)
		o.Duplicate = true
		o.Clash = m.Author == AuthorFan && (old.Author != AuthorFan || !old.Date.Equal(m.Date))
		return err
	}
	o.Changed = true
	m.Draft = 0
	switch m.Author {
	case AuthorFan:
		return t.fanWrote(f, m, o)
	case AuthorHand:
		f.Hand = latest(f.Hand, m.Date)
		return t.creatorAnswered(f, m, EndHand, o)
	case AuthorBot:
		row, err := t.awaited(f.ID, m.Text)
		if err != nil {
			return err
		}
		if row == nil {
			return t.creatorAnswered(f, m, EndAnswered, o)
		}
		o.Settled = row.Draft
		o.Voided, err = t.settle(row, m.ID, m.Date)
		return err
	default:
		return t.saveMessage(f.ID, m, slotMessage)
	}
}

func (t *tx) fanWrote(f *Fan, m Message, o *Outcome) error {
	if err := t.saveMessage(f.ID, m, slotMessage); err != nil {
		return err
	}
	stats, err := t.counters()
	if err != nil {
		return err
	}
	if f.LastIn.IsZero() {
		stats.Fans++
	}
	// a fan's clock is Telegram's; one that is ahead of ours must not stretch the window
	f.LastIn = latest(f.LastIn, earliest(m.Date, t.now))
	stats.LastIn = latest(stats.LastIn, f.LastIn)
	f.LastID = max(f.LastID, m.ID)
	f.Wrote++
	if f.First.IsZero() {
		f.First = m.Date
	}
	if m.ID <= f.Answered {
		return nil // came late: what answered it is in the history already
	}
	f.Skipped = min(f.Skipped, m.ID-1)
	if err := t.wait(f, m); err != nil {
		return err
	}
	o.Voided, err = t.void(f, EndWrote)
	t.schedule(f)
	return err
}

// creatorAnswered records an answer that did not come out of the outbox. Like
// every answer it leaves newer messages of the fan unanswered.
func (t *tx) creatorAnswered(f *Fan, m Message, code string, o *Outcome) error {
	if err := t.saveMessage(f.ID, m, slotMessage); err != nil {
		return err
	}
	if m.ID <= f.Answered {
		return nil
	}
	if m.Author == AuthorHand {
		if err := t.pairByHand(f, m); err != nil {
			return err
		}
	}
	if _, err := t.answerUpTo(f, m.ID); err != nil {
		return err
	}
	if code == EndHand {
		if err := t.answeredByHand(f, m.Text); err != nil {
			return err
		}
	}
	var err error
	o.Voided, err = t.void(f, code)
	t.schedule(f)
	return err
}

// answeredByHand records what an answer by hand says about the draft it takes
// the place of: one copied from the card lets it stand. A draft that is being
// sent is judged by what becomes of it.
func (t *tx) answeredByHand(f *Fan, words string) error {
	if f.Draft == 0 {
		return nil
	}
	d, err := t.draft(f.Draft)
	if err != nil {
		return err
	}
	row, err := t.flight(d)
	if err != nil || row != nil && row.State != RowQueued {
		return err
	}
	return t.record(d, Decision{Act: ActHand, By: f.ID.Owner}.compare(d.Text, words))
}

func (t *tx) edited(f *Fan, m Message, o *Outcome) error {
	old, known, err := t.message(f.ID, m.ID)
	switch {
	case err != nil:
		return err
	case !known && m.ID > f.Answered && (m.Author == AuthorFan || m.Author == AuthorHand):
		return t.arrived(f, m, o)
	case !known:
		if o.Changed = true; m.Author == AuthorFan {
			f.LastID = max(f.LastID, m.ID)
		}
		return t.saveMessage(f.ID, m, slotMessage)
	case m.Edited.Before(old.Edited): // an older edit, delivered once more
		o.Duplicate = true
		return nil
	case old.sameContent(m):
		o.Duplicate = m.Edited.Equal(old.Edited)
		old.Edited, old.Note = m.Edited, m.Note
		return t.saveMessage(f.ID, old, slotMessage)
	}
	o.Changed = true
	before := old.Text
	if err := t.regretted(old, Decision{Act: ActReworded}.compare(old.Text, m.Text)); err != nil {
		return err
	}
	old.revise(m)
	old.Edited = m.Edited
	if err := errors.Join(t.saveMessage(f.ID, old, slotMessage), t.unlearn(f.ID, m.ID)); err != nil {
		return err
	}
	if err := t.pairEdited(f, old, before); err != nil {
		return err
	}
	if !unansweredIndex.has(t, append(fanKey(f.ID), signed(m.ID)...)) {
		return nil
	}
	f.Skipped = min(f.Skipped, m.ID-1)
	o.Voided, err = t.void(f, EndEdited)
	t.schedule(f)
	return err
}

func (t *tx) deleted(f *Fan, ids []int64, o *Outcome) error {
	if err := t.takenBack(f, ids); err != nil {
		return err
	}
	waited := false
	for _, id := range ids {
		m, known, err := t.message(f.ID, id)
		if err != nil {
			return err
		}
		if !known || m.Deleted {
			continue
		}
		o.Changed = true
		m.Deleted = true
		if err := errors.Join(t.saveMessage(f.ID, m, slotMessage), t.unlearn(f.ID, id)); err != nil {
			return err
		}
		if err := t.pairDeleted(f.ID, id); err != nil {
			return err
		}
		if key := append(fanKey(f.ID), signed(id)...); unansweredIndex.has(t, key) {
			waited = true
			f.Waiting--
			if err := unansweredIndex.remove(t, key); err != nil {
				return err
			}
		}
	}
	if !waited {
		return nil
	}
	if err := t.refreshWaiting(f); err != nil {
		return err
	}
	var err error
	o.Voided, err = t.void(f, EndDeleted)
	t.schedule(f)
	return err
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
