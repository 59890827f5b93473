package stories_test

import (
	"io"
	"net/http"
	"testing"
	"time"
)

// A 429 of a front-end that is no JSON and names no time to wait.
func TestPollsRefusedWithoutATimeToWaitAreSpacedOut(t *testing.T) {
	s := stage(t)
	polls := make(chan time.Time, 1000)
	s.via(func(w http.ResponseWriter, r *http.Request, _ string, pass http.Handler) {
		if methodOf(r) != "getUpdates" {
			pass.ServeHTTP(w, r)
			return
		}
		polls <- time.Now()
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, "<html>429 Too Many Requests</html>") // a reader that left is no matter
	})
	s.mila.Start("")
	s.run()
	var at []time.Time
	for range 4 {
		select {
		case when := <-polls:
			at = append(at, when)
		case <-time.After(patience):
			t.Fatalf("%d polls, want 4", len(at))
		}
	}
	if took := at[3].Sub(at[0]); took < time.Second {
		t.Errorf("four refused polls within %v", took)
	}
}
