package store

import (
	"io"
	"time"
)

// Options of Open. The zero value works.
type Options struct {
	Now      func() time.Time // the clock, read once per transaction; nil means time.Now
	LockWait time.Duration    // how long to wait for another process to let go of the file; 0 means 1 s
	Quiet    time.Duration    // how long a fan must be silent before a draft is due; 0 means at once
}

// Store is the open data file. All methods are safe for concurrent use.
type Store struct{}

// Open opens the data file at path and makes it (0600) with its folder (0700)
// if there is none.
//
// It refuses with ErrLocked, ErrNewer, ErrWrongKey or ErrDamaged, each wrapped
// in one sentence for the person at the terminal. Opening recovers from a
// crash: replies that were being sent are unknown from now on, and automatic
// replies count down afresh.
func Open(path string, key Key, o Options) (*Store, error) { return nil, errUnbuilt }

// Close waits for running transactions and lets go of the file.
func (s *Store) Close() error { return errUnbuilt }

// Backup writes a consistent copy of the data file to w while the store is in
// use, and returns the number of bytes. The copy is sealed with the same key.
func (s *Store) Backup(w io.Writer) (int64, error) { return 0, errUnbuilt }

// Path is the path the store was opened with.
func (s *Store) Path() string { return "" }

// Size is the length of the data file in bytes, 0 if it cannot be read.
func (s *Store) Size() int64 { return 0 }
