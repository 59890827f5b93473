package store

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// Check reads the whole file in one transaction and returns everything that
// does not agree: pages, indexes with records, counts with contents, replies
// with drafts. It is slow on a large file and keeps writers waiting; an empty
// result means the file is sound.
func (s *Store) Check() []error { return s.check(context.Background()) }

// check is Check; what it finds counts for nothing once ctx has ended.
func (s *Store) check(ctx context.Context) []error {
	c, run := newChecker(true), s.apart // bbolt cannot look at its pages while another transaction writes
	if s.db.IsReadOnly() {
		run = s.view
	}
	err := run("check data file", func(t *tx) error {
		c.t = t
		for _, p := range c.parts() {
			for after, more := []byte(nil), true; more; more = after != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				after = c.read(p, after, portion)
			}
		}
		c.afterwards()
		c.pages()
		return errNothing
	})
	if err != nil {
		c.problems = append(c.problems, err)
	}
	return c.problems
}

// Examine reads the file while it is in use: first what is under way, then the
// archive, in many short transactions between which it rests as long as it
// worked. It returns what does not agree, or why it could not go on; an error
// of ctx if that ended first. It looks at everything that Check looks at but
// bbolt's own pages and the counts of the archive, which only one long
// transaction could hold against the contents: backups are checked for those.
// A file that turns out sound counts as closed properly (see Unclean).
func (s *Store) Examine(ctx context.Context) ([]error, error) {
	c := newChecker(false)
	inPortion := func(look func()) error {
		began := time.Now()
		err := s.view("examine data file", func(t *tx) error {
			c.t, c.fan = t, nil
			look()
			t.release()
			return nil
		})
		rest := time.NewTimer(time.Since(began))
		defer rest.Stop()
		select {
		case <-rest.C:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for _, p := range append(c.underWay(), c.parts()...) {
		for after, more := []byte(nil), true; more; more = after != nil {
			if err := inPortion(func() { after = c.read(p, after, portion) }); err != nil {
				return c.problems, err
			}
		}
	}
	if err := inPortion(c.afterwards); err != nil {
		return c.problems, err
	}
	s.unclean.Store(len(c.problems) > 0)
	return c.problems, nil
}

// pages has bbolt look at its own pages. It believes how many of them belong
// together and counts them one by one: that has to make sense before.
func (c *checker) pages() {
	all := int(c.t.bolt.Size()) / c.t.bolt.DB().Info().PageSize
	for id := 2; id < all; id++ {
		page, err := c.t.bolt.Page(id)
		if err != nil {
			c.problem("page %d: %v", id, err)
			return
		}
		if page.Type == "free" {
			continue
		}
		if id += page.OverflowCount; id >= all {
			c.problem("page %d of %d is said to be %d pages long", page.ID, all, page.OverflowCount+1)
			return
		}
	}
	for err := range c.t.bolt.Check() {
		c.problem("page: %v", err)
	}
}

// checker holds records and indexes against each other, one key at a time: it
// needs no memory but a bit for every draft and decision.
type checker struct {
	t        *tx
	whole    bool // all of it in one transaction
	problems []error
	known    map[string]bool // problems named already
	count    Stats           // as counted

	fan *Fan // the one looked at last, in this transaction

	unsent     marks // drafts that are said to be sent, and whose reply was not seen yet
	sent       marks // drafts one of whose replies was sent
	unapproved marks // drafts that went out or shall, and whose approval was not seen yet
	replaced   marks // decisions whose label is not in force, and whose successor was not seen yet
	labelled   map[[2]uint64]uint64
	last       uint64 // decision looked at last
}

// mostProblems is how many are named; a file that has more is no better for
// having them listed.
const mostProblems = 100

func newChecker(whole bool) *checker {
	return &checker{whole: whole, known: map[string]bool{}, unsent: marks{}, sent: marks{}, unapproved: marks{}, replaced: marks{}, labelled: map[[2]uint64]uint64{}}
}

// problem notes something that does not agree. It names ids and codes, never a
// text.
func (c *checker) problem(format string, args ...any) {
	err := fmt.Errorf(format, args...)
	if c.known[err.Error()] || len(c.problems) >= mostProblems {
		return
	}
	c.known[err.Error()] = true
	c.problems = append(c.problems, err)
}

// part is one bucket to walk through.
type part struct {
	bucket string
	look   func(key []byte)
	blocks bool // look at its blocks, not at the records in them
}

// underWay is what a crash may have caught in the middle.
func (c *checker) underWay() []part {
	return []part{
		of(flightIndex, c.flightKey), of(queueIndex, c.queueKey), of(openIndex, c.draftKey(openIndex)),
		of(pendingIndex, c.pendingKey),
	}
}

// parts is the whole file. Drafts come before their replies, and both before
// what was decided: what a later part has to confirm may only grow meanwhile.
func (c *checker) parts() []part {
	parts := []part{
		of(inboxTable, c.row), of(parkedTable, c.parked), of(pendingIndex, c.pendingKey), of(chatIndex, c.chatKey), of(updateIndex, c.updateKey),
		of(messageTable, c.message), of(unansweredIndex, c.unansweredKey),
		of(fanTable, c.conversation), of(waitingIndex, c.waitingKey), of(dueIndex, c.dueKey),
		of(draftTable, c.draft), of(rowTable, c.reply), of(queueIndex, c.queueKey), of(flightIndex, c.flightKey),
		of(cardIndex, c.cardKey), of(goneIndex, c.goneKey),
		of(decisionTable, c.decision), of(decidedIndex, c.decidedKey),
		of(connectionTable, c.connection), of(currentTable, c.current), of(noticeTable, c.notice),
		of(pairTable, c.pair), of(pairIndex, c.pairKey), of(ruleTable, c.rule),
		of(memoryTable, c.memory), of(promiseIndex, c.promiseKey),
	}
	for _, in := range []index{openIndex, holdingIndex, windowIndex, dirtyIndex, askingIndex, unshownIndex} {
		parts = append(parts, of(in, c.draftKey(in)))
	}
	for _, name := range blockTables {
		parts = append(parts, part{bucket: name, look: c.block(name), blocks: true})
	}
	return parts
}

func of[N ~string](bucket N, look func(key []byte)) part {
	return part{bucket: string(bucket), look: look}
}

// read looks at up to limit keys behind after, and returns where to go on; nil
// at the end.
func (c *checker) read(p part, after []byte, limit int) []byte {
	if p.bucket == string(goneIndex) && c.t.bolt.Bucket([]byte(goneIndex)) == nil {
		return nil // of before there was one, and nobody has opened it for use since
	}
	keys, last := keysFrom(c.t, p.bucket, after, limit)
	if inBlocks(p.bucket) && !p.blocks {
		keys, last = c.keysInBlocks(p.bucket, after, limit)
	}
	for _, key := range keys {
		p.look(key)
	}
	return last
}

// record reads one record; false if it is not there or cannot be read. What
// cannot be read is a problem of its own.
func record[T any](c *checker, from table[T], key []byte) (T, bool) {
	value, ok, err := from.get(c.t, key)
	if err != nil {
		c.problem("record %x of %s cannot be read", key, string(from))
	}
	return value, ok && err == nil
}

// there tells whether a record is there, whatever it says.
func there[T any](c *checker, in table[T], key []byte) bool {
	found, err := in.has(c.t, key)
	if err != nil {
		c.problem("record %x of %s cannot be read", key, string(in))
	}
	return found
}

// indexed wants each of these entries in its index.
func (c *checker) indexed(entries ...entry) {
	for _, e := range entries {
		if !e.in.has(c.t, []byte(e.key)) {
			c.problem("index %s lacks %x", e.in, e.key)
		}
	}
}

// asked wants one of the record's entries to be this key of the index.
func (c *checker) asked(in index, key []byte, entries []entry) {
	for _, e := range entries {
		if e.in == in && e.key == string(key) {
			return
		}
	}
	c.problem("index %s holds %x, which no record asks for", in, key)
}

// fanOf gives a conversation, the same one again without reading it anew.
func (c *checker) fanOf(id FanID) (Fan, bool) {
	if c.fan == nil || c.fan.ID != id {
		f, ok := record(c, fanTable, fanKey(id))
		if !ok || f.ID != id {
			return Fan{}, false
		}
		c.fan = &f
	}
	return *c.fan, true
}

// flights are the fan's replies that are queued, being sent or unknown.
func (c *checker) flights(id FanID) []Outgoing {
	var rows []Outgoing
	for _, key := range flightIndex.under(c.t, fanKey(id)) {
		if row, ok := record(c, rowTable, number(lastNumber(key))); ok && row.flies() {
			rows = append(rows, row)
		}
	}
	return rows
}

// afterwards holds against each other what several parts have found, and what
// stands in one record.
func (c *checker) afterwards() {
	for id := range c.unsent.all() {
		if d, ok := record(c, draftTable, number(id)); ok {
			c.problem("draft %d is %s, and no reply of it was", id, d.State)
		}
	}
	for id := range c.unapproved.all() {
		if d, ok := record(c, draftTable, number(id)); ok && c.recorded(d) {
			c.problem("draft %d is %s, and nobody approved it", id, d.State)
		}
	}
	for seq := range c.replaced.all() {
		c.problem("the label of decision %d is not in force, and none replaces it", seq)
	}
	c.numbers()
	c.marks()
	if c.whole {
		c.counts()
	}
}

// numbers makes sure that no number is given twice.
func (c *checker) numbers() {
	for _, name := range []string{string(inboxTable), string(draftTable), string(rowTable), string(noticeTable), string(decisionTable), string(pairTable), string(ruleTable)} {
		bucket := c.t.bucket(name)
		key, _ := bucket.Cursor().Last()
		if inBlocks(name) {
			key = c.lastInBlocks(name)
		}
		if key != nil && lastNumber(key) > bucket.Sequence() {
			c.problem("%s: the next number is %d, and %d is taken", name, bucket.Sequence()+1, lastNumber(key))
		}
	}
	if at := c.t.bucket(string(decisionTable)).Sequence(); c.whole && c.last != at {
		c.problem("the newest decision is %d, not %d", c.last, at)
	}
}

// marks holds how far something was read against what there is.
func (c *checker) marks() {
	settings, _ := record(c, settingsTable, oneKey)
	if newest := c.t.bucket(string(decisionTable)).Sequence(); settings.Earned.Weighed > newest {
		c.problem("decisions up to %d are weighed, and the newest is %d", settings.Earned.Weighed, newest)
	}
	offset, _ := record(c, offsetTable, oneKey)
	newest, ok := record(c, inboxTable, number(c.t.bucket(string(inboxTable)).Sequence()))
	if ok && offset > newest.ID+1 && !c.t.receivedUpTo(offset) {
		c.problem("updates up to %d are acknowledged, the newest one stored is %d", offset-1, newest.ID)
	}
}

// receivedUpTo tells whether the update before this offset is stored.
func (t *tx) receivedUpTo(offset int64) bool {
	prefix := signed(offset - 1)
	key, _ := t.bucket(string(updateIndex)).Cursor().Seek(prefix)
	return bytes.HasPrefix(key, prefix)
}

func (c *checker) counts() {
	stats, _ := record(c, statsTable, oneKey)
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
	if n, all := sum(stats.Kinds), int(c.t.bucket(string(inboxTable)).Sequence()); n > all { // fewer after Erase
		c.problem("%d updates counted, %d ever stored", n, all)
	}
	if stats.LastIn.Before(c.count.LastIn) {
		c.problem("the newest message is of %v, not %v", c.count.LastIn, stats.LastIn)
	}
}

func sum(counts map[string]int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}

// marks is a set of numbers that costs about a bit for each.
type marks map[uint64]uint64

func (m marks) add(n uint64) { m[n/64] |= 1 << (n % 64) }

func (m marks) remove(n uint64) {
	if m[n/64] &^= 1 << (n % 64); m[n/64] == 0 {
		delete(m, n/64)
	}
}

func (m marks) has(n uint64) bool { return m[n/64]&(1<<(n%64)) != 0 }

// all yields the numbers in no order.
func (m marks) all() func(yield func(uint64) bool) {
	return func(yield func(uint64) bool) {
		for word, bits := range m {
			for i := range uint64(64) {
				if bits&(1<<i) != 0 && !yield(word*64+i) {
					return
				}
			}
		}
	}
}
