package sandbox

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
	HalfAfter  bool // processed, then the connection is cut in the middle of the answer
	HangBefore bool // no answer until the client gives up; not processed
	HangAfter  bool // processed, then no answer until the client gives up

	// If limits the fault to calls whose parameters it accepts; nil is all. It
	// must not use the server.
	If func(params map[string]any) bool
}

type plannedFault struct {
	Fault
	method string
	left   int
}

// Fail lets the next call of the method (as spelt in the Bot API; "" is any) go
// wrong. Faults of a method are used up in the order they were given. A
// getUpdates that waits is ended without updates, so that the fault comes at
// once.
func (s *Server) Fail(method string, f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := api.Methods[method]; !ok && method != "" {
		panic("sandbox: fail: no method " + method)
	}
	s.faults = append(s.faults, &plannedFault{f, method, max(f.Times, 1)})
	if method == "getUpdates" {
		s.endPoll(ending{})
	}
}

// Heal takes back every fault that was planned and has not happened.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// takeFault uses up the first fault planned for such a call; nil for none.
func (s *Server) takeFault(q *query) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, p := range s.faults {
		if p.method != "" && p.method != q.method || p.If != nil && !p.If(q.values) {
			continue
		}
		if p.left--; p.left == 0 {
			s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
		}
		return &p.Fault
	}
	return nil
}

func (f *Fault) failure() *failure {
	out := &failure{code: f.Code, description: f.Description, retryAfter: f.RetryAfter}
	if out.code == 0 {
		out.code = 429
	}
	if out.code == 429 && out.retryAfter == 0 {
		out.retryAfter = 1
	}
	if out.description != "" {
		return out
	}
	switch out.code {
	case 429:
		out.description = tooMany(out.retryAfter).description
	case 401:
		out.description = "Unauthorized"
	case 404:
		out.description = "Not Found"
	case 403:
		out.description = fail(400, "USER_IS_BLOCKED").description
	case 409:
		out.description = conflictOther
	case 500:
		out.description = "Internal Server Error: restart"
	default:
		out.description = "Bad Request: the sandbox was told to fail"
	}
	return out
}
