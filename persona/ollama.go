package persona

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/ollama/ollama/api"
)

const (
	dialTimeout  = 5 * time.Second
	retryPause   = 300 * time.Millisecond
	maxResponse  = 64 << 20 // bytes of any answer of the server
	maxAnswer    = 16 << 10 // bytes of a draft, after which it is noise
	repeatLimit  = 30       // equal chunks in a row after which the server ends the stream without a word
	judgeChoices = 20       // the most likely tokens the server will list
)

// server speaks with one Ollama server about one model.
type server struct {
	config Config
	client *api.Client
	shown  string // the URL without a password
	bad    *Error // why there is no client
	probes cache
}

func newServer(c Config) *server {
	s := &server{config: c}
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		s.bad = &Error{KindServer, "ollama.url is no http:// or https:// address"}
		return s
	}
	s.shown = u.Redacted()
	if host := strings.ToLower(u.Hostname()); host == "ollama.com" || strings.HasSuffix(host, ".ollama.com") {
		s.bad = &Error{KindRemote, "ollama.url is somebody else's computer; fans' messages go to your own server only"}
		return s
	}
	s.client = api.NewClient(u, &http.Client{
		Transport:     &limited{transport()},
		CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("the server redirects elsewhere") },
	})
	return s
}

// transport uses no proxy: fans' messages go to the configured server and nowhere else. It has no time-out for the
// header, which the server sends with the first token, minutes after the question on a small machine.
func transport() *http.Transport {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout: dialTimeout,
		MaxIdleConnsPerHost: 4,
		IdleConnTimeout:     time.Minute,
	}
}

// limited ends every answer after maxResponse bytes, since the client reads all of it into memory.
type limited struct{ next http.RoundTripper }

func (l *limited) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.next.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, maxResponse), resp.Body}
	}
	return resp, err
}

// options are the same for all calls but for num_predict and seed: any other difference makes the server load the
// model again and lose its cache. They are the advice of Qwen for models that do not think. Ollama's own default
// punishes repetition on some engines and not on others, so it is switched off.
func (s *server) options(predict, seed int) map[string]any {
	return map[string]any{
		"num_ctx": s.config.NumCtx, "temperature": 0.7, "top_p": 0.8, "top_k": 20, "min_p": 0.0, "repeat_penalty": 1.0,
		"num_predict": predict, "seed": seed,
	}
}

// reply is what the model said to one prompt.
type reply struct {
	text     string
	thought  bool             // it also thought aloud, which is thrown away
	logprobs []float64        // of the content tokens
	tokens   []token          // the same with the likeliest ones in their place, if those were asked for
	end      api.ChatResponse // the last chunk; Done only if the stream was whole
	repeats  int              // equal chunks in a row at the end
	last     string
}

// token is a piece of an answer, and what else the model could have said there.
type token struct {
	text     string
	top      []string
	logprobs []float64 // of top
}

// call is one request to the model.
type call struct {
	messages      []message
	predict, seed int
	top           int
	thinking      bool            // the model can think, and is told not to
	format        json.RawMessage // schema of the answer; nil: words. Servers may ignore it
}

// chat asks the model, once more if the server stumbled in a way that says nothing about the request. The reply may
// be half an answer: see finished.
func (s *server) chat(ctx context.Context, c call) (reply, *Error) {
	out, err := s.stream(ctx, c)
	if err == nil || !transient(err) || ctx.Err() != nil {
		return out, s.explain(ctx, err)
	}
	select {
	case <-ctx.Done():
		return out, s.explain(ctx, ctx.Err())
	case <-time.After(retryPause):
	}
	out, err = s.stream(ctx, c)
	return out, s.explain(ctx, err)
}

var errNoise = errors.New("an answer without end")

func (s *server) stream(ctx context.Context, c call) (out reply, err error) {
	err = s.client.Chat(ctx, s.request(c), func(r api.ChatResponse) error {
		out.take(r)
		if len(out.text) > maxAnswer {
			return errNoise
		}
		return nil
	})
	if err == nil {
		err = ctx.Err() // the client gives nil when the context ends within a stream
	}
	return out, err
}

func (s *server) request(c call) *api.ChatRequest {
	yes, no := true, false
	keep := s.config.KeepAlive
	r := &api.ChatRequest{Model: s.config.Model, Stream: &yes, Truncate: &no, Shift: &no, Logprobs: true, TopLogprobs: c.top,
		KeepAlive: &api.Duration{Duration: keep}, Options: s.options(c.predict, c.seed), Format: c.format}
	for _, m := range c.messages {
		r.Messages = append(r.Messages, api.Message{Role: m.role, Content: m.text})
	}
	if c.thinking {
		r.Think = &api.ThinkValue{Value: false}
	}
	return r
}

// take adds one chunk. Logprobs of thoughts come in the same list, so only those of chunks with content count.
func (out *reply) take(r api.ChatResponse) {
	if r.Message.Thinking != "" {
		out.thought = true
	}
	if text := r.Message.Content; text != "" {
		for _, l := range r.Logprobs {
			out.logprobs = append(out.logprobs, l.Logprob)
			out.tokens = append(out.tokens, choices(l))
		}
		out.text += text
		if out.last == text {
			out.repeats++
		} else {
			out.last, out.repeats = text, 1
		}
	}
	if r.Done {
		out.end = r
	}
}

func choices(l api.Logprob) token {
	t := token{text: l.Token}
	for _, c := range l.TopLogprobs {
		t.top, t.logprobs = append(t.top, c.Token), append(t.logprobs, c.Logprob)
	}
	return t
}

// finished tells whether the reply is a whole answer.
func (out reply) finished(model string) *Error {
	switch {
	case out.end.RemoteHost != "" || out.end.RemoteModel != "":
		return remoteError(model)
	case !out.end.Done && out.repeats >= repeatLimit:
		return &Error{KindAbsurd, "the model repeated itself until the server stopped it"}
	case !out.end.Done:
		return &Error{KindCut, "the model's answer was cut off"}
	case out.end.DoneReason == "length":
		return &Error{KindCut, "the model did not come to an end"}
	case out.end.DoneReason != "stop":
		return &Error{KindCut, "the model's answer ended without an end"}
	}
	return nil
}

// explain turns an error of the client into ours. ctx is the one of the call, whose cause tells our own time-out from
// the caller's end.
func (s *server) explain(ctx context.Context, err error) *Error {
	var status api.StatusError
	var auth api.AuthorizationError
	var network net.Error
	var request *url.Error
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ended(ctx)
	case errors.Is(err, errNoise):
		return &Error{KindAbsurd, "the model's answer had no end"}
	case errors.As(err, &status):
		return s.explainStatus(status)
	case errors.As(err, &auth):
		return &Error{KindServer, "the Ollama server asks for a sign-in"}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{KindCut, "the connection to the Ollama server broke off"}
	case errors.As(err, &request) && strings.Contains(err.Error(), "redirects elsewhere"):
		return &Error{KindServer, "the address in ollama.url redirects elsewhere, which is not followed"}
	case errors.As(err, &network) && network.Timeout():
		return &Error{KindDown, "the Ollama server at " + s.shown + " cannot be reached"}
	case errors.As(err, &request):
		return &Error{KindDown, "the Ollama server at " + s.shown + " does not answer; is it running?"}
	}
	return &Error{KindServer, plain("the Ollama server reports an error", err.Error())}
}

func (s *server) explainStatus(e api.StatusError) *Error {
	text := strings.ToLower(e.ErrorMessage)
	switch {
	case e.StatusCode == http.StatusNotFound && strings.Contains(text, "model"):
		return s.missing()
	case e.StatusCode == http.StatusBadRequest && strings.Contains(text, "context length"):
		return &Error{KindTooLong, "the conversation does not fit into the model's context"}
	case strings.Contains(text, "does not support chat"):
		return &Error{KindNoModel, "the model " + quote(s.config.Model) + " cannot chat; choose another one"}
	case e.StatusCode == http.StatusServiceUnavailable:
		return &Error{KindBusy, "the Ollama server has too much to do"}
	case e.StatusCode == http.StatusBadGateway || e.StatusCode == http.StatusGatewayTimeout:
		return &Error{KindDown, "the Ollama server behind " + s.shown + " does not answer"}
	}
	return &Error{KindServer, plain("the Ollama server refuses with status "+http.StatusText(e.StatusCode), e.ErrorMessage)}
}

func (s *server) missing() *Error {
	return &Error{KindNoModel, "the model " + quote(s.config.Model) + " is not on the server; run: ollama pull " + oneLine(s.config.Model, 80)}
}

func remoteError(model string) *Error {
	return &Error{KindRemote, "the model " + quote(model) + " runs on somebody else's computer; choose one that runs here"}
}

func quote(s string) string { return `"` + oneLine(s, 80) + `"` }

// ended tells a time-out from a caller that gave up.
func ended(ctx context.Context) *Error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &Error{KindSlow, "the model took too long"}
	}
	return &Error{KindCancelled, "the draft is not needed any more"}
}

// plain adds the server's words if they are words: a page of HTML or a megabyte of junk is no reason.
func plain(what, detail string) string {
	if detail = oneLine(detail, 180); detail == "" || strings.ContainsAny(detail, "‹<{") || !hasLetter(detail) {
		return what + " (or is not Ollama at all)"
	}
	return what + ": " + detail
}

// transient tells whether the same request may well work a moment later: a full queue, a server that just starts, a
// runner that died (the next request loads it again). Nothing else is tried twice, least of all a slow answer, since
// the server goes on working on a prompt whose caller has left.
func transient(err error) bool {
	var status api.StatusError
	if errors.As(err, &status) {
		return status.StatusCode == http.StatusServiceUnavailable ||
			status.StatusCode == http.StatusInternalServerError && strings.Contains(status.ErrorMessage, "unexpectedly stopped")
	}
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" && !op.Timeout()
}
