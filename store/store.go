package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Options of Open. The zero value works.
type Options struct {
	Now      func() time.Time // the clock, read once per transaction; nil means time.Now
	LockWait time.Duration    // how long to wait for another process to let go of the file; 0 means 1 s
	Quiet    time.Duration    // how long a fan must be silent before a draft is due; 0 means at once
}

// Store is the open data file. All methods are safe for concurrent use.
type Store struct {
	options Options
	path    string
	seal    *sealer
	db      *bolt.DB
	file    *os.File    // bbolt's own handle, closed here when bbolt cannot
	broken  atomic.Bool // a writing transaction ended in a panic
}

// mapSize is the address space kept for the data file. A writer that outgrows
// it must wait for all readers, and a backup to a slow disk is a long reader.
const mapSize = 256 << 20

// growth is by how much the file grows at once.
const growth = 1 << 20

// Open opens the data file at path. If there is none, it makes it (0600) and
// its folder (0700).
//
// It refuses with ErrLocked, ErrNewer, ErrWrongKey or ErrDamaged, each wrapped
// in one sentence for the person at the terminal. Opening recovers from a
// crash: replies that were being sent are unknown from now on, and automatic
// replies count down afresh.
func Open(path string, key Key, o Options) (*Store, error) {
	return open(path, key, o, migrations)
}

func open(path string, key Key, o Options, steps []migration) (*Store, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.LockWait == 0 {
		o.LockWait = time.Second
	}
	seal, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	s := &Store{options: o, path: path, seal: seal}
	if err := s.connect(); err != nil {
		return nil, err
	}
	err = s.whole()
	if err == nil {
		err = s.migrate(steps)
	}
	if err == nil {
		err = s.recover()
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// connect opens the file with bbolt and its lock.
func (s *Store) connect() error {
	if err := os.MkdirAll(filepath.Dir(s.path), 0o700); err != nil {
		return fmt.Errorf("make data folder: %w", err)
	}
	if info, err := os.Stat(s.path); err == nil && info.Size() == 0 {
		// bbolt would begin anew in it, and what was there would be forgotten without a word
		return fmt.Errorf("%w: %q is empty; put a backup in its place, or remove it to begin anew", ErrDamaged, s.path)
	}
	err := guard(func() (err error) {
		s.db, err = bolt.Open(s.path, 0o600, &bolt.Options{
			Timeout: s.options.LockWait, InitialMmapSize: mapSize, OpenFile: s.openFile,
		})
		return err
	})
	if err == nil {
		s.db.AllocSize = growth
		return nil
	}
	if s.file != nil {
		_ = s.file.Close() // bbolt has done so, unless it panicked: the lock must not outlive the failure
	}
	var path *fs.PathError
	switch {
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("%w: %q; is the secretary already running?", ErrLocked, s.path)
	case errors.As(err, &path):
		return fmt.Errorf("open data file: %w", err)
	}
	return s.damaged(err)
}

func (s *Store) openFile(name string, flag int, mode os.FileMode) (*os.File, error) {
	file, err := os.OpenFile(name, flag, mode)
	s.file = file
	return file, err
}

func (s *Store) damaged(err error) error {
	if !errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return fmt.Errorf("open %q, put a backup in its place: %w", s.path, err)
}

// whole makes sure that every page the file speaks of is there, before any is
// read: bbolt maps the file, and a missing page is no read error but a fault.
func (s *Store) whole() error {
	err := guard(func() error {
		return s.db.View(func(b *bolt.Tx) error {
			if have := s.Size(); have < b.Size() {
				return fmt.Errorf("cut off: it has %d bytes of at least %d", have, b.Size())
			}
			return nil
		})
	})
	if err != nil {
		return s.damaged(err)
	}
	return nil
}

// Close waits for running transactions and lets go of the file.
func (s *Store) Close() error {
	if s.broken.Load() { // bbolt may hold its own lock for ever
		return s.file.Close()
	}
	if err := guard(s.db.Close); err != nil {
		return fmt.Errorf("close data file: %w", err)
	}
	return nil
}

// Backup writes a consistent copy of the data file to w while the store is in
// use, and returns the number of bytes. The copy is sealed with the same key.
func (s *Store) Backup(w io.Writer) (int64, error) {
	var n int64
	err := s.view("copy data file", func(t *tx) (err error) {
		n, err = t.bolt.WriteTo(w)
		return err
	})
	return n, err
}

// Path is the path the store was opened with.
func (s *Store) Path() string { return s.path }

// Size is the length of the data file in bytes, 0 if it cannot be read.
func (s *Store) Size() int64 {
	info, err := s.file.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}
