package store

import (
	"bytes"
	"errors"
	"slices"
	"time"
)

// Memory is what is known of one fan beyond the messages.
type Memory struct {
	Fan      FanID
	Facts    []Fact
	Summary  string // of the messages up to Folded, at most 120 words
	Folded   int64  // every message up to this id is in the summary, or was never to be
	Read     int64  // every message up to this id was searched for facts
	Heard    int64  // every message up to this id was searched for promises
	Promises []Promise
	Last     int // the newest number of a fact or promise
}

// Fact is one thing a fan said of himself.
type Fact struct {
	ID      int    // unique within the memory, given by Remember
	Key     string // what it is about, such as "name" or "pet"
	Value   string // at most 80 characters
	Message int64  // the message it was taken from; 0: the creator wrote it
	At      time.Time
	Expires time.Time // zero: not by itself
}

// Promise is something the creator said will be done.
type Promise struct {
	ID       int    // unique within the memory, given by Remember
	Text     string // the creator's own words
	Message  int64  // the creator's message
	Due      time.Time
	Remind   time.Time // when the creator is to be reminded
	Reminded bool
}

// promiseLife is how long after its due time a promise is kept that nobody said
// anything about.
const promiseLife = 14 * 24 * time.Hour

// next is when something has to be done about the memory: a promise to remind
// of, or something that expires; zero if nothing.
func (m *Memory) next() time.Time {
	var next time.Time
	sooner := func(t time.Time) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	for _, f := range m.Facts {
		sooner(f.Expires)
	}
	for _, p := range m.Promises {
		if !p.Reminded {
			sooner(p.Remind)
		}
		sooner(p.Due.Add(promiseLife))
	}
	return next
}

// memoryEntries are the index entries of a memory.
func memoryEntries(m *Memory) []entry {
	if next := m.next(); !next.IsZero() {
		return []entry{at(promiseIndex, moment(next), fanKey(m.Fan))}
	}
	return nil
}

// expire drops what is known no longer than until now.
func (m *Memory) expire(now time.Time) {
	m.Facts = slices.DeleteFunc(m.Facts, func(f Fact) bool { return !f.Expires.IsZero() && !f.Expires.After(now) })
	m.Promises = slices.DeleteFunc(m.Promises, func(p Promise) bool { return !p.Due.Add(promiseLife).After(now) })
}

// Memory reads what is known of a fan; of somebody unknown that is nothing.
// What has expired is left out.
func (s *Store) Memory(id FanID) (Memory, error) {
	var m Memory
	err := s.view("read memory", func(t *tx) (err error) {
		m, err = t.memory(id)
		m.expire(t.now)
		return err
	})
	return m, err
}

func (t *tx) memory(id FanID) (Memory, error) {
	m, _, err := memoryTable.get(t, fanKey(id))
	m.Fan = id
	return m, err
}

// Remember changes what is known of a fan and returns it. What has expired is
// dropped before; what was taken from a message that is deleted meanwhile is
// dropped after, and facts and promises without a number get one.
// ErrNotFound if there is no such conversation. The other methods of the store
// must not be called in change.
func (s *Store) Remember(id FanID, change func(*Memory)) (Memory, error) {
	var m Memory
	err := s.update("change memory", func(t *tx) (err error) {
		if _, err := t.fan(id); err != nil {
			return err
		}
		m, err = t.recall(id, func(m *Memory) error {
			if err := call(func() error { change(m); return nil }); err != nil {
				return err
			}
			return t.dropDeleted(id, m)
		})
		return err
	})
	return m, err
}

// recall changes a memory within a transaction.
func (t *tx) recall(id FanID, change func(*Memory) error) (Memory, error) {
	m, err := t.memory(id)
	if err != nil {
		return m, err
	}
	before := memoryEntries(&m)
	m.expire(t.now)
	if err := change(&m); err != nil {
		return m, err
	}
	m.Fan = id
	m.number()
	if err := memoryTable.put(t, fanKey(id), m); err != nil {
		return m, err
	}
	return m, t.reindex(before, memoryEntries(&m))
}

// dropDeleted drops what was taken from a message that is deleted: it may have
// gone while somebody still searched it.
func (t *tx) dropDeleted(id FanID, m *Memory) (err error) {
	deleted := func(message int64) bool {
		from, ok, unread := t.message(id, message)
		err = errors.Join(err, unread)
		return ok && from.Deleted
	}
	m.Facts = slices.DeleteFunc(m.Facts, func(f Fact) bool { return f.Message != 0 && deleted(f.Message) })
	m.Promises = slices.DeleteFunc(m.Promises, func(p Promise) bool { return p.Message != 0 && deleted(p.Message) })
	return err
}

// number numbers what has no number yet and makes times fit for the file.
func (m *Memory) number() {
	next := func(id *int) {
		if *id == 0 {
			m.Last++
			*id = m.Last
		}
	}
	for i := range m.Facts {
		f := &m.Facts[i]
		next(&f.ID)
		f.At, f.Expires = f.At.Round(0).UTC(), f.Expires.Round(0).UTC()
	}
	for i := range m.Promises {
		p := &m.Promises[i]
		next(&p.ID)
		p.Due, p.Remind = p.Due.Round(0).UTC(), p.Remind.Round(0).UTC()
	}
}

// ForgetMemory drops all that is known of a fan. The messages stay, and are not
// searched again. ErrNotFound if there is no such conversation.
func (s *Store) ForgetMemory(id FanID) error {
	return s.update("forget memory", func(t *tx) error {
		if _, err := t.fan(id); err != nil {
			return err
		}
		newest, err := t.newest(id)
		if err != nil {
			return err
		}
		_, err = t.recall(id, func(m *Memory) error {
			*m = Memory{Fan: id, Folded: newest, Read: newest, Heard: newest, Last: m.Last}
			return nil
		})
		return err
	})
}

// unlearn drops what was taken from a message that was deleted, or says
// something else now.
func (t *tx) unlearn(id FanID, message int64) error {
	m, known, err := memoryTable.get(t, fanKey(id))
	if err != nil || !known {
		return err
	}
	from := func(f Fact) bool { return f.Message == message }
	made := func(p Promise) bool { return p.Message == message }
	if !slices.ContainsFunc(m.Facts, from) && !slices.ContainsFunc(m.Promises, made) {
		return nil
	}
	_, err = t.recall(id, func(m *Memory) error {
		m.Facts, m.Promises = slices.DeleteFunc(m.Facts, from), slices.DeleteFunc(m.Promises, made)
		return nil
	})
	return err
}

// MemoriesDue reads up to limit memories with a promise to remind of, or with
// something that has expired, the longest due first. Expired things are still in
// them. Remember, with what was reminded of marked so, takes a memory off the list.
func (s *Store) MemoriesDue(limit int) ([]Memory, error) {
	var due []Memory
	err := s.view("read due promises", func(t *tx) error {
		for key := range promiseIndex.walk(t, nil) {
			if momentOf(key).After(t.now) || len(due) == limit {
				break
			}
			m, err := t.memory(fanOf(key[8:]))
			if err != nil {
				return err
			}
			due = append(due, m)
		}
		return nil
	})
	return due, err
}

// Unsearched looks through up to scan conversations that follow the one given
// (the zero FanID: from the beginning) and returns those in which something was
// written since that moment and not searched yet. more is false at the end; last
// is where to go on.
func (s *Store) Unsearched(after FanID, scan int, since time.Time) (fans []FanID, last FanID, more bool, err error) {
	err = s.view("look for new messages", func(t *tx) error {
		fans, last, more = nil, after, false
		cursor := t.bucket(string(fanTable)).Cursor()
		key, _ := cursor.First()
		if after != (FanID{}) {
			if key, _ = cursor.Seek(fanKey(after)); bytes.Equal(key, fanKey(after)) {
				key, _ = cursor.Next()
			}
		}
		for ; key != nil; key, _ = cursor.Next() {
			if scan--; scan < 0 {
				more = true
				return nil
			}
			last = fanOf(key)
			behind, err := t.behind(last, since)
			if err != nil {
				return err
			}
			if behind {
				fans = append(fans, last)
			}
		}
		return nil
	})
	return fans, last, more, err
}

// behind tells whether something was written since that moment that the memory
// does not know.
func (t *tx) behind(id FanID, since time.Time) (bool, error) {
	f, err := t.fan(id)
	if err != nil || f.LastIn.Before(since) {
		return false, err
	}
	m, err := t.memory(id)
	newest, err2 := t.newest(id)
	return newest > m.Read || newest > m.Heard, errors.Join(err, err2)
}

// newest is the id of the newest message of a conversation, 0 if there is none.
func (t *tx) newest(id FanID) (int64, error) {
	for i, err := range t.descend(string(messageTable), behindMessages(id)) {
		if err != nil || fanOf(i.key) != id {
			return 0, err
		}
		return unsigned(i.key[16:]), nil
	}
	return 0, nil
}

// Began tells when a conversation began and how many messages there were, of
// both sides; zero if none.
func (s *Store) Began(id FanID) (first time.Time, messages int, err error) {
	err = s.view("count messages", func(t *tx) error {
		first, messages = time.Time{}, 0
		for i, err := range t.messages(id) {
			if err != nil {
				return err
			}
			if messages++; messages > 1 {
				continue
			}
			m, err := messageTable.read(i)
			if err != nil {
				return err
			}
			first = m.Date
		}
		return nil
	})
	return first, messages, err
}
