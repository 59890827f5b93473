package store

import (
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Inspect reads a data file that nobody uses, such as a backup, without
// changing a byte of it, and returns what it counts. The error is ErrLocked,
// ErrNewer, ErrWrongKey or ErrDamaged, wrapped in one sentence; a file that can
// be read and does not agree with itself is ErrDamaged too. A file of an older
// version is read as far as that version goes: its pages and its key.
func Inspect(path string, key Key) (Stats, error) {
	s, err := openReadOnly(path, key)
	if err != nil {
		return Stats{}, err
	}
	defer s.Close() //nolint:errcheck // only read
	version, err := s.version()
	if err != nil {
		return Stats{}, err
	}
	if version > len(migrations) {
		return Stats{}, fmt.Errorf("%w: %q has version %d and this program knows up to %d; use the newer program", ErrNewer, path, version, len(migrations))
	}
	if version < len(migrations) {
		return Stats{}, s.pagesSound()
	}
	if problems := s.check(s.view); len(problems) > 0 {
		return Stats{}, fmt.Errorf("%w: %q: %w", ErrDamaged, path, errors.Join(problems[:min(len(problems), 5)]...))
	}
	return s.Stats()
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
		for err := range t.bolt.Check() {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
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
