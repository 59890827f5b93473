package store_test

import (
	"sync"
	"testing"
)

// Pages that are given back while others read and write come back as they were.
func TestWhoReadsAndWritesDoesNotNoticeARest(t *testing.T) {
	f := open(t)
	for range 50 {
		f.writes(anna, "hello")
	}
	var all sync.WaitGroup
	all.Go(func() {
		for range 200 {
			if err := f.Rest(); err != nil {
				t.Error(err)
			}
		}
	})
	for range 50 {
		f.writes(bert, "hello")
		if history, err := f.History(anna, 0, 0); err != nil || len(history) != 50 {
			t.Fatalf("%d messages (%v), want 50", len(history), err)
		}
	}
	all.Wait()
}
