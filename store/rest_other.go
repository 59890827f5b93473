//go:build !linux

package store

// Rest does nothing here: only Linux takes pages of a mapped file back at once.
func (s *Store) Rest() error { return nil }
