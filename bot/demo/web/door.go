package web

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"sync"
	"time"
)

// door is a way to Ollama on a loopback port of its own. While it is shut
// nobody listens there, as when Ollama is not running.
type door struct {
	address string
	proxy   *httputil.ReverseProxy

	mu     sync.Mutex
	server *http.Server // nil while shut
	ended  chan struct{}
}

// newDoor makes a door and opens it.
func newDoor(ollama string) (*door, error) {
	to, err := url.Parse(ollama)
	if err != nil {
		return nil, fmt.Errorf("read the address of Ollama: %w", err)
	}
	d := &door{address: "127.0.0.1:0", proxy: &httputil.ReverseProxy{
		Rewrite:       func(r *httputil.ProxyRequest) { r.SetURL(to) },
		FlushInterval: -1,                         // an answer streams
		ErrorLog:      log.New(io.Discard, "", 0), // the secretary hears of it, and says so
	}}
	return d, d.open()
}

// url is the address for ollama.url; it stays the same for good.
func (d *door) url() string { return "http://" + d.address }

func (d *door) open() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.server != nil {
		return nil
	}
	listener, err := net.Listen("tcp", d.address)
	if err != nil {
		return fmt.Errorf("open the way to Ollama: %w", err)
	}
	d.address = listener.Addr().String()
	server, ended := &http.Server{Handler: d.proxy, ReadHeaderTimeout: 10 * time.Second}, make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener) // ends with shut
	}()
	d.server, d.ended = server, ended
	return nil
}

// shut cuts what goes through and closes the port.
func (d *door) shut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.server == nil {
		return
	}
	_ = d.server.Close()
	<-d.ended
	d.server = nil
}
