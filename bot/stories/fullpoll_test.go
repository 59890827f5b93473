package stories_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// secondPoll holds every poll of the program's next run but the first, whose body
// goes through a hand.
func (s *story) secondPoll(first func(body string) string) *gate {
	g := &gate{s: s, came: make(chan struct{}, 1), open: make(chan struct{})}
	var polls atomic.Int64
	s.via(func(w http.ResponseWriter, r *http.Request, body string, pass http.Handler) {
		switch {
		case methodOf(r) != "getUpdates":
		case polls.Add(1) == 1:
			body = first(body)
			r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		case !g.holds(r):
			return
		}
		pass.ServeHTTP(w, r)
	})
	return g
}

// overtaken: while the program is down Mila taps Send, then more comes than one
// answer holds if junk says so, then the fan writes again; the first poll brings
// the tap and not the fan's words.
func (s *story) overtaken(junk bool, first func(body string) string) {
	s.t.Helper()
	anna := s.fan("Anna")
	anna.Writes("shall we say tuesday?")
	c := s.mila.Card("shall we say tuesday?")
	send := s.mila.Finger(c, "Send")
	s.noted()
	s.kill()
	g := s.secondPoll(first)
	var tap sync.WaitGroup
	tap.Go(func() { _, _ = s.mila.TapsData(int64(c), send) }) // what it is answered is no matter
	s.until("the tap waits at Telegram", func() bool { return s.tg.Pending() > 0 })
	for range 80 {
		if junk {
			s.push(map[string]any{"some_kind_of_later": map[string]any{"words": strings.Repeat("x", 60_000)}})
		}
	}
	anna.Writes("no, not on tuesday")
	s.run()
	g.Holds()
	tap.Wait()
	s.until("the reply is on its way", func() bool { return holds(s.mila.Message(c).Text, "ending") })
	if junk {
		s.logs(fmt.Sprintf("kind=some_kind_of_later update=%d", s.lastOfFullest()))
	}
	s.command("check") // a way there and back, on which a reply would have gone out
	g.Opens()
	s.mila.Sees(c, "Anna wrote again")
	anna.GotNothing()
}

// lastOfFullest is the id of the last update in the answer that brought the most.
func (s *story) lastOfFullest() (id int64) {
	most := 0
	for _, c := range s.tg.Calls("getUpdates") {
		var answer struct {
			Result []struct {
				ID int64 `json:"update_id"`
			} `json:"result"`
		}
		if json.Unmarshal(c.Response, &answer) == nil && len(answer.Result) > most {
			most = len(answer.Result)
			id = answer.Result[most-1].ID
		}
	}
	return id
}

// An answer of Telegram's ends at about 4 MiB, however few updates that are.
func TestNothingGoesOutBeforeWhatOneAnswerHadNoRoomForIsKnown(t *testing.T) {
	s := tell(t, with("reply.mode", "approve"))
	s.overtaken(true, func(body string) string { return body })
}

// To a program that asks again at once Telegram gives one update at a time.
func TestNothingGoesOutBehindASingleUpdateOfAHastyRestart(t *testing.T) {
	s := tell(t, with("reply.mode", "approve"))
	s.overtaken(false, func(body string) string { return strings.Replace(body, `"limit":100`, `"limit":1`, 1) })
}
