package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"
)

const (
	callTimeout = 30 * time.Second // a call without a nearer deadline of its own
	pollSlack   = 15 * time.Second // how much longer than asked for a long poll may take
	maxAnswer   = 16 << 20         // bytes; Telegram's largest, a batch of updates, is about 4 MiB
	// Telegram closes idle connections after a minute or so. A request that
	// meets that very moment has an unknown outcome, so ours end well before.
	idleTimeout = 20 * time.Second
	// As many calls at a time find their connection open: a new one costs more
	// than the call.
	maxIdle = 128
)

// Client calls the Bot API as one bot. It may be used by many goroutines.
type Client struct {
	apiURL string
	key    atomic.Pointer[key]
	call   *http.Client
	poll   *http.Client           // its own connections: a waiting poll must not stand in the way of a reply
	known  atomic.Pointer[moment] // of the newest answer that told the server's time

	now     func() time.Time
	elapsed func() time.Duration
}

// Wire is how a client reaches the server, and its clocks. What is nil is the
// network's and the machine's own; a test puts all on a line of its own.
type Wire struct {
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	Now  func() time.Time
	// Elapsed is the time since any moment, sleep of the machine included, on a
	// clock that nobody sets.
	Elapsed func() time.Duration
}

// New returns a client for the bot behind token at apiURL
// ("https://api.telegram.org", or the address of another Bot API server). It
// does not connect; a malformed address or token shows at the first call.
func New(apiURL, token string) *Client { return NewOver(Wire{}, apiURL, token) }

// NewOver is New over a wire.
func NewOver(w Wire, apiURL, token string) *Client {
	if w.Dial == nil {
		w.Dial = (&net.Dialer{Timeout: 10 * time.Second}).DialContext
	}
	if w.Now == nil {
		w.Now = time.Now
	}
	if w.Elapsed == nil {
		w.Elapsed = elapsed
	}
	c := &Client{apiURL: strings.TrimRight(apiURL, "/"), call: newHTTP(w), poll: newHTTP(w), now: w.Now, elapsed: w.Elapsed}
	c.Use(token)
	return c
}

func newHTTP(w Wire) *http.Client {
	// One request at a time on a connection makes "was anything written" a
	// fact; HTTP/2 would mix requests.
	var onlyHTTP1 http.Protocols
	onlyHTTP1.SetHTTP1(true)
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  proxy,
			DialContext:            w.Dial,
			TLSHandshakeTimeout:    10 * time.Second,
			IdleConnTimeout:        idleTimeout,
			MaxIdleConnsPerHost:    maxIdle,
			MaxResponseHeaderBytes: 64 << 10,
			Protocols:              &onlyHTTP1,
		},
		// A redirect would carry the token, and the message, somewhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Close drops the idle connections. Calls in flight are not touched.
func (c *Client) Close() {
	c.call.CloseIdleConnections()
	c.poll.CloseIdleConnections()
}

// Call posts in as JSON to method and decodes the result into out; a nil in
// sends no parameters, a nil out ignores the result. Without a nearer deadline
// in ctx it gives up after 30 s. Errors are *Error.
func (c *Client) Call(ctx context.Context, method string, in, out any) error {
	return c.do(ctx, c.call, callTimeout, method, in, out)
}

func (c *Client) do(ctx context.Context, via *http.Client, patience time.Duration, method string, in, out any) error {
	body, err := encode(in)
	if err != nil {
		return c.failed(method, true, "encode parameters: "+err.Error())
	}
	return c.post(ctx, via, patience, method, "application/json", body, out)
}

// post sends a body of this content type to method and decodes the result.
func (c *Client) post(ctx context.Context, via *http.Client, patience time.Duration, method, kind string, body []byte, out any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()

	var written atomic.Bool
	request, err := http.NewRequestWithContext(trace(ctx, &written), http.MethodPost, c.apiURL+"/bot"+c.key.Load().token+"/"+method, bytes.NewReader(body))
	if err != nil {
		// The text of this error is the URL, with the token in it.
		return c.failed(method, true, "the API address or the token cannot be part of a URL")
	}
	request.Header.Set("Content-Type", kind)

	began := c.elapsed()
	response, err := via.Do(request)
	if err != nil {
		return c.broken(ctx, request, method, !written.Load(), err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return c.broken(ctx, request, method, false, err)
	}
	return c.read(method, began, response, content, out)
}

// trace notes whether a connection was handed to the request: before that
// nothing of it can have been written. The transport asks for another
// connection only if it wrote nothing to the last one, so asking starts anew.
func trace(ctx context.Context, written *atomic.Bool) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { written.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { written.Store(true) },
	})
}

func encode(in any) ([]byte, error) {
	if in == nil {
		return []byte("{}"), nil
	}
	return json.Marshal(in)
}
