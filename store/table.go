package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	bolt "go.etcd.io/bbolt"
)

// A table is a bucket of sealed records; an index is a bucket of keys without
// values. Every one of them is listed in buckets.
type (
	table[T any] string
	index        string
)

const (
	metaBucket = "meta" // schema version in the clear, sealed probe

	settingsTable   table[Settings]   = "settings"
	statsTable      table[Stats]      = "stats"
	offsetTable     table[int64]      = "offset"
	inboxTable      table[Row]        = "inbox"
	parkedTable     table[string]     = "parked" // reason by row
	fanTable        table[Fan]        = "fans"
	messageTable    table[Message]    = "message_blocks" // by fan and id, see messageKey
	connectionTable table[Connection] = "connections"
	currentTable    table[string]     = "current" // connection id by owner
	draftTable      table[Draft]      = "drafts"
	rowTable        table[Outgoing]   = "outbox"
	noticeTable     table[Notice]     = "notices"
	decisionTable   table[Decision]   = "decisions"   // append-only, by number
	pairTable       table[Pair]       = "pair_blocks" // what was asked and answered, by number
	ruleTable       table[Rule]       = "rules"       // by number
	memoryTable     table[Memory]     = "memories"    // by fan

	updateIndex     index = "inbox_by_update"  // update id, seq
	pendingIndex    index = "inbox_pending"    // seq
	chatIndex       index = "inbox_by_chat"    // chat, seq: pending
	unansweredIndex index = "fans_unanswered"  // fan, message
	waitingIndex    index = "fans_waiting"     // last in, waiting since, fan, and a byte where money is spoken of
	dueIndex        index = "fans_due"         // due, fan
	openIndex       index = "drafts_open"      // draft: not final
	holdingIndex    index = "drafts_holding"   // draft
	windowIndex     index = "drafts_window"    // end of window, draft: waits for a decision
	dirtyIndex      index = "cards_dirty"      // owner, turn, draft: its card must be written now
	askingIndex     index = "cards_asking"     // over or not, draft: shown, waits for a decision
	unshownIndex    index = "cards_unshown"    // over or not, fan, draft: not shown, waits for a decision
	cardIndex       index = "cards_by_message" // message, draft
	goneIndex       index = "cards_gone"       // owner, message: shows a fan who was forgotten
	queueIndex      index = "outbox_queue"     // not before, row
	flightIndex     index = "outbox_flight"    // fan, row: queued, sending or unknown
	toldIndex       index = "notices_told"     // hash of the key
	decidedIndex    index = "decisions_by_fan" // 0, fan, decision; 1, decision: its label is in force
	pairIndex       index = "pairs_by_fan"     // fan, message, pair
	promiseIndex    index = "promises_due"     // when, fan: a promise to remind of, or something that expires
)

// buckets of schema version 1, for the first migration step and for Check.
var (
	tableNames = []string{
		string(settingsTable), string(statsTable), string(offsetTable), string(inboxTable),
		string(parkedTable), string(fanTable), "messages", string(connectionTable),
		string(currentTable), string(draftTable), string(rowTable), string(noticeTable),
	}
	indexNames = []index{
		updateIndex, pendingIndex, unansweredIndex, waitingIndex, dueIndex, openIndex, holdingIndex,
		windowIndex, dirtyIndex, askingIndex, unshownIndex, cardIndex, queueIndex, flightIndex, toldIndex,
	}
)

// What version 2 added: what is learned from the creator's decisions.
var (
	learnedTables  = []string{string(decisionTable), "pairs", string(ruleTable), string(memoryTable)}
	learnedIndexes = []index{decidedIndex, pairIndex, promiseIndex}
)

// blockTables are what version 7 put in the place of "messages" and "pairs".
var blockTables = []string{string(messageTable), string(pairTable)}

// oneKey is the key of a table that holds one record.
var oneKey = []byte{0}

// get reads and unseals a record; ok is false if there is none.
func (b table[T]) get(t *tx, key []byte) (value T, ok bool, err error) {
	plain, err := b.plain(t, key)
	if err != nil || plain == nil {
		return value, false, err
	}
	value, err = b.read(item{key, plain})
	return value, err == nil, err
}

// read makes a value of an opened record.
func (b table[T]) read(i item) (value T, err error) {
	if err := decode(i.plain, &value); err != nil {
		return value, fmt.Errorf("%w: record %x of %s: %v", ErrDamaged, i.key, string(b), err)
	}
	return value, nil
}

// plain is the record as it was encoded, nil if there is none.
func (b table[T]) plain(t *tx, key []byte) ([]byte, error) {
	if inBlocks(string(b)) {
		return t.blockPlain(string(b), key)
	}
	sealed := t.bucket(string(b)).Get(key)
	if sealed == nil {
		return nil, nil
	}
	plain, err := t.seal.openBytes(string(b), key, sealed)
	if err != nil {
		return nil, fmt.Errorf("%w: record %x of %s: %v", ErrDamaged, key, string(b), err)
	}
	return plain, nil
}

func (b table[T]) put(t *tx, key []byte, value T) error {
	plain, err := encode(t.room, &value)
	if err != nil {
		return fmt.Errorf("encode value of %s: %w", string(b), err)
	}
	if inBlocks(string(b)) {
		t.room = plain
		return t.inBlock(string(b), key, func(in *block) { in.put(item{bytes.Clone(key), bytes.Clone(plain)}) })
	}
	t.wrote, t.room = true, plain
	t.rare = t.rare || rare(string(b))
	return t.bucket(string(b)).Put(key, t.seal.sealBytes(string(b), key, plain))
}

func (b table[T]) delete(t *tx, key []byte) error {
	if inBlocks(string(b)) {
		return t.inBlock(string(b), key, func(in *block) { in.remove(key) })
	}
	t.wrote, t.rare = true, t.rare || rare(string(b))
	return t.bucket(string(b)).Delete(key)
}

// has tells whether there is a record, whatever it says.
func (b table[T]) has(t *tx, key []byte) (bool, error) {
	if inBlocks(string(b)) {
		plain, err := t.blockPlain(string(b), key)
		return plain != nil, err
	}
	return t.bucket(string(b)).Get(key) != nil, nil
}

// next is the next number of a table with numbered records, from 1.
func (b table[T]) next(t *tx) (uint64, error) {
	t.wrote = true
	return t.bucket(string(b)).NextSequence()
}

func (i index) add(t *tx, key []byte) error {
	t.wrote = true
	return t.bucket(string(i)).Put(key, []byte{}) // not nil: until the commit has could not tell it from nothing
}

func (i index) remove(t *tx, key []byte) error {
	t.wrote = true
	return t.bucket(string(i)).Delete(key)
}

// take is remove, and tells whether the key was there.
func (i index) take(t *tx, key []byte) (was bool, err error) {
	cursor := t.bucket(string(i)).Cursor()
	if at, _ := cursor.Seek(key); !bytes.Equal(at, key) {
		return false, nil
	}
	t.wrote = true
	return true, cursor.Delete()
}

func (i index) has(t *tx, key []byte) bool { return t.bucket(string(i)).Get(key) != nil }

// walk yields copies of the keys from a key on, in order, until yield says
// stop. Within it nothing may be written to the same bucket.
func (i index) walk(t *tx, from []byte) func(yield func(key []byte) bool) {
	return func(yield func([]byte) bool) {
		cursor := t.bucket(string(i)).Cursor()
		for key, _ := cursor.Seek(from); key != nil; key, _ = cursor.Next() {
			if !yield(bytes.Clone(key)) {
				return
			}
		}
	}
}

// look is walk without the copies: a key is gone with the next step, and within it
// nothing may be written at all.
func (i index) look(t *tx, from []byte) func(yield func(key []byte) bool) {
	return func(yield func([]byte) bool) {
		cursor := t.bucket(string(i)).Cursor()
		for key, _ := cursor.Seek(from); key != nil && yield(key); key, _ = cursor.Next() {
		}
	}
}

// under collects the keys that begin with prefix.
func (i index) under(t *tx, prefix []byte) [][]byte {
	var keys [][]byte
	for key := range i.walk(t, prefix) {
		if !bytes.HasPrefix(key, prefix) {
			break
		}
		keys = append(keys, key)
	}
	return keys
}

// numbers collects the last number of every key.
func (i index) numbers(t *tx) []uint64 {
	var ids []uint64
	for key := range i.walk(t, nil) {
		ids = append(ids, lastNumber(key))
	}
	return ids
}

func (t *tx) bucket(name string) *bolt.Bucket {
	bucket := t.bolt.Bucket([]byte(name))
	if bucket == nil {
		panic(fmt.Sprintf("bucket %s is missing", name)) // caught by guard: the file is damaged
	}
	if name == string(inboxTable) {
		bucket.FillPercent = 1 // rows come in order and stay as they are
	}
	return bucket
}

// keysFrom collects up to limit keys of a bucket behind after, and where to go
// on: nil at the end.
func keysFrom(t *tx, name string, after []byte, limit int) (keys [][]byte, last []byte) {
	cursor := t.bucket(name).Cursor()
	key, _ := cursor.Seek(after)
	if bytes.Equal(key, after) && len(after) > 0 {
		key, _ = cursor.Next()
	}
	for ; key != nil && len(keys) < limit; key, _ = cursor.Next() {
		keys = append(keys, bytes.Clone(key))
	}
	if len(keys) == limit {
		last = keys[len(keys)-1]
	}
	return keys, last
}

// Keys are big-endian, so that they sort like the numbers they hold. Signed
// numbers have their sign bit turned over for the same reason.

func number(id uint64) []byte { return binary.BigEndian.AppendUint64(make([]byte, 0, 8), id) }

func signed(id int64) []byte { return number(uint64(id) ^ 1<<63) }

func unsigned(key []byte) int64 { return int64(binary.BigEndian.Uint64(key) ^ 1<<63) }

func lastNumber(key []byte) uint64 { return binary.BigEndian.Uint64(key[len(key)-8:]) }

// moment is the key form of a time, zero first. Times no clock shows (a wild
// date in an update) are moved to the ends of what fits.
func moment(t time.Time) []byte {
	switch {
	case t.IsZero() || t.Unix() <= 0:
		return number(0)
	case t.Unix() > math.MaxInt64/int64(time.Second)-1:
		return number(math.MaxInt64)
	}
	return number(uint64(t.UnixNano()))
}

func momentOf(key []byte) time.Time {
	n := binary.BigEndian.Uint64(key)
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, int64(n)).UTC()
}

func fanKey(id FanID) []byte {
	key := binary.BigEndian.AppendUint64(make([]byte, 0, 16), uint64(id.Owner)^1<<63)
	return binary.BigEndian.AppendUint64(key, uint64(id.Chat)^1<<63)
}

func fanOf(key []byte) FanID { return FanID{Owner: unsigned(key), Chat: unsigned(key[8:])} }

func flag(set bool) []byte {
	if set {
		return []byte{1}
	}
	return []byte{0}
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
