package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Call is one request of the bot.
type Call struct {
	Method   string         // as spelt in the Bot API
	Params   map[string]any // as decoded from JSON or form; numbers are json.Number; not to be changed
	At       time.Time
	Ended    time.Time       // when the answer was ready; zero if there is none yet
	Status   int             // HTTP status; 0 if no answer was given (dropped, hung, still waiting)
	Response json.RawMessage // the whole body, if JSON
}

// Event is something that happened in the server. Texts and names are not in
// it; look the ids up.
type Event struct {
	Seq  uint64 // from 1, without gaps; a subscriber that is too slow sees gaps
	At   time.Time
	Kind string // "call", "update", "message", "edit", "delete", "tap", "answer", "connection", "typing", "read", "block", "fault", "violation", "person", "server"

	Method  string // call, fault: the method
	Status  int    // call: the HTTP status
	Update  int64  // update: its id
	Person  int64  // whoever acted; 0 for the bot
	Chat    int64  // the other side, or the bot's id for its private chat
	Message int64  // the message concerned
}

// witness is what the server has seen, for tests and onlookers.
type witness struct {
	calls       []*Call
	violations  []string
	seq         uint64
	changed     chan struct{} // closed and replaced at every event
	subscribers map[chan Event]bool
}

func newWitness() witness {
	return witness{changed: make(chan struct{}), subscribers: map[chan Event]bool{}}
}

func (w *witness) close() {
	for c := range w.subscribers {
		close(c)
	}
	w.subscribers = nil
}

// stir lets everybody in Until look again.
func (w *witness) stir() {
	close(w.changed)
	w.changed = make(chan struct{})
}

// emit records an event. The caller holds the lock.
func (s *Server) emit(e Event) {
	s.witness.seq++
	e.Seq, e.At = s.witness.seq, s.now()
	for c := range s.witness.subscribers {
		select {
		case c <- e:
		default: // too slow: the gap in Seq tells
		}
	}
	s.witness.stir()
}

// note is emit for callers without the lock.
func (s *Server) note(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emit(e)
}

// begin records a call as it arrives, finish what it got; response is nil where that
// is no JSON.
func (s *Server) begin(method string, q *query) *Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	q.settle(api.Methods[method])
	call := &Call{Method: method, Params: q.values, At: s.now()}
	s.witness.calls = append(s.witness.calls, call)
	if n := len(s.witness.calls); s.opts.Calls > 0 && n > 2*s.opts.Calls {
		s.witness.calls = slices.Clone(s.witness.calls[n-s.opts.Calls:])
	}
	s.witness.stir()
	return call
}

func (s *Server) finish(call *Call, status int, response json.RawMessage) {
	if call == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	call.Status, call.Ended = status, s.now()
	call.Response = response
	s.emit(Event{Kind: "call", Method: call.Method, Status: status})
}

func (s *Server) violate(faults []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range faults {
		s.violation(f)
	}
}

// violation records a fault of the client. The caller holds the lock.
func (s *Server) violation(sentence string) {
	if !slices.Contains(s.witness.violations, sentence) {
		s.witness.violations = append(s.witness.violations, sentence)
		s.emit(Event{Kind: "violation"})
	}
}

// Calls returns the finished and waiting calls of a method, oldest first; ""
// returns all, as far as Options.Calls lets them be remembered.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.witness.calls {
		if method == "" || c.Method == method {
			out = append(out, *c)
		}
	}
	return out
}

// Violations returns every misspelt or unknown method, parameter and nested
// field, wrong JSON type and missing required parameter seen so far, one
// sentence each, without duplicates. Tests of a client assert that it is empty.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.witness.violations)
}

// Until waits until cond holds, evaluating it again after every event. It
// returns nil then, and otherwise an error that names what was awaited and
// lists the last calls (methods and statuses) when ctx ends or the server
// closes. cond runs without any lock held and may use every verb.
func (s *Server) Until(ctx context.Context, what string, cond func() bool) error {
	for {
		s.mu.Lock()
		changed := s.witness.changed
		s.mu.Unlock()
		if cond() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait until %s: %w; last calls: %s", what, ctx.Err(), s.lastCalls(12))
		case <-s.done:
			return fmt.Errorf("wait until %s: the sandbox was closed; last calls: %s", what, s.lastCalls(12))
		}
	}
}

func (s *Server) lastCalls(n int) string {
	calls := s.Calls("")
	if len(calls) == 0 {
		return "none"
	}
	var words []string
	for _, c := range calls[max(0, len(calls)-n):] {
		words = append(words, fmt.Sprintf("%s %d", c.Method, c.Status))
	}
	return strings.Join(words, ", ")
}

// Subscribe returns the events from now on. The channel holds 1024 events;
// events a subscriber has no room for are left out, which Seq shows. cancel
// closes the channel; so does Close.
func (s *Server) Subscribe() (events <-chan Event, cancel func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := make(chan Event, 1024)
	if s.closed {
		close(c)
		return c, func() {}
	}
	s.witness.subscribers[c] = true
	return c, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.witness.subscribers[c] {
			delete(s.witness.subscribers, c)
			close(c)
		}
	}
}
