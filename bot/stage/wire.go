package stage

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Wire is a network of one server: connections in memory, which a bubble of synctest
// knows to be waiting. It is the server's net.Listener.
type Wire struct {
	calls chan net.Conn
	over  chan struct{}
	once  sync.Once
	delay atomic.Int64 // of every answer

	mu    sync.Mutex
	cut   bool
	conns map[net.Conn]bool
}

// NewWire makes a wire that is whole.
func NewWire() *Wire {
	return &Wire{calls: make(chan net.Conn), over: make(chan struct{}), conns: map[net.Conn]bool{}}
}

// Dial connects to the server, whatever its address.
func (l *Wire) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	l.mu.Lock()
	cut := l.cut
	l.mu.Unlock()
	if cut {
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ECONNREFUSED}
	}
	ours, theirs := net.Pipe()
	select {
	case l.calls <- theirs:
	case <-l.over:
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	c := &conn{Conn: ours, wire: l}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns[c] = true
	return c, nil
}

// conn forgets itself when it is closed.
type conn struct {
	net.Conn
	wire *Wire
}

func (c *conn) Close() error {
	c.wire.mu.Lock()
	delete(c.wire.conns, c)
	c.wire.mu.Unlock()
	return c.Conn.Close()
}

func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if delay := c.wire.delay.Load(); delay > 0 && err == nil {
		time.Sleep(time.Duration(delay)) // the bubble's time
	}
	return n, err
}

// Slow lets every answer come that much later.
func (l *Wire) Slow(delay time.Duration) { l.delay.Store(int64(delay)) }

// HangUp ends every connection.
func (l *Wire) HangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		_ = c.(*conn).Conn.Close()
	}
	clear(l.conns)
}

// Cut ends every connection and lets nobody connect, until Cut(false).
func (l *Wire) Cut(cut bool) {
	l.mu.Lock()
	l.cut = cut
	l.mu.Unlock()
	if cut {
		l.HangUp()
	}
}

// Accept gives the server its next connection.
func (l *Wire) Accept() (net.Conn, error) {
	select {
	case c := <-l.calls:
		return c, nil
	case <-l.over:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and Dial.
func (l *Wire) Close() error { l.once.Do(func() { close(l.over) }); return nil }

// Addr is an address that nothing else has.
func (l *Wire) Addr() net.Addr { return address{} }

type address struct{}

func (address) Network() string { return "pipe" }
func (address) String() string  { return "sandbox" }
