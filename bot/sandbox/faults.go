package sandbox

import "encoding/json"

// Fault is one bad moment of the server. Exactly one of its kinds should be
// set: Code (an error answer), HTML, Junk, or a drop or hang.
type Fault struct {
	Times int // how many calls it hits; default 1

	Code        int    // error_code and HTTP status, e.g. 429, 500, 400
	Description string // default: what Telegram says for Code
	RetryAfter  int    // seconds; sets parameters.retry_after and the Retry-After header

	HTML bool // a 502 page of the front-end, not JSON; the call is not processed
	Junk bool // 1 MB of junk with status 200 where JSON should be; not processed

	DropBefore bool // the connection is cut, the call not processed
	DropAfter  bool // the call is processed, then the connection is cut
	HangBefore bool // no answer until the client gives up; not processed
	HangAfter  bool // processed, then no answer until the client gives up

	// If limits the fault to calls whose parameters it accepts; nil is all.
	If func(params map[string]any) bool
}

// Fail lets the next call of the method (as spelt in the Bot API; "" is any) go
// wrong. Faults of a method are used up in the order they were given.
func (s *Server) Fail(method string, f Fault) {}

// SecondPoller switches another program on or off that polls with the same
// token: every getUpdates of ours ends with the 409 Telegram gives then.
func (s *Server) SecondPoller(on bool) {}

// Push puts a raw update into the queue, e.g. `{"brand_new":{}}`. Without an
// update_id it gets the next one; with its own it is delivered in this place
// under that id, so duplicates and jumps can be played. Panics if raw is no
// JSON object.
func (s *Server) Push(raw json.RawMessage) {}
