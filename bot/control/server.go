package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	grace = time.Second // for requests in flight when the daemon stops
	// A backup holds a transaction open; an asker who stops reading must not
	// hold it for ever.
	defaultPatience = 30 * time.Second
)

// Server is the open door. Run serves it, Close shuts it.
type Server struct {
	daemon   Daemon
	socket   *socket
	patience time.Duration

	mu      sync.Mutex
	stopped bool
	running sync.WaitGroup // requests
}

// Listen opens the socket of dataDir. The caller holds the lock of the data
// file until the door is shut: a socket that is found there is taken for a dead
// daemon's and removed.
func Listen(dataDir string, d Daemon) (*Server, error) {
	socket, err := openSocket(dataDir)
	if err != nil {
		return nil, err
	}
	return &Server{daemon: d, socket: socket, patience: defaultPatience}, nil
}

// Close shuts a door that Run does not serve. After Run it does nothing.
func (s *Server) Close() error { return s.socket.Close() }

// Run serves until ctx ends, then shuts the door and returns when the last
// request is done. Requests that take longer than 1 s more are cut off. It
// returns nil after the end of ctx, else why it stopped serving.
func (s *Server) Run(ctx context.Context) error {
	server := &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       30 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(s.socket) }()

	var err error
	select {
	case <-ctx.Done():
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
		defer cancel()
		_ = server.Shutdown(ending) // what did not end in time is cut off by Close
		_ = server.Close()
		<-served
	case err = <-served:
		_ = server.Close()
		err = fmt.Errorf("serve control socket: %w", err)
	}
	s.mu.Lock()
	s.stopped = true
	s.mu.Unlock()
	s.running.Wait()
	return errors.Join(err, s.socket.Close())
}

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /alive", s.alive)
	mux.HandleFunc("GET /status", s.status)
	mux.HandleFunc("GET /examine", s.examine)
	mux.HandleFunc("GET /backup", s.backup)
	mux.HandleFunc("GET /export", s.export)
	mux.HandleFunc("GET /material", s.material)
	mux.HandleFunc("GET /audit", s.audit)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.enter() {
			return
		}
		defer s.running.Done()
		mux.ServeHTTP(w, r)
	})
}

// enter counts a request in, unless the door is shut: Run must not return while
// one still uses the daemon.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.stopped {
		s.running.Add(1)
	}
	return !s.stopped
}

func (s *Server) alive(w http.ResponseWriter, _ *http.Request) {
	if err := s.daemon.Alive(); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	}
}

func (s *Server) status(w http.ResponseWriter, r *http.Request) {
	status, err := s.daemon.Status(r.Context())
	reply(w, "status", status, err)
}

func (s *Server) examine(w http.ResponseWriter, r *http.Request) {
	found, err := s.daemon.Examine(r.Context())
	reply(w, "what was found", found, err)
}

func (s *Server) material(w http.ResponseWriter, r *http.Request) {
	material, err := s.daemon.Material(r.Context(), []byte(r.FormValue("want")))
	reply(w, "material", material, err)
}

func (s *Server) audit(w http.ResponseWriter, r *http.Request) {
	lines, err := s.daemon.Audit(r.Context(), []byte(r.FormValue("want")))
	reply(w, "audit", lines, err)
}

func reply(w http.ResponseWriter, what string, answer any, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	content, err := json.Marshal(answer)
	if err != nil {
		http.Error(w, "encode "+what+": "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(content) // fails only if the asker is gone
}

func (s *Server) backup(w http.ResponseWriter, _ *http.Request) { s.stream(w, s.daemon.Backup) }

func (s *Server) export(w http.ResponseWriter, r *http.Request) {
	fan, err := strconv.ParseInt(r.FormValue("fan"), 10, 64)
	if err != nil {
		http.Error(w, "fan is no number", http.StatusBadRequest)
		return
	}
	s.stream(w, func(out io.Writer) (int64, error) { return s.daemon.Export(out, fan) })
}

// stream hands over what copy writes, with a trailer that says whether it is
// whole.
func (s *Server) stream(w http.ResponseWriter, copy func(io.Writer) (int64, error)) {
	w.Header().Set("Trailer", sizeTrailer+", "+errorTrailer)
	out := &patient{to: w, control: http.NewResponseController(w), patience: s.patience}
	size, err := copy(out)
	if err == nil && size != out.written {
		err = fmt.Errorf("copy has %d bytes, should have %d", out.written, size)
	}
	if err != nil {
		w.Header().Set(errorTrailer, strconv.QuoteToASCII(err.Error()))
		return
	}
	w.Header().Set(sizeTrailer, strconv.FormatInt(size, 10))
}

// patient gives each write its own time, however long all of them take.
type patient struct {
	to       io.Writer
	control  *http.ResponseController
	patience time.Duration
	written  int64
}

func (p *patient) Write(b []byte) (int, error) {
	if err := p.control.SetWriteDeadline(time.Now().Add(p.patience)); err != nil {
		return 0, err
	}
	n, err := p.to.Write(b)
	p.written += int64(n)
	return n, err
}
