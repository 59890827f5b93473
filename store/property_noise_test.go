package store_test

import (
	"sync"

	"secretary/store"
)

// amongOthers does something while others work on the same file: fans of
// another creator write. They share commits.
func (s *simulation) amongOthers(do func() string) string {
	var others sync.WaitGroup
	defer others.Wait()
	for i := range int64(2) {
		s.next++
		message := s.next
		others.Go(func() {
			_, err := s.Apply([]store.Event{arrival(store.FanID{Owner: owner + 1, Chat: 3001 + i}, message, "hello", s.now)})
			s.ok(err)
		})
	}
	return do()
}
