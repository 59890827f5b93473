package bot_test

import (
	"sync/atomic"
	"testing"

	"secretary/bot"
)

func TestWhatIsSpreadIsDoneOnceEach(t *testing.T) {
	for _, n := range []int{0, 1, 15, 16, 17, 1000} {
		done := make([]atomic.Int32, n)
		bot.Spread(n, func(i int) { done[i].Add(1) })
		for i := range done {
			if times := done[i].Load(); times != 1 {
				t.Errorf("%d of %d was done %d times", i, n, times)
			}
		}
	}
}

// A fence around the caller holds what breaks: one bad message must not end the
// program.
func TestAPanicInWhatIsSpreadIsTheCallers(t *testing.T) {
	defer func() {
		if r := recover(); r != "bad" {
			t.Errorf("recovered %v", r)
		}
	}()
	bot.Spread(100, func(i int) {
		if i == 50 {
			panic("bad")
		}
	})
}
