package stories_test

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
)

// line is the network between the program and Telegram. While it is cut, a
// connection is refused: the one failure of which it is certain that nothing
// happened.
type line struct {
	t    *testing.T
	to   string
	addr string

	mu    sync.Mutex
	ln    net.Listener
	cut   bool
	conns map[net.Conn]bool
	all   sync.WaitGroup
}

func newLine(t *testing.T, target string) *line {
	t.Helper()
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	l := &line{t: t, to: u.Host, addr: "127.0.0.1:0", conns: map[net.Conn]bool{}}
	l.Mend()
	return l
}

// URL is the address the program is given.
func (l *line) URL() string { return "http://" + l.addr }

// Mend lets connections through (again).
func (l *line) Mend() {
	ln, err := net.Listen("tcp", l.addr)
	if err != nil {
		l.t.Fatal(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ln, l.addr, l.cut = ln, ln.Addr().String(), false
	l.all.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			l.all.Go(func() { l.carry(c) })
		}
	})
}

// Cut ends every connection and refuses new ones.
func (l *line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	_ = l.ln.Close()
	for c := range l.conns {
		_ = c.Close()
	}
}

// Close cuts the line for good and waits for its goroutines.
func (l *line) Close() { l.Cut(); l.all.Wait() }

func (l *line) carry(from net.Conn) {
	to, err := net.Dial("tcp", l.to)
	if err != nil {
		_ = from.Close()
		return
	}
	l.mu.Lock()
	l.conns[from], l.conns[to] = true, true
	if l.cut {
		_, _ = from.Close(), to.Close()
	}
	l.mu.Unlock()
	var both sync.WaitGroup
	pump := func(dst, src net.Conn) {
		_, _ = io.Copy(dst, src)
		_, _ = dst.Close(), src.Close()
	}
	both.Go(func() { pump(to, from) })
	both.Go(func() { pump(from, to) })
	both.Wait()
	l.mu.Lock()
	delete(l.conns, from)
	delete(l.conns, to)
	l.mu.Unlock()
}
