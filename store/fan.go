package store

import (
	"fmt"
	"time"
)

// Window is how long after a fan's last message Telegram lets a bot reply.
const Window = 24 * time.Hour

// FanID names a conversation: the creator's user id and the chat, which in a
// private chat is the fan's user id. Never a connection id: those change.
type FanID struct {
	Owner int64
	Chat  int64
}

// Fan is a conversation as it stands.
type Fan struct {
	ID       FanID
	Name     string // as last seen
	Handle   string // username without @, empty if none
	Language string // IETF tag of the fan's app, empty if unknown
	Mode     string // reply mode for this fan; empty: the general one

	// Rev moves with everything that makes a draft stale: a new message, an
	// edit or delete of an unanswered one, an answer, a skip, the end of the
	// window, the loss of the connection or of its right to reply.
	Rev uint64

	LastIn time.Time // newest message of the fan, never in the future; the window runs from here
	LastID int64     // its id
	Wrote  int       // messages of the fan ever stored
	First  time.Time // date of the first of them
	Hand   time.Time // when the creator last wrote here by hand; zero: never

	// Answered: every message up to this id is answered. The fan's messages
	// above it that are not deleted are the unanswered ones.
	Answered     int64
	Skipped      int64     // the creator skipped everything up to this id
	Waiting      int       // number of unanswered messages
	WaitingSince time.Time // date of the first of them; zero if none

	Due   time.Time // when a draft shall be made; zero if none
	Burst time.Time // when the present burst of messages began; zero if none
	Draft uint64    // the draft that stands for the unanswered messages; 0 if none
	Tries int       // drafts offered for what waits, or made in vain, without the creator's asking

	Missed int64 // newest message that came while the program was away from Telegram; 0 if none
	Money  int64 // newest message that speaks of money, or was paid for; 0 if none
	Day    Day   // what this fan has cost on one day

	HistoryFrom int64 // oldest message the model was shown last
	ReadTo      int64 // newest message marked read in the creator's name
	Unsettled   int   // replies that may or may not have arrived

	Disclosed time.Time // when the disclosure line surely reached the fan; zero: never
	Doubtful  uint64    // outbox row of a disclosure line that may or may not have arrived; 0 if none
	Person    Person
}

// fanEntries are the index entries of a conversation.
func fanEntries(f *Fan) []entry {
	var entries []entry
	if f.Waiting > 0 && f.LastID > f.Skipped {
		parts := [][]byte{moment(f.LastIn), moment(f.WaitingSince), fanKey(f.ID)}
		if f.Moneyed() {
			parts = append(parts, flag(true))
		}
		entries = append(entries, at(waitingIndex, parts...))
	}
	if !f.Due.IsZero() {
		entries = append(entries, at(dueIndex, moment(f.Due), fanKey(f.ID)))
	}
	return entries
}

// fan gives a conversation to change in place; ErrNotFound.
func (t *tx) fan(id FanID) (*Fan, error) {
	f, err := take(t, &t.fans, fanTable, fanKey(id), fanEntries)
	if err == nil && f == nil {
		err = fmt.Errorf("conversation %d of %d: %w", id.Chat, id.Owner, ErrNotFound)
	}
	return f, err
}

// Fan reads a conversation; ErrNotFound if nobody wrote there.
func (s *Store) Fan(id FanID) (Fan, error) {
	var fan Fan
	err := s.view("read fan", func(t *tx) error {
		f, err := t.fan(id)
		if err == nil {
			fan = *f
		}
		return err
	})
	return fan, err
}

// SetFan changes Mode, HistoryFrom, ReadTo, Due and Person of a conversation;
// whatever else change does is dropped. ErrNotFound if there is none. The other methods
// of the store must not be called in change.
func (s *Store) SetFan(id FanID, change func(*Fan)) error {
	return s.update("change fan", func(t *tx) error {
		f, err := t.fan(id)
		if err != nil {
			return err
		}
		changed := *f
		if err := call(func() error { change(&changed); return nil }); err != nil {
			return err
		}
		f.Mode, f.HistoryFrom, f.ReadTo = changed.Mode, changed.HistoryFrom, changed.ReadTo
		f.Due, f.Person = changed.Due.Round(0).UTC(), changed.Person
		if f.Due.IsZero() {
			f.Burst = time.Time{}
		}
		return nil
	})
}

// Waiting reads up to limit fans who wait for an answer and are not skipped,
// most urgent first (see Fan.Rank), and last those whose window is over, the
// latest first. A limit of 0 means all.
func (s *Store) Waiting(limit int) ([]Fan, error) {
	var fans []Fan
	err := s.view("read waiting fans", func(t *tx) error {
		ids := t.urgent()
		if limit == 0 || len(ids) < limit {
			ids = append(ids, t.closed(limit)...)
		}
		if limit > 0 && len(ids) > limit {
			ids = ids[:limit]
		}
		for _, id := range ids {
			f, err := t.fan(id)
			if err != nil {
				return err
			}
			fans = append(fans, *f)
		}
		return nil
	})
	return fans, err
}

// closed lists up to limit waiting fans whose window is over, the latest first.
func (t *tx) closed(limit int) []FanID {
	var ids []FanID
	cursor := t.bucket(string(waitingIndex)).Cursor()
	key, _ := cursor.Seek(moment(t.now.Add(-Window + 1)))
	if key == nil {
		key, _ = cursor.Last()
	} else {
		key, _ = cursor.Prev()
	}
	for ; key != nil && (limit == 0 || len(ids) < limit); key, _ = cursor.Prev() {
		ids = append(ids, fanOf(key[16:]))
	}
	return ids
}

// Due reads the fans with a draft due, earliest first, also those due later.
func (s *Store) Due() ([]Fan, error) {
	var fans []Fan
	err := s.view("read fans with a draft due", func(t *tx) error {
		for key := range dueIndex.walk(t, nil) {
			f, err := t.fan(fanOf(key[8:]))
			if err != nil {
				return err
			}
			fans = append(fans, *f)
		}
		return nil
	})
	return fans, err
}

// Wake makes a draft due now for every fan who waits, is not skipped, has
// neither a draft nor one due, and can still be answered: drafting was off and
// is on again.
func (s *Store) Wake() error {
	return s.update("wake waiting fans", func(t *tx) error {
		for key := range waitingIndex.walk(t, nil) {
			f, err := t.fan(fanOf(key[16:]))
			if err != nil {
				return err
			}
			if f.Draft == 0 && f.Due.IsZero() && t.within(f, time.Minute) {
				t.hurry(f)
			}
		}
		return nil
	})
}

// hurry makes a draft due now, if anything waits.
func (t *tx) hurry(f *Fan) {
	f.Due, f.Burst = time.Time{}, time.Time{}
	if f.Waiting > 0 && f.LastID > f.Skipped {
		f.Due = t.now
	}
}

// Fans reads up to limit conversations behind one, in the order of their ids;
// from the beginning with the zero FanID.
func (s *Store) Fans(after FanID, limit int) ([]Fan, error) {
	var fans []Fan
	err := s.view("read fans", func(t *tx) error {
		cursor := t.bucket(string(fanTable)).Cursor()
		key, _ := cursor.Seek(fanKey(after))
		if after == (FanID{}) {
			key, _ = cursor.First()
		} else if key != nil && fanOf(key) == after {
			key, _ = cursor.Next()
		}
		for ; key != nil && len(fans) < limit; key, _ = cursor.Next() {
			f, _, err := fanTable.get(t, key)
			if err != nil {
				return err
			}
			fans = append(fans, f)
		}
		return nil
	})
	return fans, err
}
