package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// The records of some tables lie together in blocks: a run of neighbours, in the
// order of their keys, sealed as one. A seal, a key and a place in a page cost
// more than a short message does. A block lies in the bucket under the key of its
// first record; a key belongs to the last block that does not begin behind it, or
// to the first one.
//
// The plain form of a block begins with a byte that says how it is written.
const plainBlock = 1 // count, then of each record: bytes shared with the key before, rest of the key, record

// blockLimit is how many bytes of keys and records one block holds; a record that
// is longer has one of its own.
var blockLimit = 2048 // changed by tests alone

// longLimit is how many one holds that is deflated.
func longLimit() int { return 2 * blockLimit }

// inBlocks tells whether the records of a table lie in blocks.
func inBlocks(name string) bool { return name == string(messageTable) || name == string(pairTable) }

// item is one record of a block.
type item struct{ key, plain []byte }

func (i item) size() int { return len(i.key) + len(i.plain) }

// block is one in the hand of a transaction.
type block struct {
	stored  []byte // the key it lies under; nil if it is new
	items   []item // in the order of keys
	size    int    // bytes of its items
	changed bool
}

// find gives the place of a key among the items, and whether it is there.
func (b *block) find(key []byte) (int, bool) {
	return slices.BinarySearchFunc(b.items, key, func(i item, key []byte) int { return bytes.Compare(i.key, key) })
}

func (b *block) put(new item) {
	at, there := b.find(new.key)
	if there {
		b.size -= b.items[at].size()
		b.items[at] = new
	} else {
		b.items = slices.Insert(b.items, at, new)
	}
	b.size += new.size()
}

func (b *block) remove(key []byte) {
	if at, there := b.find(key); there {
		b.size -= b.items[at].size()
		b.items = slices.Delete(b.items, at, at+1)
	}
}

// split cuts items into runs that fit a block: of about the same size and with
// room for more, or packed as full as can be.
func split(items []item, size int, packed bool) [][]item {
	if size <= blockLimit {
		return [][]item{items}
	}
	aim := blockLimit
	if !packed {
		aim = size / (1 + size*4/(blockLimit*3))
	}
	var runs [][]item
	begin, run := 0, 0
	for n, i := range items {
		if n > begin && (run+i.size() > blockLimit || run+i.size()/2 > aim) {
			runs = append(runs, items[begin:n])
			begin, run = n, 0
		}
		run += i.size()
	}
	return append(runs, items[begin:])
}

func (s *sealer) sealBlock(name string, items []item) []byte {
	return s.sealBytes(name, items[0].key, encodeBlock(items))
}

func (s *sealer) openBlock(name string, at, sealed []byte) ([]item, error) {
	plain, err := s.openBytes(name, at, sealed)
	if err != nil {
		return nil, err
	}
	if plain, err = inflate(plain); err != nil {
		return nil, err
	}
	return decodeBlock(plain)
}

func encodeBlock(items []item) []byte {
	size := 16
	for _, i := range items {
		size += i.size() + 8
	}
	out := binary.AppendUvarint(append(make([]byte, 0, size), plainBlock), uint64(len(items)))
	var before []byte
	for _, i := range items {
		shared := 0
		for shared < min(len(before), len(i.key)) && before[shared] == i.key[shared] {
			shared++
		}
		before = i.key
		out = binary.AppendUvarint(out, uint64(shared))
		out = binary.AppendUvarint(out, uint64(len(i.key)-shared))
		out = append(out, i.key[shared:]...)
		out = binary.AppendUvarint(out, uint64(len(i.plain)))
		out = append(out, i.plain...)
	}
	return out
}

var errBlock = errors.New("a block of records makes no sense")

// decodeBlock is the reverse of encodeBlock; the items keep parts of plain.
func decodeBlock(plain []byte) ([]item, error) {
	if len(plain) == 0 || plain[0] != plainBlock {
		return nil, errBlock
	}
	u := unpacker{from: plain[1:]}
	count := u.count()
	if count > uint64(len(plain)) {
		return nil, errBlock
	}
	items := make([]item, 0, count)
	keys, before := make([]byte, 0, 32*count), []byte(nil)
	for range count {
		shared := u.count()
		if shared > uint64(len(before)) {
			return nil, errBlock
		}
		at := len(keys)
		keys = append(append(keys, before[:shared]...), u.bytes()...)
		before = keys[at:len(keys):len(keys)]
		items = append(items, item{before, u.bytes()})
	}
	if u.err != nil || len(u.from) > 0 {
		return nil, errBlock
	}
	return items, nil
}
