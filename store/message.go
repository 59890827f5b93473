package store

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// Author tells who wrote a message.
type Author string

// The authors.
const (
	AuthorFan   Author = "fan"   // the fan
	AuthorHand  Author = "hand"  // the creator by hand
	AuthorBot   Author = "bot"   // this program in the creator's name
	AuthorAway  Author = "away"  // Telegram's own automatic text for the creator
	AuthorOther Author = "other" // another bot in the creator's name
)

// KindDisclosure is the Kind of the disclosure line in a conversation.
const KindDisclosure = "disclosure"

// NoteAutomatic is the Note of a fan's text that nobody typed just now (is_from_offline:
// an away text, or a scheduled message). It is shown, and never answered by
// itself: two secretaries would talk for ever.
const NoteAutomatic = "automatic"

// Message is one message of a conversation.
type Message struct {
	ID       int64     // unique within the conversation, above 0
	Author   Author    // who wrote it
	Date     time.Time // when, by Telegram's clock
	Kind     string    // "text", "photo", "voice", …
	Text     string    // text or caption as it stands now
	Note     string    // short human detail of what came: "0:07", "a.pdf"
	Quote    string    // what it replies to, shortened; empty if nothing
	Edited   time.Time // last edit; zero if never
	Deleted  bool      // deleted since
	Forward  bool      // passed on: somebody else's words
	Versions []string  // earlier texts, oldest first; of very many the first and the last ones
	Draft    uint64    // the draft it was sent from, 0 if none
}

// maxVersions bounds what an endlessly edited message costs.
const maxVersions = 50

// revise replaces the content by a new form and keeps the old text.
func (m *Message) revise(new Message) {
	m.Versions = append(m.Versions, m.Text)
	if len(m.Versions) > maxVersions {
		m.Versions = slices.Delete(m.Versions, 1, 2)
	}
	m.Kind, m.Text, m.Note = new.Kind, new.Text, new.Note
}

// sameContent tells whether a reader would see no difference worth a word: a live
// location moves on by itself, every few seconds.
func (m Message) sameContent(other Message) bool {
	return m.Text == other.Text && m.Kind == other.Kind && (m.Note == other.Note || m.Kind == kindLocation)
}

// kindLocation is the Kind of a place, of which Note says where it is.
const kindLocation = "location"

// sameText compares what was to be sent with what came back.
func sameText(a, b string) bool {
	return a == b || strings.TrimSpace(strings.Map(arriving, a)) == strings.TrimSpace(strings.Map(arriving, b))
}

// arriving is what Telegram makes of a character on its way (clean_input_string of
// tdlib/td); -1 where it takes it out.
func arriving(r rune) rune {
	switch {
	case r == '\r', r >= 0x2028 && r <= 0x202e, r == 0x30a, r == 0x333, r == 0x33f:
		return -1
	case r < ' ' && r != '\n':
		return ' '
	}
	return r
}

// The key of a message is its conversation, its id, and one byte that is 0.
// A reply that the creator confirmed by hand has no id of its own: it stands
// behind the message it answers, with a 1. So it never takes the place of a
// message that comes later.
const (
	slotMessage = 0
	slotReply   = 1
)

func messageKey(id FanID, message int64, slot byte) []byte {
	return append(append(fanKey(id), signed(message)...), slot)
}

// behindMessages is a key behind all messages of a fan, and before the next fan's.
func behindMessages(id FanID) []byte { return append(fanKey(id), bytes.Repeat([]byte{0xff}, 10)...) }

// messages yields the messages of a fan, oldest first. Within it nothing may be
// written.
func (t *tx) messages(id FanID) iter.Seq2[item, error] {
	prefix := fanKey(id)
	return func(yield func(item, error) bool) {
		for i, err := range t.ascend(string(messageTable), prefix) {
			if err == nil && !bytes.HasPrefix(i.key, prefix) || !yield(i, err) || err != nil {
				return
			}
		}
	}
}

func (t *tx) message(id FanID, message int64) (Message, bool, error) {
	return messageTable.get(t, messageKey(id, message, slotMessage))
}

// saveMessage stores a message and counts it if it is new.
func (t *tx) saveMessage(id FanID, m Message, slot byte) error {
	key := messageKey(id, m.ID, slot)
	known, err := messageTable.has(t, key)
	if err != nil {
		return err
	}
	if !known {
		stats, err := t.counters()
		if err != nil {
			return err
		}
		stats.Messages++
	}
	return messageTable.put(t, key, m)
}

// wait adds a fan's message, which LastID knows of, to the unanswered ones.
func (t *tx) wait(f *Fan, m Message) error {
	if err := unansweredIndex.add(t, append(fanKey(f.ID), signed(m.ID)...)); err != nil {
		return err
	}
	f.Waiting++
	first := f.Waiting == 1
	if !first && m.ID < f.LastID { // it came late
		id, _ := t.firstWaiting(f)
		first = id == m.ID
	}
	if first {
		f.WaitingSince = m.Date
	}
	return nil
}

// firstWaiting is the id of the first unanswered message; false if there is none.
func (t *tx) firstWaiting(f *Fan) (int64, bool) {
	prefix := fanKey(f.ID)
	key, _ := t.bucket(string(unansweredIndex)).Cursor().Seek(prefix)
	if !bytes.HasPrefix(key, prefix) {
		return 0, false
	}
	return unsigned(key[16:]), true
}

// answerUpTo makes every message up to this id answered. It tells whether that
// left fewer unanswered.
func (t *tx) answerUpTo(f *Fan, message int64) (bool, error) {
	if message <= f.Answered {
		return false, nil
	}
	f.Answered = message
	answered := 0
	for _, key := range unansweredIndex.under(t, fanKey(f.ID)) {
		if unsigned(key[16:]) > message {
			break
		}
		if err := unansweredIndex.remove(t, key); err != nil {
			return false, err
		}
		answered++
	}
	f.Waiting -= answered
	if answered > 0 {
		f.Tries = 0
	}
	return answered > 0, t.refreshWaiting(f)
}

// refreshWaiting sets WaitingSince to the date of the first unanswered message.
func (t *tx) refreshWaiting(f *Fan) error {
	f.WaitingSince = time.Time{}
	id, waits := t.firstWaiting(f)
	if !waits {
		return nil
	}
	first, ok, err := t.message(f.ID, id)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%w: unanswered message %d is missing", ErrDamaged, id)
	}
	f.WaitingSince = first.Date
	return nil
}

// unanswered lists the ids of the fan's unanswered messages, oldest first.
func (t *tx) unanswered(id FanID) []int64 {
	var ids []int64
	for _, key := range unansweredIndex.under(t, fanKey(id)) {
		ids = append(ids, unsigned(key[16:]))
	}
	return ids
}

// Unanswered reads the fan's unanswered messages, oldest first.
func (s *Store) Unanswered(id FanID) ([]Message, error) {
	var messages []Message
	err := s.view("read unanswered messages", func(t *tx) error {
		for _, message := range t.unanswered(id) {
			m, ok, err := t.message(id, message)
			if err != nil {
				return err
			}
			if !ok {
				return fmt.Errorf("%w: unanswered message %d is missing", ErrDamaged, message)
			}
			messages = append(messages, m)
		}
		return nil
	})
	return messages, err
}

// Messages reads these messages of a conversation, in the order of ids. Ids
// that are not stored are left out; deleted messages are not.
func (s *Store) Messages(id FanID, ids []int64) ([]Message, error) {
	var messages []Message
	err := s.view("read messages", func(t *tx) error {
		for _, message := range ids {
			m, ok, err := t.message(id, message)
			if err != nil {
				return err
			}
			if ok {
				messages = append(messages, m)
			}
		}
		return nil
	})
	return messages, err
}

// History reads the newest limit messages with an id of at least from, oldest
// first, deleted ones left out. A limit of 0 means all.
//
// A reply the creator confirmed by hand (see Arrived) has no id of its own: it
// carries the id of the newest message it answered and follows it.
func (s *Store) History(id FanID, from int64, limit int) ([]Message, error) {
	var messages []Message
	err := s.view("read history", func(t *tx) error {
		first := messageKey(id, from, slotMessage)
		for i, err := range t.descend(string(messageTable), behindMessages(id)) {
			if err != nil || bytes.Compare(i.key, first) < 0 {
				return err
			}
			m, err := messageTable.read(i)
			if err != nil {
				return err
			}
			if m.Deleted {
				continue
			}
			if messages = append(messages, m); len(messages) == limit {
				return nil
			}
		}
		return nil
	})
	slices.Reverse(messages)
	return messages, err
}
