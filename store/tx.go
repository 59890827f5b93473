package store

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"
)

// tx is one transaction: the bbolt one, the moment it began, and the records
// it has in hand. Fans, drafts and outbox rows are changed in place; flush
// finds out which of them changed and moves their index entries along.
//
// Indexes show the state before the transaction until flush, so whoever reads
// a record through an index looks at the record's own state again.
type tx struct {
	bolt  *bolt.Tx
	seal  *sealer
	now   time.Time // the clock is read once: all of a transaction happens at one moment
	quiet time.Duration
	pairs uint64 // how many are kept

	hotSettings   *hot[Settings]
	hotConnection *hot[Connection]
	hotCurrent    *hot[string]

	wrote bool
	rare  bool   // something that seldom remembers was written
	room  []byte // for the plain form of what is written next

	fans   hand[Fan]
	drafts hand[Draft]
	rows   hand[Outgoing]
	stats  hand[Stats]

	shelves map[string]*shelf // of the tables in blocks
}

// hand is the records of one table that a transaction has in hand, by key.
type hand[T any] map[string]*held[T]

type held[T any] struct {
	value  *T
	plain  []byte  // as read, in the form of today; nil if new
	before []entry // its index entries as read; a reading transaction needs none
}

// entry is one key of one index.
type entry struct {
	in  index
	key string
}

func at(in index, parts ...[]byte) entry {
	var key strings.Builder
	key.Grow(32) // nearly all
	for _, part := range parts {
		key.Write(part)
	}
	return entry{in, key.String()}
}

// errNothing rolls a writing transaction back without being an error: there
// was nothing to change, and a commit costs a disk write.
var errNothing = errors.New("nothing to do")

// view runs fn in a reading transaction. Errors begin with what was tried.
func (s *Store) view(what string, fn func(*tx) error) error {
	return s.run(what, func() error {
		return s.db.View(func(b *bolt.Tx) error { return fn(s.begin(b)) })
	})
}

// distrust closes the store to further use when a panic comes out of a writing
// transaction: bbolt's state in memory, even its lock, cannot be relied on.
func (s *Store) distrust() {
	if r := recover(); r != nil {
		if _, ok := r.(callerPanic); !ok {
			s.broken.Store(true)
		}
		panic(r)
	}
}

func (s *Store) begin(b *bolt.Tx) *tx {
	return &tx{
		bolt: b, seal: s.seal, quiet: s.options.Quiet, pairs: uint64(s.options.MaxPairs),
		now:         s.options.Now().Round(0).UTC(),
		hotSettings: &s.hotSettings, hotConnection: &s.hotConnection, hotCurrent: &s.hotCurrent,
	}
}

func (s *Store) run(what string, fn func() error) error {
	err := error(nil)
	if s.broken.Load() {
		err = fmt.Errorf("%w: closed to further use", ErrDamaged)
	} else {
		err = guard(fn)
	}
	var refusal *Refusal
	if err == nil || errors.Is(err, errNothing) {
		return nil
	}
	if errors.As(err, &refusal) {
		return refusal
	}
	return fmt.Errorf("%s: %w", what, err)
}

// guard turns a panic of bbolt, or a read beyond the end of the mapped file,
// into ErrDamaged. A panic of a caller's function goes on as it is.
func guard(fn func() error) (err error) {
	before := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(before)
	defer func() {
		switch r := recover().(type) {
		case nil:
		case callerPanic:
			panic(r.value)
		default:
			err = fmt.Errorf("%w: %v", ErrDamaged, r)
		}
	}()
	return fn()
}

// callerPanic marks a panic that is not the file's fault.
type callerPanic struct{ value any }

// call runs a caller's function inside a transaction.
func call(fn func() error) error {
	defer func() {
		if r := recover(); r != nil {
			panic(callerPanic{r})
		}
	}()
	return fn()
}

// take gives the record to change in place, nil if there is none.
func take[T any](t *tx, in *hand[T], from table[T], key []byte, entries func(*T) []entry) (*T, error) {
	if got, ok := (*in)[string(key)]; ok {
		return got.value, nil
	}
	plain, err := from.plain(t, key)
	if err != nil || plain == nil {
		return nil, err
	}
	value := new(T)
	if err := decode(plain, value); err != nil {
		return nil, fmt.Errorf("%w: record %x of %s: %v", ErrDamaged, key, string(from), err)
	}
	if !t.bolt.Writable() {
		in.hold(key, &held[T]{value: value})
		return value, nil
	}
	if !packed(plain) { // an older form of the same is no change
		if plain, err = encode(nil, value); err != nil {
			return nil, fmt.Errorf("encode record of %s: %w", string(from), err)
		}
	}
	in.hold(key, &held[T]{value: value, plain: plain, before: entries(value)})
	return value, nil
}

// give puts a new record in hand.
func give[T any](in *hand[T], key []byte, value *T) *T {
	in.hold(key, &held[T]{value: value})
	return value
}

func (in *hand[T]) hold(key []byte, h *held[T]) {
	if *in == nil {
		*in = hand[T]{}
	}
	(*in)[string(key)] = h
}

// flush writes the records that changed and moves their index entries.
func (t *tx) flush() error {
	return errors.Join(
		flush(t, t.fans, fanTable, fanEntries),
		flush(t, t.drafts, draftTable, draftEntries),
		flush(t, t.rows, rowTable, rowEntries),
		flush(t, t.stats, statsTable, func(*Stats) []entry { return nil }), // last of these: the others count
		t.flushBlocks(),
	)
}

func flush[T any](t *tx, in hand[T], to table[T], entries func(*T) []entry) error {
	for key, h := range in {
		plain, err := encode(t.room, h.value)
		if err != nil {
			return fmt.Errorf("encode record of %s: %w", string(to), err)
		}
		t.room = plain
		if h.plain != nil && bytes.Equal(plain, h.plain) {
			continue
		}
		t.wrote = true
		sealed := t.seal.sealBytes(string(to), []byte(key), plain)
		if err := t.bucket(string(to)).Put([]byte(key), sealed); err != nil {
			return fmt.Errorf("write record of %s: %w", string(to), err)
		}
		if err := t.reindex(h.before, entries(h.value)); err != nil {
			return fmt.Errorf("index record of %s: %w", string(to), err)
		}
	}
	return nil
}

// reindex takes away the entries a record has no more and adds those it has now.
// There are a handful: looking through them is quicker than a map.
func (t *tx) reindex(before, after []entry) error {
	for _, e := range before {
		if !slices.Contains(after, e) {
			if err := t.indexed(e, -1, e.in.remove); err != nil {
				return err
			}
		}
	}
	for _, e := range after {
		if !slices.Contains(before, e) {
			if err := t.indexed(e, +1, e.in.add); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) indexed(e entry, step int, do func(*tx, []byte) error) error {
	if e.in == waitingIndex {
		stats, err := t.counters()
		if err != nil {
			return err
		}
		stats.Waiting += step
	}
	return do(t, []byte(e.key))
}

// counters is the Stats record, to be changed in place.
func (t *tx) counters() (*Stats, error) {
	stats, err := take(t, &t.stats, statsTable, oneKey, func(*Stats) []entry { return nil })
	if err == nil && stats == nil {
		stats = give(&t.stats, oneKey, &Stats{})
	}
	return stats, err
}
