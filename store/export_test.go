package store

import bolt "go.etcd.io/bbolt"

// OpenWith opens a data file as a program with more migration steps would.
func OpenWith(path string, key Key, o Options, more ...func(*bolt.Tx) error) (*Store, error) {
	steps := append([]migration(nil), migrations...)
	for _, step := range more {
		steps = append(steps, func(b *bolt.Tx, _ *sealer) error { return step(b) })
	}
	return open(path, key, o, steps)
}

// Spoil changes the data file behind the store's back.
func (s *Store) Spoil(change func(*bolt.Tx) error) error { return s.db.Update(change) }
