package sandbox

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Server is a running Bot API server for one bot.
type Server struct {
	opts Options
	http *http.Server
	url  string
	done chan struct{} // closed by Close
	quit chan struct{} // closed when the listener has ended

	mu      sync.Mutex
	idle    *sync.Cond // active has become 0
	active  int        // requests being handled
	closed  bool
	bot     User
	token   string
	others  map[string]User // other bots, by token; known by getMe only
	mode    bool            // Secretary Mode
	people  []*Person
	byID    map[int64]*Person
	met     map[int64]bool // accounts the bot has seen
	nextID  int64          // next number in the bot's own message box
	talks   map[[2]*Person]*talk
	links   map[string]*link // connection id -> what the server knows of it
	taps    map[string]*tap  // callback query id -> the tap
	menus   map[menuKey][]Command
	sent    map[floodKey][]time.Time
	faults  []*plannedFault
	witness witness
	updates
}

// New starts a server. It panics if it cannot listen, as httptest does.
func New(opts Options) *Server {
	opts = opts.withDefaults()
	listener := opts.Listener
	if listener == nil {
		var err error
		if listener, err = net.Listen("tcp", opts.Addr); err != nil {
			panic("sandbox: listen: " + err.Error())
		}
	}
	s := &Server{
		opts: opts, url: "http://" + listener.Addr().String(),
		done: make(chan struct{}), quit: make(chan struct{}),
		mode: true, nextID: opts.FirstMessageID, others: map[string]User{},
		byID: map[int64]*Person{}, met: map[int64]bool{}, talks: map[[2]*Person]*talk{}, links: map[string]*link{}, taps: map[string]*tap{},
		menus: map[menuKey][]Command{}, sent: map[floodKey][]time.Time{},
		witness: newWitness(), updates: newUpdates(opts),
	}
	s.idle = sync.NewCond(&s.mu)
	s.token = opts.Token
	if s.token == "" {
		s.token = newToken(opts.BotID)
	}
	s.bot = User{ID: opts.BotID, IsBot: true, FirstName: opts.BotName, Username: opts.BotUsername}
	if id, err := strconv.ParseInt(strings.SplitN(opts.Token, ":", 2)[0], 10, 64); err == nil {
		s.bot.ID = id
	}
	s.http = &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	go func() {
		defer close(s.quit)
		_ = s.http.Serve(listener) // ends by Close only
	}()
	return s
}

// Close stops the server: waiting polls and verbs end, no call is answered any
// more. Twice is once.
func (s *Server) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.done)
	s.mu.Unlock()

	_ = s.http.Close()
	<-s.quit
	s.mu.Lock()
	for s.active > 0 {
		s.idle.Wait()
	}
	s.witness.close()
	s.mu.Unlock()
}

// URL returns the address to use instead of https://api.telegram.org, without
// a trailing slash.
func (s *Server) URL() string { return s.url }

// Token returns the bot's valid token.
func (s *Server) Token() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.token
}

// Bot returns the bot's account.
func (s *Server) Bot() User { return s.bot }

// SetToken revokes the token and puts another in its place. The old one gets
// 401 from now on, waiting polls included. The bot stays the same account.
func (s *Server) SetToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = token
	s.endPoll(ending{failure: &failure{code: 401, description: "Unauthorized"}})
	s.emit(Event{Kind: "server"})
}

// Revoke does what BotFather's /revoke does: the token is dead, and a new one,
// which is returned, stands for the same bot.
func (s *Server) Revoke() string {
	token := newToken(s.bot.ID)
	s.SetToken(token)
	return token
}

// Neighbour adds another bot and returns its token. The server says who it is
// (getMe), and plays nothing else of it.
func (s *Server) Neighbour(id int64, username string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := newToken(id)
	s.others[token] = User{ID: id, IsBot: true, FirstName: username, Username: username}
	return token
}

// newToken is a bot's id and a secret part.
func newToken(id int64) string { return strconv.FormatInt(id, 10) + ":AA" + randomText(33) }

// SetSecretaryMode switches Secretary Mode as BotFather does (on at the start).
// While it is off, getMe says so, nothing of business is delivered and sends
// get BUSINESS_CONNECTION_NOT_ALLOWED.
func (s *Server) SetSecretaryMode(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = on
	s.emit(Event{Kind: "server"})
}

// SetWebhook sets a webhook as another program would; empty removes it. The
// sandbox never calls it, but getUpdates conflicts with it.
func (s *Server) SetWebhook(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.putWebhook(url)
}

// now is the server's clock. Telegram knows whole seconds only.
func (s *Server) now() time.Time { return s.opts.Now() }

func (s *Server) date() time.Time { return s.now().Truncate(time.Second) }

// wait pauses on the wall clock; false if the client left or the server closed.
func (s *Server) wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
	case <-s.done:
	}
	return false
}

// randomText returns n characters of the base64url alphabet.
func randomText(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails
	return base64.RawURLEncoding.EncodeToString(raw)[:n]
}
