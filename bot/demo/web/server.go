package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"time"
)

const (
	maxBody   = 64 << 10 // bytes of a request to /api/do
	pushEvery = 100 * time.Millisecond
	heartbeat = 15 * time.Second
	lastCalls = 3 * time.Second // for requests in flight at the end
)

// policy lets the page use its own files and nothing else; small pictures may
// stand in its style sheet.
const policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// serve answers at the listener until ctx ends.
func serve(ctx context.Context, w *world, listener net.Listener) error {
	server := &http.Server{
		Handler: handler(w), ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx }, // so that event streams end
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve the demo page: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastCalls)
	defer cancel()
	if err := server.Shutdown(last); err != nil {
		_ = server.Close() // whoever is still there is cut off
	}
	<-ended
	return nil
}

func handler(w *world) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServerFS(files()))
	mux.HandleFunc("GET /favicon.ico", func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /api/state", func(out http.ResponseWriter, _ *http.Request) { writeJSON(out, http.StatusOK, w.state()) })
	mux.HandleFunc("GET /api/events", w.stream)
	mux.HandleFunc("POST /api/do", w.answer)
	return guard(mux)
}

// guard keeps every other page and machine away: a page of the web cannot name
// another Host or Origin than its own, so neither it nor a name that points
// here by trickery (DNS rebinding) gets through.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		h := out.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil || host != "localhost" && host != "127.0.0.1" && host != "::1" {
			refuse(out, http.StatusForbidden, onlyHere)
			return
		}
		origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
		if origin != "" && origin != "http://"+r.Host || r.URL.Path != "/" && site != "" && site != "same-origin" && site != "none" {
			refuse(out, http.StatusForbidden, onlyThisPage)
			return
		}
		next.ServeHTTP(out, r)
	})
}

// answer is POST /api/do.
func (w *world) answer(out http.ResponseWriter, r *http.Request) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		refuse(out, http.StatusUnsupportedMediaType, onlyJSON)
		return
	}
	decoder := json.NewDecoder(http.MaxBytesReader(out, r.Body, maxBody))
	decoder.DisallowUnknownFields()
	var d Deed
	if err := decoder.Decode(&d); err != nil {
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			refuse(out, http.StatusRequestEntityTooLarge, tooMuch)
			return
		}
		refuse(out, http.StatusBadRequest, notUnderstood(err))
		return
	}
	result, err := w.do(d)
	var no refusal
	switch {
	case errors.As(err, &no):
		refuse(out, http.StatusBadRequest, err.Error())
		return
	case err != nil:
		refuse(out, http.StatusInternalServerError, err.Error())
		return
	}
	result["ok"] = true
	writeJSON(out, http.StatusOK, result)
}

func refuse(out http.ResponseWriter, code int, why string) {
	writeJSON(out, code, map[string]any{"ok": false, "error": why})
}

func writeJSON(out http.ResponseWriter, code int, value any) {
	out.Header().Set("Content-Type", "application/json; charset=utf-8")
	out.WriteHeader(code)
	_ = json.NewEncoder(out).Encode(value) // a page that left needs no answer
}

// stream is GET /api/events.
func (w *world) stream(out http.ResponseWriter, r *http.Request) {
	out.Header().Set("Content-Type", "text/event-stream")
	pipe := http.NewResponseController(out)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		w.mu.Lock()
		changed := w.changed
		w.mu.Unlock()
		data, err := json.Marshal(w.state())
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(out, "event: state\ndata: %s\n\n", data); err != nil || pipe.Flush() != nil {
			return
		}
		if !wait(r.Context(), time.After(pushEvery)) {
			return
		}
		for waiting := true; waiting; {
			select {
			case <-r.Context().Done():
				return
			case <-changed:
				waiting = false
			case <-beat.C:
				if _, err := fmt.Fprint(out, ": still here\n\n"); err != nil || pipe.Flush() != nil {
					return
				}
			}
		}
	}
}

// wait waits for a timer; false if ctx ends first.
func wait(ctx context.Context, timer <-chan time.Time) bool {
	select {
	case <-ctx.Done():
		return false
	case <-timer:
		return true
	}
}
