package bot_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Found by the soak: every fan who waited for a model that was away got a new
// record and a redrawn card at each try, so that a night without a model wrote to
// the disk as many times as there were fans, every half minute.
func TestOnlyOneOfThoseWhoWaitForTheModelIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newSoakWorld(t, 1)
		defer w.close()
		w.start()
		w.modelDown()
		for _, f := range w.fans {
			f.Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		}
		time.Sleep(5 * time.Minute)
		before := strings.Count(w.log.about("draft offered", 4000), "\n")
		time.Sleep(10 * time.Minute)
		if n := strings.Count(w.log.about("draft offered", 4000), "\n") - before; n == 0 || n > 40 {
			t.Errorf("in ten minutes without a model %d drafts were offered to %d fans, want one a try", n, len(w.fans))
		}
		w.over("model down")
		time.Sleep(3 * time.Minute)
		if n := strings.Count(w.log.about("draft made", 100), "\n"); n != len(w.fans) {
			t.Errorf("with the model back %d drafts were made for %d fans", n, len(w.fans))
		}
	})
}
