package store

import (
	"errors"
	"fmt"
	"slices"
)

// Check reads the whole file and returns everything that does not agree:
// pages, indexes with records, counts with contents, replies with drafts. It is
// slow on a large file and keeps writers waiting; an empty result means the
// file is sound.
func (s *Store) Check() []error {
	return s.check(s.update) // bbolt cannot look at its pages while another transaction writes
}

func (s *Store) check(run func(string, func(*tx) error) error) []error {
	var problems []error
	err := run("check data file", func(t *tx) error {
		c := &checker{t: t, expected: map[entry]bool{}, unsettled: map[FanID]int{}, sending: map[FanID]int{}, flying: map[uint64][]*Outgoing{}}
		for _, part := range []func() error{c.inbox, c.conversations, c.outbox, c.proposals, c.decisions, c.connections, c.memories, c.pairs, c.rules, c.indexes, c.counts} {
			if err := part(); err != nil {
				return err
			}
		}
		for err := range t.bolt.Check() {
			c.problem("page: %v", err)
		}
		problems = c.problems
		return errNothing
	})
	if err != nil {
		problems = append(problems, err)
	}
	return problems
}

type checker struct {
	t        *tx
	problems []error
	expected map[entry]bool // what the records say the indexes must hold
	count    Stats          // as counted

	unsettled map[FanID]int
	sending   map[FanID]int
	flying    map[uint64][]*Outgoing // by draft
}

func (c *checker) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Errorf(format, args...))
}

func (c *checker) expect(entries ...entry) {
	for _, e := range entries {
		c.expected[e] = true
	}
}

// each reads every record of a table.
func each[T any](t *tx, from table[T], fn func(key []byte, value *T)) error {
	cursor := t.bucket(string(from)).Cursor()
	for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
		value, _, err := from.get(t, key)
		if err != nil {
			return err
		}
		fn(key, &value)
	}
	return nil
}

func (c *checker) inbox() error {
	for key := range pendingIndex.walk(c.t, nil) {
		c.count.Pending++
		if c.t.bucket(string(inboxTable)).Get(key) == nil {
			c.problem("pending row %x is missing", key)
		}
		c.expect(at(pendingIndex, key))
	}
	err := each(c.t, parkedTable, func(key []byte, _ *string) {
		c.count.Parked++
		if c.t.bucket(string(inboxTable)).Get(key) == nil || pendingIndex.has(c.t, key) {
			c.problem("parked row %x is missing or pending", key)
		}
	})
	if err != nil {
		return err
	}
	return each(c.t, inboxTable, func(key []byte, row *Row) {
		c.expect(at(updateIndex, signed(row.ID), key))
		if row.Seq != lastNumber(key) {
			c.problem("row %x says it is %d", key, row.Seq)
		}
	})
}

func (c *checker) conversations() error {
	waiting := map[FanID]int{}
	err := each(c.t, messageTable, func(key []byte, m *Message) {
		c.count.Messages++
		id, slot := fanOf(key), key[len(key)-1]
		f, err := c.t.fan(id)
		if err != nil {
			c.problem("message %x: %v", key, err)
			return
		}
		if m.Author == AuthorFan && !m.Deleted && m.ID > f.Answered && slot == slotMessage {
			waiting[id]++
			c.expect(at(unansweredIndex, key[:24]))
			if waiting[id] == 1 && !f.WaitingSince.Equal(m.Date) {
				c.problem("fan %v waits since %v, not %v", id, m.Date, f.WaitingSince)
			}
		}
	})
	if err != nil {
		return err
	}
	return each(c.t, fanTable, func(key []byte, f *Fan) {
		c.count.Chats++
		if !f.LastIn.IsZero() {
			c.count.Fans++
		}
		c.expect(fanEntries(f)...)
		if f.Waiting > 0 && f.LastID > f.Skipped {
			c.count.Waiting++
		}
		if f.Waiting != waiting[f.ID] || (f.Waiting == 0) != f.WaitingSince.IsZero() {
			c.problem("fan %v waits with %d messages since %v, has %d", f.ID, f.Waiting, f.WaitingSince, waiting[f.ID])
		}
		if d, err := c.t.draft(f.Draft); f.Draft != 0 && (err != nil || d.State.Final() || d.Fan != f.ID || d.Rev != f.Rev) {
			c.problem("fan %v at %d has draft %d, which does not stand: %v", f.ID, f.Rev, f.Draft, err)
		}
	})
}

func (c *checker) outbox() error {
	return each(c.t, rowTable, func(key []byte, row *Outgoing) {
		c.expect(rowEntries(row)...)
		d, err := c.t.draft(row.Draft)
		if err != nil {
			c.problem("reply %d: %v", row.ID, err)
			return
		}
		if row.flies() && row.carries(d) {
			c.flying[d.ID] = append(c.flying[d.ID], row)
		}
		f, err := c.t.fan(row.Fan)
		if err != nil || d.Fan != row.Fan {
			c.problem("reply %d and draft %d are not of the same fan: %v", row.ID, d.ID, err)
			return
		}
		fits := true
		switch row.State {
		case RowQueued:
			fits = d.State == StateQueued && row.Rev == f.Rev && f.Draft == d.ID
		case RowSending:
			fits = d.State == StateQueued
			c.sending[row.Fan]++
		case RowUnknown:
			fits = d.State == StateUnknown
			if row.Disclosure {
				fits = f.Doubtful == row.ID
			}
			c.unsettled[row.Fan]++
		case RowSent:
			fits = d.State == sentState(d) || row.Disclosure && !f.Disclosed.IsZero()
		}
		if !fits || c.sending[row.Fan] > 1 {
			c.problem("reply %d is %s, its draft %d is %s", row.ID, row.State, d.ID, d.State)
		}
	})
}

func (c *checker) proposals() error {
	err := each(c.t, draftTable, func(key []byte, d *Draft) {
		c.expect(draftEntries(d)...)
		f, err := c.t.fan(d.Fan)
		if err != nil {
			c.problem("draft %d: %v", d.ID, err)
			return
		}
		if d.State.Final() == d.Ended.IsZero() {
			c.problem("draft %d is %s and ended %v", d.ID, d.State, d.Ended)
		}
		flying := len(c.flying[d.ID])
		switch {
		case d.undecided():
			if f.Draft != d.ID || f.Rev != d.Rev || flying != 0 || !slices.Equal(d.Messages, c.t.unanswered(d.Fan)) {
				c.problem("draft %d is %s but does not stand for fan %v", d.ID, d.State, d.Fan)
			}
		case d.State.Final():
			if flying != 0 {
				c.problem("draft %d is %s but its reply is %s", d.ID, d.State, c.flying[d.ID][0].State)
			}
		case flying != 1 || d.Moved == (f.Draft == d.ID):
			c.problem("draft %d is %s with %d replies, moved %t", d.ID, d.State, flying, d.Moved)
		}
		if e, ok, err := decisionTable.get(c.t, number(d.Label)); d.Label != 0 &&
			(err != nil || !ok || e.Accepted == nil || e.Draft != d.ID || e.Try != d.Try || !decidedIndex.has(c.t, labelKey(d.Label))) {
			c.problem("draft %d is labelled by decision %d, which does not label it: %v", d.ID, d.Label, err)
		}
		for _, message := range slices.Concat(d.Card.Messages, d.Card.Prompts) {
			if !cardIndex.has(c.t, append(signed(message), key...)) {
				c.problem("card %d does not lead to draft %d", message, d.ID)
			}
		}
	})
	if err != nil {
		return err
	}
	return each(c.t, fanTable, func(_ []byte, f *Fan) {
		if row, err := c.t.row(f.Doubtful); f.Doubtful != 0 && (err != nil || row.State != RowUnknown || !row.Disclosure || row.Fan != f.ID) {
			c.problem("fan %v doubts disclosure line %d, which is in no doubt: %v", f.ID, f.Doubtful, err)
		}
		if f.Unsettled != c.unsettled[f.ID] {
			c.problem("fan %v has %d unsettled replies, not %d", f.ID, c.unsettled[f.ID], f.Unsettled)
		}
	})
}

// decisions looks at the record: it has no holes, belongs to drafts, and no try
// of a draft has two labels in force.
func (c *checker) decisions() error {
	inForce := map[[2]uint64]Decision{} // by draft and try
	next := uint64(1)
	err := each(c.t, decisionTable, func(key []byte, e *Decision) {
		if e.Seq != next || lastNumber(key) != next {
			c.problem("decision %d stands where %d should", e.Seq, next)
		}
		next++
		c.expect(at(decidedIndex, decidedKey(e.Fan, e.Seq)))
		// its draft may be gone: too old, or its fan forgotten
		if d, err := c.t.draft(e.Draft); err != nil && !errors.Is(err, ErrNotFound) || err == nil && d.Fan != e.Fan {
			c.problem("decision %d is not about a draft of its fan: %v", e.Seq, err)
		}
		if e.Accepted == nil {
			return
		}
		of := [2]uint64{e.Draft, uint64(e.Try)}
		if inForce[of].Seq != e.Replaces || !e.Known {
			c.problem("decision %d labels try %d of draft %d, which decision %d does", e.Seq, e.Try, e.Draft, inForce[of].Seq)
		}
		inForce[of] = *e
	})
	for _, e := range inForce {
		c.expect(at(decidedIndex, labelKey(e.Seq)))
	}
	return err
}

func (c *checker) connections() error {
	return each(c.t, currentTable, func(key []byte, _ *string) {
		connection, ok, err := c.t.current(unsigned(key))
		if err != nil || !ok || connection.Owner != unsigned(key) {
			c.problem("current connection of %d is missing: %v", unsigned(key), err)
		}
	})
}

func (c *checker) memories() error {
	return each(c.t, memoryTable, func(key []byte, m *Memory) {
		c.expect(memoryEntries(m)...)
		if f, err := c.t.fan(m.Fan); err != nil || f.ID != fanOf(key) {
			c.problem("memory %x is of no fan: %v", key, err)
		}
		seen := map[int]bool{0: true}
		for _, f := range m.Facts {
			if seen[f.ID] || f.ID > m.Last {
				c.problem("memory of %v holds fact %d twice, or without a number", m.Fan, f.ID)
			}
			seen[f.ID] = true
		}
		for _, p := range m.Promises {
			if seen[p.ID] || p.ID > m.Last {
				c.problem("memory of %v holds promise %d twice, or without a number", m.Fan, p.ID)
			}
			seen[p.ID] = true
		}
	})
}

// indexes compares what the records say with what the indexes hold.
func (c *checker) indexes() error {
	held := map[entry]bool{}
	for _, in := range slices.Concat(indexNames, learnedIndexes) {
		for key := range in.walk(c.t, nil) {
			switch e := at(in, key); in {
			case toldIndex:
			case cardIndex:
				if _, err := c.t.draft(lastNumber(key)); err != nil {
					c.problem("card %d: %v", unsigned(key), err)
				}
			default:
				held[e] = true
				if !c.expected[e] {
					c.problem("index %s holds %x, which no record asks for", in, key)
				}
			}
		}
	}
	for e := range c.expected {
		if !held[e] {
			c.problem("index %s lacks %x", e.in, e.key)
		}
	}
	return nil
}

func (c *checker) counts() error {
	stats, err := c.t.counters()
	if err != nil {
		return err
	}
	for _, n := range []struct {
		name         string
		have, expect int
	}{
		{"fans", stats.Fans, c.count.Fans},
		{"chats", stats.Chats, c.count.Chats},
		{"messages", stats.Messages, c.count.Messages},
		{"pending", stats.Pending, c.count.Pending},
		{"parked", stats.Parked, c.count.Parked},
		{"waiting", stats.Waiting, c.count.Waiting},
	} {
		if n.have != n.expect {
			c.problem("%d %s counted, %d stored", n.have, n.name, n.expect)
		}
	}
	return nil
}
