package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// A migration is one way from a schema version to the next.
type migration struct {
	// ahead makes ready what is too much for one transaction, beside what is
	// there, which it leaves as it is. Killed, it begins anew. It may be nil.
	ahead func(*Store) error
	// step runs in the transaction that also records the new version.
	step func(*bolt.Tx, *sealer) error
}

// migrations is append-only: step n leads from version n to n+1. A step that
// was ever released is never changed, and never uses tables or types that a
// later version may change.
var migrations = []migration{
	{step: func(b *bolt.Tx, _ *sealer) error { return createBuckets(b, tableNames, indexNames) }},
	{step: func(b *bolt.Tx, _ *sealer) error { return createBuckets(b, learnedTables, learnedIndexes) }},
	{step: func(*bolt.Tx, *sealer) error { return nil }},                                           // from version 3 on records may be packed; those that are not stay as they are
	{step: func(b *bolt.Tx, _ *sealer) error { return createBuckets(b, nil, []index{chatIndex}) }}, // filled by recover
	{step: func(*bolt.Tx, *sealer) error { return nil }},                                           // from version 5 on drafts, replies, decisions and counters may be packed too
	{step: func(*bolt.Tx, *sealer) error { return nil }},                                           // from version 6 on cards_dirty begins with owner and turn; rewritten by recover
	{ahead: (*Store).fillBlocks, step: dropUnblocked},
}

func createBuckets(b *bolt.Tx, tables []string, indexes []index) error {
	names := slices.Clone(tables)
	for _, name := range indexes {
		names = append(names, string(name))
	}
	for _, name := range names {
		if _, err := b.CreateBucket([]byte(name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	return nil
}

var (
	versionKey = []byte("version") // in the clear: a newer file is known before its key is tried
	probeKey   = []byte("probe")   // a sealed word that only the right key opens
	probeWord  = []byte("secretary")
)

// migrate brings the file to the version of steps, after making sure that it
// is ours to touch: not newer, and sealed with our key.
func (s *Store) migrate(steps []migration) error {
	version, err := s.version()
	if err != nil {
		return err
	}
	if version > len(steps) {
		return s.newer(version, len(steps))
	}
	if version > 0 && version < len(steps) {
		if err := s.copyBefore(version); err != nil {
			return err
		}
	}
	for ; version < len(steps); version++ {
		err := error(nil)
		if ahead := steps[version].ahead; ahead != nil {
			err = guard(func() error { return ahead(s) })
		}
		if err == nil {
			err = s.step(version, steps[version].step)
		}
		if err != nil {
			return fmt.Errorf("migrate %q from version %d: %w", s.path, version, err)
		}
	}
	return nil
}

func (s *Store) newer(version, known int) error {
	return fmt.Errorf("%w: %q has version %d and this program knows up to %d; use the newer program", ErrNewer, s.path, version, known)
}

// version reads the schema version, 0 for a new file, and tries the key.
func (s *Store) version() (version int, err error) {
	err = guard(func() error {
		return s.db.View(func(b *bolt.Tx) error {
			meta := b.Bucket([]byte(metaBucket))
			if meta == nil {
				if first, _ := b.Cursor().First(); first != nil {
					return fmt.Errorf("%w: it is the file of another program", ErrDamaged)
				}
				return nil
			}
			value := meta.Get(versionKey)
			if len(value) != 8 {
				return fmt.Errorf("%w: it has no version", ErrDamaged)
			}
			version = int(min(binary.BigEndian.Uint64(value), 1<<31-1))
			if version > len(migrations) {
				return nil // may be sealed in a way not known here
			}
			_, err := s.seal.openBytes(metaBucket, probeKey, meta.Get(probeKey))
			return err
		})
	})
	switch {
	case errors.Is(err, errSeal):
		return 0, fmt.Errorf("%w: %q was sealed with another one; use the key file that belongs to it", ErrWrongKey, s.path)
	case err != nil:
		return 0, s.damaged(err)
	}
	return version, nil
}

func (s *Store) step(version int, step func(*bolt.Tx, *sealer) error) error {
	return guard(func() error {
		return s.db.Update(func(b *bolt.Tx) error {
			if err := step(b, s.seal); err != nil {
				return err
			}
			meta, err := b.CreateBucketIfNotExists([]byte(metaBucket))
			if err != nil {
				return err
			}
			if version == 0 {
				if err := meta.Put(probeKey, s.seal.sealBytes(metaBucket, probeKey, probeWord)); err != nil {
					return err
				}
			}
			return meta.Put(versionKey, number(uint64(version+1)))
		})
	})
}

// copyBefore keeps the file as it was, beside it: "secretary.db.v1". An older
// copy of the same version gives way.
func (s *Store) copyBefore(version int) error {
	path := fmt.Sprintf("%s.v%d", s.path, version)
	err := guard(func() error {
		return s.db.View(func(b *bolt.Tx) error { return b.CopyFile(path+".new", 0o600) })
	})
	if err == nil {
		err = syncFile(path + ".new")
	}
	if err == nil {
		err = os.Rename(path+".new", path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("copy data file before migrating to %q: %w", path, err), os.Remove(path+".new"))
	}
	return nil
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
