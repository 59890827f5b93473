package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

// compacting is what the new file is called while it is written.
const compacting = ".compact"

// compactStep is how many bytes are copied in one transaction.
const compactStep = 4 << 20

// Compact writes the data file at path anew, without the room that removed
// records left behind, and returns its length in bytes before and after. Nobody
// may have the file open: ErrLocked. The other errors are those of Look.
//
// The new file is looked through before it takes the place of the old one. A
// crash leaves the old file or the new one, whole; what is left of an attempt
// goes with the next one, and when the file is opened.
func Compact(path string, key Key) (before, after int64, err error) {
	if path, err = filepath.EvalSymlinks(path); err != nil { // a link stays one, and the file on its disk
		return 0, 0, fmt.Errorf("compact data file: %w", err)
	}
	s, err := Look(path, key) // shared lock: nobody can open the file for use until the new one is in its place
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	fresh := path + compacting
	if err := errors.Join(discard(fresh), s.copyInto(fresh)); err != nil {
		return 0, 0, errors.Join(fmt.Errorf("compact data file: %w", err), discard(fresh))
	}
	if err := s.sameAs(fresh, key); err != nil {
		return 0, 0, errors.Join(fmt.Errorf("compact data file: the new file is not the same, the old one stays: %w", err), discard(fresh))
	}
	before, after = s.Size(), sizeOf(fresh)
	if err := os.Rename(fresh, path); err != nil {
		return 0, 0, errors.Join(fmt.Errorf("compact data file: %w", err), discard(fresh))
	}
	return before, after, SyncFolder(filepath.Dir(path))
}

// discard removes a file, if it is there.
func discard(path string) error {
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// copyInto writes all records to a new file, in order and close together, and
// waits until it is on the disk.
func (s *Store) copyInto(fresh string) error {
	return guard(func() error {
		to, err := bolt.Open(fresh, 0o600, &bolt.Options{Timeout: time.Second, NoSync: true})
		if err != nil {
			return err
		}
		to.AllocSize = growth
		err = s.view("copy records", func(t *tx) error { return (&copier{from: t, to: to}).all() })
		return errors.Join(err, to.Sync(), to.Close())
	})
}

// sameAs looks through the new file and counts its records, bucket by bucket.
func (s *Store) sameAs(fresh string, key Key) error {
	if _, err := Inspect(context.Background(), fresh, key); err != nil {
		return err
	}
	other, err := Look(fresh, key)
	if err != nil {
		return err
	}
	old, err := s.records()
	now, err2 := other.records()
	if err := errors.Join(err, err2, other.Close()); err != nil {
		return err
	}
	for name, n := range old {
		if now[name] != n {
			return fmt.Errorf("%w: %d of %d records of %s", ErrDamaged, now[name], n, name)
		}
	}
	return nil
}

// records counts them by bucket.
func (s *Store) records() (map[string]int, error) {
	counts := map[string]int{}
	err := s.view("count records", func(t *tx) error {
		return t.bolt.ForEach(func(name []byte, b *bolt.Bucket) error {
			if !inBlocks(string(name)) {
				counts[string(name)] = b.Stats().KeyN
				return nil
			}
			n, err := t.countInBlocks(string(name))
			counts[string(name)] = n
			return err
		})
	})
	return counts, err
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// SyncFolder makes a renaming in a folder survive a power cut.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("sync folder: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Spare is how many bytes of the data file hold nothing: room for what comes,
// which Compact gives back. It is known after the first commit.
func (s *Store) Spare() int64 { return int64(s.db.Stats().FreeAlloc) }
