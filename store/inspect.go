package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// ErrOlder: an older version of this program wrote the data file; opening it for
// use brings it up to date.
var ErrOlder = errors.New("data file was written by an older version of this program")

// Inspect reads a data file that nobody uses, such as a backup, without
// changing a byte of it, and returns what it counts. The error is ErrLocked,
// ErrNewer, ErrWrongKey or ErrDamaged, wrapped in one sentence; a file that can
// be read and does not agree with itself is ErrDamaged too; an error of ctx if that
// ended first. A file of an older version is read as far as that version goes: its
// pages and its key.
func Inspect(ctx context.Context, path string, key Key) (Stats, error) {
	s, err := look(path, key)
	if s == nil {
		return Stats{}, err
	}
	defer s.Close() //nolint:errcheck // only read
	if errors.Is(err, ErrOlder) {
		return Stats{}, s.pagesSound()
	}
	if err != nil {
		return Stats{}, err
	}
	problems := s.check(ctx)
	if ctx.Err() != nil {
		return Stats{}, ctx.Err()
	}
	if len(problems) > 0 {
		return Stats{}, fmt.Errorf("%w: %q: %w", ErrDamaged, path, errors.Join(problems[:min(len(problems), 5)]...))
	}
	return s.Stats()
}

// Look opens a data file that nobody uses for reading only: not a byte of it
// changes, and what a crash left behind stays as it is. What would write fails.
// Errors are those of Open, and ErrOlder.
func Look(path string, key Key) (*Store, error) {
	s, err := look(path, key)
	if err != nil && s != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, err
}

// look gives the file also with an error that says what version it is of.
func look(path string, key Key) (*Store, error) {
	s, err := openReadOnly(path, key)
	if err != nil {
		return nil, err
	}
	version, err := s.version()
	switch {
	case err != nil:
		return s, err
	case version > len(migrations):
		return s, s.newer(version, len(migrations))
	case version < len(migrations):
		return s, fmt.Errorf("%w: %q has version %d", ErrOlder, path, version)
	}
	return s, nil
}

func openReadOnly(path string, key Key) (*Store, error) {
	seal, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	s := &Store{options: Options{Now: time.Now, LockWait: time.Second}, path: path, seal: seal}
	err = guard(func() (err error) {
		if err := whole(path, s.options.LockWait); err != nil {
			return err
		}
		if _, err := os.Stat(path); err != nil {
			return err
		}
		s.db, err = bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: s.options.LockWait, OpenFile: s.openFile, PreLoadFreelist: true})
		return err
	})
	var missing *os.PathError
	switch {
	case err == nil:
		return s, nil
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("%w: %q; is the secretary already running?", ErrLocked, path)
	case errors.As(err, &missing):
		return nil, fmt.Errorf("read data file: %w", err)
	}
	return nil, fmt.Errorf("read %q: %w: %w", path, ErrDamaged, err)
}

// pagesSound looks at the pages only.
func (s *Store) pagesSound() error {
	return s.view("check data file", func(t *tx) error {
		c := newChecker(true)
		c.t = t
		if c.pages(); len(c.problems) > 0 {
			return fmt.Errorf("%w: %w", ErrDamaged, c.problems[0])
		}
		return nil
	})
}

// Hold keeps everybody from opening the data file at path for writing until
// release is called; ErrLocked if somebody has. A file that is no data file any
// more, or none, needs no lock: release does nothing.
func Hold(path string) (release func() error, err error) {
	var db *bolt.DB
	err = guard(func() (err error) {
		db, err = bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: time.Second})
		return err
	})
	switch {
	case err == nil:
		return db.Close, nil
	case errors.Is(err, berrors.ErrTimeout):
		return nil, fmt.Errorf("%w: %q; is the secretary still running?", ErrLocked, path)
	}
	return func() error { return nil }, nil
}
