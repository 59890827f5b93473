package store

import "sync/atomic"

// seldom is something that is read all the time and written seldom, as the last
// commit left it: reading it costs no transaction. What is given is shared:
// nobody may change what its maps and slices hold.
type seldom[T any] struct{ last atomic.Pointer[dated[T]] }

// dated is a value and the number of changes before it was read.
type dated[T any] struct {
	changes uint64
	value   T
}

// get gives the value, read anew if something was written since. changes counts
// what was written: it moves after a commit, and before anybody hears of it. So
// what is read in between is not older than what its reader knows.
func (s *seldom[T]) get(changes *atomic.Uint64, read func() (T, error)) (T, error) {
	now := changes.Load()
	if last := s.last.Load(); last != nil && last.changes == now {
		return last.value, nil
	}
	value, err := read()
	if err == nil {
		s.last.Store(&dated[T]{now, value})
	}
	return value, err
}

// rare tells whether a bucket holds what seldom remembers.
func rare(bucket string) bool {
	switch bucket {
	case string(settingsTable), string(connectionTable), string(currentTable):
		return true
	}
	return false
}
