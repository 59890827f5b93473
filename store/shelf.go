package store

import (
	"bytes"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"
)

// shelf is what a transaction has in hand of one table in blocks. The bucket
// stays as it was until a block is written, so the keys of blocks do not move
// while one is in hand.
type shelf struct {
	changed map[string]*block // by the key they lie under; "": the first one of an empty table
	last    *block            // the unchanged one that was read last
	sought  []byte            // the key looked for last, and the block it belongs to
	found   *block
}

// inHand is how far a block may grow before it is written.
const inHand = 64 << 10

func (t *tx) shelf(name string) *shelf {
	s := t.shelves[name]
	if s == nil {
		if t.shelves == nil {
			t.shelves = map[string]*shelf{}
		}
		s = &shelf{changed: map[string]*block{}}
		t.shelves[name] = s
	}
	return s
}

// seekBlock puts a cursor on the block that a key belongs to; nil if there is
// none at all.
func seekBlock(cursor *bolt.Cursor, key []byte) (at, sealed []byte) {
	at, sealed = cursor.Seek(key)
	switch {
	case at == nil:
		return cursor.Last()
	case !bytes.Equal(at, key):
		if at, sealed = cursor.Prev(); at == nil {
			return cursor.First()
		}
	}
	return at, sealed
}

// blockOf gives the block that a key belongs to. Whoever asks for a key mostly
// writes there next.
func (t *tx) blockOf(name string, key []byte) (*block, error) {
	s := t.shelf(name)
	if s.found != nil && bytes.Equal(s.sought, key) {
		return s.found, nil
	}
	at, sealed := seekBlock(t.bucket(name).Cursor(), key)
	b, err := t.blockAt(name, at, sealed)
	if err == nil {
		s.sought, s.found = append(s.sought[:0], key...), b
	}
	return b, err
}

// blockAt gives the block that lies at a key of the bucket.
func (t *tx) blockAt(name string, at, sealed []byte) (*block, error) {
	s := t.shelf(name)
	if b := s.changed[string(at)]; b != nil {
		return b, nil
	}
	if at == nil {
		return &block{}, nil
	}
	if s.last != nil && bytes.Equal(s.last.stored, at) {
		return s.last, nil
	}
	items, err := t.seal.openBlock(name, at, sealed)
	if err != nil {
		return nil, fmt.Errorf("%w: block %x of %s: %v", ErrDamaged, at, name, err)
	}
	b := &block{stored: bytes.Clone(at), items: items}
	for _, i := range items {
		b.size += i.size()
	}
	s.last = b
	return b, nil
}

// blockPlain is a record in a block as it was encoded, nil if there is none.
func (t *tx) blockPlain(name string, key []byte) ([]byte, error) {
	b, err := t.blockOf(name, key)
	if err != nil {
		return nil, err
	}
	if at, there := b.find(key); there {
		return b.items[at].plain, nil
	}
	return nil, nil
}

// inBlock changes the block that a key belongs to.
func (t *tx) inBlock(name string, key []byte, change func(*block)) error {
	b, err := t.blockOf(name, key)
	if err != nil {
		return err
	}
	t.wrote = true
	change(b)
	s := t.shelf(name)
	if !b.changed {
		b.changed = true
		s.changed[string(b.stored)] = b
		s.last = nil
	}
	if b.size > inHand {
		return t.writeBlock(name, b)
	}
	return nil
}

// flushBlocks writes the blocks that changed.
func (t *tx) flushBlocks() error {
	for name, s := range t.shelves {
		for _, b := range s.changed {
			if err := t.writeBlock(name, b); err != nil {
				return fmt.Errorf("write block of %s: %w", name, err)
			}
		}
	}
	return nil
}

// writeBlock writes a block, as several ones if it has grown too big, and has it
// no longer in hand.
func (t *tx) writeBlock(name string, b *block) error {
	s, bucket := t.shelf(name), t.bucket(name)
	delete(s.changed, string(b.stored))
	s.last, s.found = nil, nil
	packed := false // more will come in the middle
	if b.size > blockLimit {
		last, _ := bucket.Cursor().Last()
		packed = bytes.Compare(last, b.stored) <= 0
	}
	if b.stored != nil && (len(b.items) == 0 || !bytes.Equal(b.items[0].key, b.stored)) {
		if err := bucket.Delete(b.stored); err != nil {
			return err
		}
	}
	if len(b.items) == 0 {
		return nil
	}
	for _, run := range split(b.items, b.size, packed) {
		if err := bucket.Put(run[0].key, t.seal.sealBlock(name, run)); err != nil {
			return err
		}
	}
	return nil
}

// ascend yields the records of a table in blocks from a key on, in order. A block
// that cannot be read is an error, behind which it goes on. Within it nothing may
// be written to the same table.
func (t *tx) ascend(name string, from []byte) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		cursor := t.bucket(name).Cursor()
		for at, sealed := seekBlock(cursor, from); ; {
			b, err := t.blockAt(name, at, sealed)
			if err != nil && !yield(item{}, err) {
				return
			}
			if err == nil {
				first, _ := b.find(from)
				for _, i := range b.items[first:] {
					if !yield(i, nil) {
						return
					}
				}
			}
			if at == nil {
				return
			}
			if at, sealed = cursor.Next(); at == nil {
				return
			}
		}
	}
}

// descend yields the records below a key, the last one first.
func (t *tx) descend(name string, below []byte) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		cursor := t.bucket(name).Cursor()
		for at, sealed := seekBlock(cursor, below); ; {
			b, err := t.blockAt(name, at, sealed)
			if err != nil {
				yield(item{}, err)
				return
			}
			end, _ := b.find(below)
			for n := end - 1; n >= 0; n-- {
				if !yield(b.items[n], nil) {
					return
				}
			}
			if at == nil {
				return
			}
			if at, sealed = cursor.Prev(); at == nil {
				return
			}
		}
	}
}

// behindAll is a key behind every key of a table in blocks.
var behindAll = bytes.Repeat([]byte{0xff}, 32)

// next is the first key behind another one.
func next(key []byte) []byte { return append(bytes.Clone(key), 0) }

// first is the first record from a key on; false if there is none.
func (t *tx) first(name string, from []byte) (item, bool, error) {
	for i, err := range t.ascend(name, from) {
		return i, err == nil, err
	}
	return item{}, false, nil
}
