package store

import (
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

// What a commit that failed leaves behind. bbolt writes the pages, syncs, writes
// one of the two meta pages, and syncs again. Up to the first sync a failure is
// none to the file: nothing points to what was written. At the second one the new
// meta page is in the system's cache, so everybody reads the transaction as done,
// while the disk may have either. Going on from there would in time overwrite
// pages that the meta page on the disk still needs. So nothing is written until
// the meta pages, as they read now, are surely on the disk.

// firm makes that so. Its caller holds writing.
func (s *Store) firm() error {
	if !s.shaky {
		return nil
	}
	metas := make([]byte, 2*s.db.Info().PageSize)
	if _, err := s.file.ReadAt(metas, 0); err != nil {
		return fmt.Errorf("read meta pages: %w", err)
	}
	if _, err := s.file.WriteAt(metas, 0); err != nil {
		return fmt.Errorf("write meta pages again: %w", err)
	}
	if err := s.file.Sync(); err != nil {
		return fmt.Errorf("sync meta pages: %w", err)
	}
	s.shaky = false
	return nil
}

// transact is db.Update on firm ground. A commit that failed although the file
// holds it is tried to be made certain once more, and is none then. If that fails
// too, the error stands and the transaction may be done: whoever repeats it must
// expect to find it so (see Recoveries).
func (s *Store) transact(fn func(*bolt.Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.present(); err != nil {
		return err
	}
	if err := s.firm(); err != nil {
		return err
	}
	id, begun := 0, false
	err := s.db.Update(func(b *bolt.Tx) error {
		if err := fn(b); err != nil {
			return err
		}
		id, begun = b.ID(), true
		s.db.AllocSize = max(s.db.AllocSize, min(int(b.Size()/growthPart), maxGrowth)) // read by the commit that follows
		return nil
	})
	if err == nil && s.failing {
		s.failing = false
		s.recoveries.Add(1)
	}
	if err == nil || !begun {
		return err
	}
	s.shaky = true
	if s.firm() == nil && s.newest() == id {
		return nil
	}
	s.failing = true
	return fmt.Errorf("commit: %w", err)
}

// newest is the number of the last transaction that the file holds.
func (s *Store) newest() (id int) {
	_ = s.db.View(func(b *bolt.Tx) error { id = b.ID(); return nil }) // 0 if it cannot be read
	return id
}

// Recoveries counts how often a commit worked after others had failed. What those
// were to do may be done or not: when the number has changed, look at everything
// again.
func (s *Store) Recoveries() uint64 { return s.recoveries.Load() }

// present makes sure that the file which is written is the one at the path: one
// that was deleted, or put aside by another, is gone with this process.
func (s *Store) present() error {
	there, err := os.Stat(s.path)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrGone, err)
	}
	ours, err := s.file.Stat()
	if err != nil {
		return fmt.Errorf("look at data file: %w", err)
	}
	if !os.SameFile(there, ours) {
		return fmt.Errorf("%w: another file is at %q", ErrGone, s.path)
	}
	return nil
}
