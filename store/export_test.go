package store

import (
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Version is the schema version that this program writes.
var Version = len(migrations)

// OpenWith opens a data file as a program with more migration steps would.
func OpenWith(path string, key Key, o Options, more ...func(*bolt.Tx) error) (*Store, error) {
	steps := append([]migration(nil), migrations...)
	for _, step := range more {
		steps = append(steps, migration{step: func(b *bolt.Tx, _ *sealer) error { return step(b) }})
	}
	return open(path, key, o, steps)
}

// Blocks are small in tests, so that few messages make many of them.
func init() { blockLimit = 512 }

// Limit keeps the data file from growing beyond this length, like a full
// disk; 0 lifts the limit.
func (s *Store) Limit(bytes int) { s.db.MaxSize = bytes }

// Queued tells how many wait for a writing transaction.
func (s *Store) Queued() int {
	s.group.mu.Lock()
	defer s.group.mu.Unlock()
	return len(s.group.urgent) + len(s.group.patient)
}

// Commits tells how many transactions have been written to the file.
func (s *Store) Commits() (n int) {
	_ = s.db.View(func(b *bolt.Tx) error { n = b.ID(); return nil }) // which fails nowhere
	return n
}

// Botch changes a conversation and then fails with why.
func (s *Store) Botch(id FanID, why error) error {
	return s.update("botch", func(t *tx) error {
		f, err := t.fan(id)
		if err != nil {
			return err
		}
		f.Name = "botched"
		if err := t.flush(); err != nil {
			return err
		}
		return why
	})
}

// Unplug takes the file away under the store.
func (s *Store) Unplug() error { return s.file.Close() }

// Fast makes commits cheap: what a power cut takes from the disk is no matter
// in a test, and what a crash leaves is what was written. The file stays small.
// A slow machine shall not change who shares a commit.
func (s *Store) Fast() { s.db.NoSync, s.db.AllocSize, s.group.time = true, 64<<10, time.Hour }

// Strict makes whoever can wait do so from the first moment.
func (s *Store) Strict() { s.group.time = 0 }

// Words are those that packed records hold by number.
var Words = words

// Encode gives the plain form of a record; it panics where there is none.
func Encode(value any) []byte {
	plain, err := encode(nil, value)
	if err != nil {
		panic(err)
	}
	return plain
}

// Decode reads what Encode gave.
func Decode(plain []byte, value any) error { return decode(plain, value) }

// HalfMoved opens a file of version 5, moves some of its records into blocks as a
// migration that is killed does, lets the version of then go on, and closes it.
func HalfMoved(path string, key Key, goOn func(*bolt.Tx) error) error {
	s, err := open(path, key, Options{}, migrations[:5])
	if err != nil {
		return err
	}
	for _, m := range unblocked {
		if _, err := s.fillPortion(m.from, m.to, nil, m.pack); err != nil {
			return err
		}
	}
	return errors.Join(s.db.Update(goOn), s.Close())
}

// Dictionary is what blocks are deflated with.
var Dictionary = dictionary

// Reblock reads the plain or deflated form of a block and writes it anew.
func Reblock(form []byte) ([]byte, error) {
	plain, err := inflate(form)
	if err != nil {
		return nil, err
	}
	items, err := decodeBlock(plain)
	if err != nil {
		return nil, err
	}
	return encodeBlock(items), nil
}
