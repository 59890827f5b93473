package sandbox_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

type params = map[string]any

// reply is an answer of the server, taken apart.
type reply struct {
	Status     int
	Header     http.Header
	Body       []byte
	OK         bool            `json:"ok"`
	Result     json.RawMessage `json:"result"`
	Code       int             `json:"error_code"`
	Text       string          `json:"description"`
	Parameters struct {
		RetryAfter int `json:"retry_after"`
	} `json:"parameters"`
}

// into decodes the result.
func (r reply) into(t *testing.T, v any) {
	t.Helper()
	if !r.OK {
		t.Fatalf("call failed: %d %s", r.Code, r.Text)
	}
	if err := json.Unmarshal(r.Result, v); err != nil {
		t.Fatalf("decode %s: %v", r.Result, err)
	}
}

// object is the result as a JSON object.
func (r reply) object(t *testing.T) map[string]any {
	t.Helper()
	var o map[string]any
	r.into(t, &o)
	return o
}

func (r reply) wantError(t *testing.T, code int, text string) {
	t.Helper()
	if r.Status != code || r.Code != code || r.Text != text || r.OK {
		t.Errorf("got %d (%d) %q, want %d %q", r.Status, r.Code, r.Text, code, text)
	}
}

func post(url, kind string, body io.Reader) (reply, error) {
	resp, err := http.Post(url, kind, body)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	r := reply{Status: resp.StatusCode, Header: resp.Header}
	if r.Body, err = io.ReadAll(resp.Body); err != nil {
		return r, err
	}
	return r, json.Unmarshal(r.Body, &r)
}

// world is a server with a creator and a fan, the usual stage of a test.
type world struct {
	*sandbox.Server
	t          *testing.T
	clock      *clock
	mila, alex *sandbox.Person
}

// newWorld starts a server without pacing, on a clock that stands still.
func newWorld(t *testing.T, change ...func(*sandbox.Options)) *world {
	t.Helper()
	c := &clock{t: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)}
	opts := sandbox.Options{Now: c.Now, Brisk: true}
	for _, f := range change {
		f(&opts)
	}
	s := sandbox.New(opts)
	t.Cleanup(s.Close)
	return &world{Server: s, t: t, clock: c,
		mila: s.Person("Mila", sandbox.WithHandle("mila"), sandbox.WithLanguage("en")),
		alex: s.Person("Alex", sandbox.WithHandle("alex_k"), sandbox.WithLanguage("de"))}
}

func (w *world) call(method string, p params) reply {
	w.t.Helper()
	if p == nil {
		p = params{}
	}
	body, err := json.Marshal(p)
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := post(w.URL()+"/bot"+w.Token()+"/"+method, "application/json", bytes.NewReader(body))
	if err != nil {
		w.t.Fatalf("%s: %v", method, err)
	}
	return r
}

type update map[string]json.RawMessage

func (u update) id() int64 {
	var id int64
	json.Unmarshal(u["update_id"], &id)
	return id
}

// kind is the name of the only field beside update_id.
func (u update) kind() string {
	for name := range u {
		if name != "update_id" {
			return name
		}
	}
	return ""
}

func (u update) body(t *testing.T) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal(u[u.kind()], &o); err != nil {
		t.Fatal(err)
	}
	return o
}

func (w *world) poll(offset int64) []update {
	w.t.Helper()
	var list []update
	w.call("getUpdates", params{"offset": offset}).into(w.t, &list)
	return list
}

// drain returns all waiting updates and acknowledges them.
func (w *world) drain() []update {
	w.t.Helper()
	list := w.poll(0)
	if len(list) > 0 {
		w.poll(list[len(list)-1].id() + 1)
	}
	return list
}

func kinds(list []update) []string {
	out := []string{}
	for _, u := range list {
		out = append(out, u.kind())
	}
	return out
}

func ids(list []update) []int64 {
	out := []int64{}
	for _, u := range list {
		out = append(out, u.id())
	}
	return out
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %#v, want %#v", what, got, want)
	}
}

func contains(t *testing.T, what, got, part string) {
	t.Helper()
	if !strings.Contains(got, part) {
		t.Errorf("%s: %q does not contain %q", what, got, part)
	}
}

// clock is a hand-moved clock.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// messageID is the id of a sent message.
func messageID(t *testing.T, r reply) int64 {
	t.Helper()
	return int64(r.object(t)["message_id"].(float64))
}
