package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

// Ways to break what the store promises, one promise at a time.

// Meddle changes a conversation without any of what must go with it.
func (s *Store) Meddle(id FanID, change func(*Fan)) error {
	return s.update("meddle", func(t *tx) error {
		f, err := t.fan(id)
		if err == nil {
			change(f)
		}
		return err
	})
}

// MeddleConnection replaces a connection without any of what must go with it.
func (s *Store) MeddleConnection(c Connection) error {
	return s.update("meddle", func(t *tx) error { return connectionTable.put(t, t.seal.nameKey(c.ID), c) })
}

// MeddleName puts a connection under the name of another one.
func (s *Store) MeddleName(from, to string) error {
	return s.update("meddle", func(t *tx) error {
		c, _, err := connectionTable.get(t, t.seal.nameKey(from))
		if err != nil {
			return err
		}
		return connectionTable.put(t, t.seal.nameKey(to), c)
	})
}

// MeddleDraft changes a draft and its index entries, and nothing else.
func (s *Store) MeddleDraft(id uint64, change func(*Draft)) error {
	return s.update("meddle", func(t *tx) error {
		d, err := t.draft(id)
		if err == nil {
			change(d)
		}
		return err
	})
}

// MeddleReplySent adds one more reply of the draft that was sent.
func (s *Store) MeddleReplySent(draft uint64) error {
	return s.update("meddle", func(t *tx) error {
		d, f, err := t.subject(&Outgoing{Draft: draft, Fan: FanID{Owner: 1000, Chat: 2001}})
		if err != nil {
			return err
		}
		row, err := t.addRow(d, f)
		if err == nil {
			row.State = RowSent
		}
		return err
	})
}

// MeddleReplyGone removes a reply.
func (s *Store) MeddleReplyGone(id uint64) error {
	return s.update("meddle", func(t *tx) error { return rowTable.delete(t, number(id)) })
}

// MeddleGone has a message taken down.
func (s *Store) MeddleGone(owner, message int64) error {
	return s.update("meddle", func(t *tx) error { return goneIndex.add(t, GoneCard{owner, message}.key()) })
}

// MeddleDecision changes what was recorded.
func (s *Store) MeddleDecision(seq uint64, change func(*Decision)) error {
	return s.update("meddle", func(t *tx) error {
		d, _, err := decisionTable.get(t, number(seq))
		if err != nil {
			return err
		}
		change(&d)
		return decisionTable.put(t, number(seq), d)
	})
}

// MeddleDecisionGone removes a line of the record.
func (s *Store) MeddleDecisionGone(seq uint64) error {
	return s.update("meddle", func(t *tx) error { return decisionTable.delete(t, number(seq)) })
}

// MeddleLabel takes a label out of force.
func (s *Store) MeddleLabel(seq uint64) error {
	return s.update("meddle", func(t *tx) error { return decidedIndex.remove(t, labelKey(seq)) })
}

// MeddleMessage changes a message and nothing else.
func (s *Store) MeddleMessage(id FanID, message int64, change func(*Message)) error {
	return s.update("meddle", func(t *tx) error {
		m, _, err := t.message(id, message)
		if err != nil {
			return err
		}
		change(&m)
		return messageTable.put(t, messageKey(id, message, slotMessage), m)
	})
}

// MeddleMessageGone removes a message and nothing else.
func (s *Store) MeddleMessageGone(id FanID, message int64) error {
	return s.update("meddle", func(t *tx) error { return messageTable.delete(t, messageKey(id, message, slotMessage)) })
}

// The ways in which MeddleBlock puts the first two messages into blocks.
const (
	BlockOfNothing = iota
	BlockUnderAnotherKey
	BlockBackwards
	BlockBehindTheNext
	BlockTooLong
)

// MeddleBlock writes blocks of messages as no transaction does.
func (s *Store) MeddleBlock(way int) error {
	return s.update("meddle", func(t *tx) error {
		t.wrote = true
		name := string(messageTable)
		bucket := t.bucket(name)
		key, sealed := bucket.Cursor().First()
		first := bytes.Clone(key)
		items, err := t.seal.openBlock(name, first, sealed)
		if err != nil {
			return err
		}
		a, b, under := items[0], items[1], first
		switch way {
		case BlockOfNothing:
			items, under = nil, next(first)
		case BlockUnderAnotherKey:
			if err := bucket.Delete(first); err != nil {
				return err
			}
			under = signed(-5)
		case BlockBackwards:
			items = append([]item{a, a, b}, items[2:]...)
		case BlockBehindTheNext:
			items, under = []item{a}, next(first)
			items[0].key = under
		case BlockTooLong:
			items[1].plain = append(bytes.Clone(b.plain), make([]byte, longLimit())...)
		}
		return bucket.Put(under, t.seal.sealBytes(name, under, encodeBlock(items)))
	})
}

// MeddleStats changes the counters.
func (s *Store) MeddleStats(change func(*Stats)) error {
	return s.update("meddle", func(t *tx) error {
		stats, err := t.counters()
		if err == nil {
			change(stats)
		}
		return err
	})
}

// Spoil changes the data file behind the store's back.
func (s *Store) Spoil(change func(*bolt.Tx) error) error { return s.db.Update(change) }
