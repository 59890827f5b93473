package sandbox

import (
	"context"
	"encoding/json"
	"time"
)

// Call is one request of the bot.
type Call struct {
	Method   string         // as spelt in the Bot API
	Params   map[string]any // as decoded from JSON or form; numbers are json.Number
	At       time.Time
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
	Person  int64  // whoever acted or was acted upon; 0 for the bot
	Chat    int64  // the other side, or the bot's id for its private chat
	Message int64  // the message concerned
}

// Calls returns the finished and waiting calls of a method, oldest first; ""
// returns all.
func (s *Server) Calls(method string) []Call { return nil }

// Violations returns every misspelt or unknown method, parameter and nested
// field, wrong JSON type and missing required parameter seen so far, one
// sentence each, without duplicates. Tests of a client assert that it is empty.
func (s *Server) Violations() []string { return nil }

// Until waits until cond holds, evaluating it again after every event. It
// returns nil then, and otherwise an error that names what was awaited and
// lists the last calls (methods and statuses) when ctx ends or the server
// closes. cond runs without any lock held and may use every verb.
func (s *Server) Until(ctx context.Context, what string, cond func() bool) error { return nil }

// Subscribe returns the events from now on. The channel holds 1024 events;
// events a subscriber has no room for are left out, which Seq shows. cancel
// closes the channel; so does Close.
func (s *Server) Subscribe() (<-chan Event, func()) { return nil, func() {} }
