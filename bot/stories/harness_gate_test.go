package stories_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"sync"
	"time"
)

// via lets every call to Telegram go through a hand that may answer it itself or
// pass it on. To be set before the program starts.
func (s *story) via(hand func(w http.ResponseWriter, r *http.Request, body string, pass http.Handler)) {
	s.t.Helper()
	target, err := url.Parse(s.tg.URL())
	if err != nil {
		s.t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ErrorHandler = func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) } // a cut stays a cut
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		hand(w, r, string(raw), proxy)
	}))
	s.t.Cleanup(func() {
		if s.bin != nil { // its long poll would keep the front open
			s.stop()
		}
		front.CloseClientConnections()
		front.Close()
	})
	s.keys["telegram.api_url"] = front.URL
	s.writeConfig()
}

// gate keeps the calls a story picks from reaching Telegram until it opens.
type gate struct {
	s    *story
	came chan struct{}
	open chan struct{}
	once sync.Once
}

// late puts a gate on the way back from Telegram: the calls are carried out, and
// their answers wait. To be set before the program starts.
func (s *story) late(method string) *gate {
	s.t.Helper()
	g := &gate{s: s, came: make(chan struct{}, 1), open: make(chan struct{})}
	s.via(func(w http.ResponseWriter, r *http.Request, body string, pass http.Handler) {
		if methodOf(r) != method {
			pass.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		pass.ServeHTTP(answer, r)
		g.holds(r)
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes()) // a program that has left fails the story itself
	})
	return g
}

// holds keeps a call until the gate opens or the program gives it up.
func (g *gate) holds(r *http.Request) (opened bool) {
	select {
	case g.came <- struct{}{}:
	default: // somebody stands before it already
	}
	select {
	case <-g.open:
		return true
	case <-r.Context().Done():
		return false
	}
}

// gate puts a gate on the way to Telegram. To be set before the program starts.
func (s *story) gate(picks func(method, body string) bool) *gate {
	s.t.Helper()
	g := &gate{s: s, came: make(chan struct{}, 1), open: make(chan struct{})}
	s.via(func(w http.ResponseWriter, r *http.Request, body string, pass http.Handler) {
		if !picks(methodOf(r), body) || g.holds(r) {
			pass.ServeHTTP(w, r)
		}
	})
	return g
}

// Holds waits until a call stands before the gate.
func (g *gate) Holds() {
	g.s.t.Helper()
	select {
	case <-g.came:
	case <-time.After(patience):
		g.s.t.Fatal("no call came to the gate")
	}
}

// Opens lets everything through from now on.
func (g *gate) Opens() { g.once.Do(func() { close(g.open) }) }

// methodOf is the Bot API method a request calls.
func methodOf(r *http.Request) string { return path.Base(r.URL.Path) }
