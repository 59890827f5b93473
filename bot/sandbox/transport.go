package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// answer is what goes back over the wire: a result or a failure.
type answer struct {
	result      any
	description string // beside a result, e.g. "Webhook was set"
	failure     *failure
	silent      bool // no answer at all: the client left or the server closes
}

// handlers are the methods the sandbox plays. They run under the server's lock.
var handlers = map[string]func(*Server, *query) answer{}

// ServeHTTP answers one request of the bot.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		panic(http.ErrAbortHandler)
	}
	defer s.leave()
	token, method, ok := splitPath(r.URL.Path)
	if !ok {
		s.write(w, answer{failure: &failure{code: 404, description: "Not Found"}}, nil)
		return
	}
	q, f := readQuery(r)
	if refused := s.checkToken(token); refused != nil {
		f = refused
	}
	name, known := api.method(method)
	if f == nil && !known {
		s.violate([]string{strconv.Quote(method) + " is no method of the Bot API"})
		f = &failure{code: 404, description: "Not Found: method not found"}
	}
	if !known {
		name = method
	}
	call := s.begin(name, q)
	if me, ok := s.neighbour(token); ok && name == "getMe" {
		s.write(w, me, call)
		return
	}
	if f != nil {
		s.write(w, answer{failure: f}, call)
		return
	}
	q.method = name
	s.serve(w, r, q, call)
}

// serve handles a well-formed call, with the fault planned for it, if any.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, q *query, call *Call) {
	s.violate(api.checkCall(q.method, q.values))
	fault := s.takeFault(q)
	if fault == nil {
		s.write(w, s.handle(r.Context(), q), call)
		return
	}
	s.note(Event{Kind: "fault", Method: q.method})
	if fault.DropAfter || fault.HangAfter {
		s.handle(r.Context(), q)
	}
	switch {
	case fault.HalfAfter:
		s.writeHalf(w, s.handle(r.Context(), q))
	case fault.DropBefore, fault.DropAfter:
		panic(http.ErrAbortHandler)
	case fault.HangBefore, fault.HangAfter:
		s.wait(r.Context(), 24*time.Hour)
		panic(http.ErrAbortHandler)
	case fault.HTML:
		s.finish(call, 502, nil)
		s.writeRaw(w, 502, "text/html", []byte(badGateway))
	case fault.Junk:
		s.finish(call, 200, nil)
		s.writeRaw(w, 200, "application/json", bytes.Repeat([]byte("junk\x00\xff "), 1<<20/7))
	default:
		s.write(w, answer{failure: fault.failure()}, call)
	}
}

// handle runs the method: getUpdates may wait, all others are done at once.
func (s *Server) handle(ctx context.Context, q *query) answer {
	if q.method == "getUpdates" {
		return s.getUpdates(ctx, q)
	}
	handler, ok := handlers[q.method]
	if !ok {
		return answer{failure: bad("the sandbox does not play " + q.method)}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return handler(s, q)
}

// writeHalf begins an answer and cuts the connection in the middle of it.
func (s *Server) writeHalf(w http.ResponseWriter, a answer) {
	body, err := json.Marshal(object{"ok": true, "result": a.result})
	if err != nil {
		panic("sandbox: encode answer: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body[:len(body)/2]) // a client that has left needs no answer
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// write sends the envelope of the Bot API and closes the call's record.
func (s *Server) write(w http.ResponseWriter, a answer, call *Call) {
	if a.silent {
		panic(http.ErrAbortHandler)
	}
	body, status := object{"ok": true, "result": a.result}, 200
	if a.description != "" {
		body["description"] = a.description
	}
	if f := a.failure; f != nil {
		status = f.code
		body = object{"ok": false, "error_code": f.code, "description": s.words(f)}
		if f.retryAfter > 0 {
			body["parameters"] = object{"retry_after": f.retryAfter}
			w.Header().Set("Retry-After", strconv.Itoa(f.retryAfter))
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic("sandbox: encode answer: " + err.Error())
	}
	s.finish(call, status, raw)
	s.writeRaw(w, status, "application/json", raw)
}

// words are what an error says of itself.
func (s *Server) words(f *failure) string {
	if s.opts.Terse {
		return http.StatusText(f.code)
	}
	return f.description
}

func (s *Server) writeRaw(w http.ResponseWriter, status int, kind string, body []byte) {
	w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat)) // of the answer, not of a long poll's beginning
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // a client that has left needs no answer
}

const badGateway = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n" +
	"<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"

// splitPath takes /bot<token>/<method> apart.
func splitPath(path string) (token, method string, ok bool) {
	rest, ok := strings.CutPrefix(path, "/bot")
	if !ok {
		return "", "", false
	}
	token, method, ok = strings.Cut(rest, "/")
	if test, isTest := strings.CutPrefix(method, "test/"); isTest {
		return token + "/test", test, ok // another data centre: no such bot there
	}
	return token, method, ok
}

// neighbour answers getMe for another bot's token.
func (s *Server) neighbour(token string) (answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	bot, ok := s.others[token]
	return s.meOf(bot), ok
}

// checkToken follows ClientManager::send; nil for the valid token. An empty
// token gets what the hosted front-end answers.
func (s *Server) checkToken(token string) *failure {
	s.mu.Lock()
	defer s.mu.Unlock()
	invalid := &failure{code: 401, description: "Unauthorized: invalid token specified"}
	id, _, colon := strings.Cut(token, ":")
	switch {
	case token == s.token:
		return nil
	case token == "" || s.opts.Hosted && !wellFormed(token):
		return &failure{code: 404, description: "Not Found"}
	case token[0] == '0' || len(token) > 80 || !colon:
		return invalid
	}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return &failure{code: 421, description: "Misdirected Request: unallowed token specified"}
	}
	if n <= 0 || n >= 1<<54 {
		return invalid
	}
	return &failure{code: 401, description: "Unauthorized"}
}

// wellFormed says whether the hosted front-end passes a token on.
func wellFormed(token string) bool {
	id, secret, ok := strings.Cut(token, ":")
	_, err := strconv.ParseInt(id, 10, 64)
	return ok && err == nil && secret != ""
}

// enter counts a request in; false once the server is closed.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.active++
	return true
}

func (s *Server) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active--
	s.idle.Broadcast()
}
