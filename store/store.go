package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"secretary/store/regular"
)

// Options of Open. The zero value works.
type Options struct {
	Now      func() time.Time // the clock, read once per transaction; nil means time.Now
	LockWait time.Duration    // how long to wait for another process to let go of the file; 0 means 1 s
	Quiet    time.Duration    // how long a fan must be silent before a draft is due; 0 means at once
	MaxPairs int              // how many pairs are kept; 0 means the constant MaxPairs
}

// Store is the open data file. All methods are safe for concurrent use.
type Store struct {
	options       Options
	path          string
	seal          *sealer
	db            *bolt.DB
	file          *os.File    // bbolt's own handle, closed here when bbolt cannot
	broken        atomic.Bool // a writing transaction ended in a panic
	hotSettings   hot[Settings]
	hotConnection hot[Connection]
	hotCurrent    hot[string]
	rareChanges   atomic.Uint64 // see seldom
	settled       seldom[Settings]
	serving       seldom[serving]
	group         group       // who waits to write
	marked        bool        // the file says that it is open
	unclean       atomic.Bool // an earlier run did not close it, see Unclean

	writing    sync.Mutex // held by who writes
	shaky      bool       // the last commit failed, and what the disk holds of it is not known
	failing    bool       // since the last commit that worked
	recoveries atomic.Uint64
}

// mapSize is the address space kept for the data file. A writer that outgrows
// it must wait for all readers, and a backup to a slow disk is a long reader.
const mapSize = 256 << 20

// By how much the file grows at once: by an eighth of what it is. Each growing is a
// sync more, and what is not written yet takes no room on the disk.
const (
	growth     = 1 << 20 // at least
	maxGrowth  = 32 << 20
	growthPart = 8
)

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
	if o.MaxPairs <= 0 {
		o.MaxPairs = MaxPairs
	}
	seal, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	s := &Store{options: o, path: path, seal: seal, group: group{time: groupTime}}
	if err := s.connect(); err != nil {
		return nil, err
	}
	err = s.migrate(steps)
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
	options := &bolt.Options{Timeout: s.options.LockWait, InitialMmapSize: mapSize, OpenFile: s.openFile}
	err := guard(func() (err error) {
		if err := whole(s.path, s.options.LockWait); err != nil {
			return err
		}
		if s.db, err = bolt.Open(s.path, 0o600, options); err != nil {
			return err
		}
		return discard(s.path + compacting) // who has the lock knows that nobody compacts
	})
	var path *fs.PathError
	switch {
	case err == nil:
		s.db.AllocSize = growth
		return nil
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("%w: %q; is the secretary already running?", ErrLocked, s.path)
	case errors.As(err, &path):
		return fmt.Errorf("open data file: %w", err)
	}
	return s.damaged(err)
}

// whole makes sure that every page an existing file speaks of is there. bbolt
// maps the file into memory and reads pages as soon as it opens it for writing:
// a missing one is no read error but a fault, and the mapping that is left
// behind keeps the lock. Opened for reading it looks at the first pages only.
func whole(path string, wait time.Duration) (err error) {
	if err := regular.Check(path); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return errors.New("it is empty") // bbolt would begin anew, and what was there be forgotten without a word
	}
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: wait})
	if err != nil {
		return err
	}
	err = db.View(func(b *bolt.Tx) error {
		info, err := os.Stat(path) // once more, now under the lock
		if err == nil && info.Size() < b.Size() {
			err = fmt.Errorf("it is cut off at %d of at least %d bytes", info.Size(), b.Size())
		}
		return err
	})
	return errors.Join(err, db.Close())
}

func (s *Store) openFile(name string, flag int, mode os.FileMode) (*os.File, error) {
	file, err := os.OpenFile(name, flag, mode)
	if s.db == nil { // bbolt makes its copies through here as well
		s.file = file
	}
	return file, err
}

func (s *Store) damaged(err error) error {
	if !errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return fmt.Errorf("open %q: %w", s.path, err)
}

// Close waits for running transactions and lets go of the file.
func (s *Store) Close() error {
	if s.broken.Load() { // bbolt may hold its own lock for ever
		return s.file.Close()
	}
	s.markClosed()
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
