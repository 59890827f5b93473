package stories_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// question is one request to /api/chat.
type question struct {
	Model       string          `json:"model"`
	Messages    []turn          `json:"messages"`
	Stream      *bool           `json:"stream"`
	Format      json.RawMessage `json:"format"`
	KeepAlive   json.RawMessage `json:"keep_alive"`
	Options     map[string]any  `json:"options"`
	Think       json.RawMessage `json:"think"`
	Truncate    *bool           `json:"truncate"`
	Shift       *bool           `json:"shift"`
	Logprobs    bool            `json:"logprobs"`
	TopLogprobs int             `json:"top_logprobs"`
}

type turn struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// System returns the system message.
func (q question) System() string {
	if len(q.Messages) == 0 || q.Messages[0].Role != "system" {
		return ""
	}
	return q.Messages[0].Content
}

// Persona returns the system message without what was learned, which may change.
func (q question) Persona() string {
	system, _, _ := strings.Cut(q.System(), "\n\n# What Mila wishes")
	system, _, _ = strings.Cut(system, "\n\n# How Mila writes")
	return system
}

// Last returns the last message.
func (q question) Last() string {
	if len(q.Messages) == 0 {
		return ""
	}
	return q.Messages[len(q.Messages)-1].Content
}

// Talk returns the turns between the system message and the last message.
func (q question) Talk() []turn {
	if len(q.Messages) < 2 {
		return nil
	}
	return q.Messages[1 : len(q.Messages)-1]
}

// Mentions counts how often a text stands in the whole prompt.
func (q question) Mentions(text string) int {
	n := 0
	for _, t := range q.Messages {
		n += strings.Count(t.Content, text)
	}
	return n
}

func (q question) predict() float64 { n, _ := q.Options["num_predict"].(float64); return n }
func (q question) isStudy() bool    { return q.Format != nil }
func (q question) isJudge() bool    { return q.predict() == 1 && q.TopLogprobs == 20 }
func (q question) isCover() bool    { return q.predict() > 1 && q.TopLogprobs == 20 }
func (q question) isWarmUp() bool   { return len(q.Messages) == 0 || (q.predict() == 1 && !q.isJudge()) }

func (m *model) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "Ollama is running") })
	mux.HandleFunc("GET /api/version", m.fixed(map[string]any{"version": "0.17.4"}))
	mux.HandleFunc("GET /api/tags", m.list)
	mux.HandleFunc("GET /api/ps", m.list)
	mux.HandleFunc("POST /api/show", m.show)
	mux.HandleFunc("POST /api/chat", m.chat)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		m.complain("no such endpoint: %s %s", r.Method, r.URL.Path)
		http.NotFound(w, r)
	})
	return mux
}

func (m *model) fixed(v any) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, v) }
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // a client that went away is no matter
}

func (m *model) feeling() mood { m.mu.Lock(); defer m.mu.Unlock(); return m.mood }

func (m *model) complain(format string, args ...any) {
	m.touch(func() {
		if text := fmt.Sprintf(format, args...); !slices.Contains(m.wrong, text) {
			m.wrong = append(m.wrong, text)
		}
	})
}

func (m *model) list(w http.ResponseWriter, _ *http.Request) {
	models := []any{}
	m.mu.Lock()
	digest := fmt.Sprintf("%064x", 0xab+m.pulled)
	m.mu.Unlock()
	if m.feeling() != missing {
		models = append(models, map[string]any{"name": modelName, "model": modelName, "size": 1 << 30, "digest": digest,
			"modified_at": time.Now(), "expires_at": time.Now().Add(time.Hour), "context_length": 8192, "details": map[string]any{"family": "qwen3"}})
	}
	answer(w, http.StatusOK, map[string]any{"models": models})
}

func (m *model) show(w http.ResponseWriter, _ *http.Request) {
	switch m.feeling() {
	case missing:
		answer(w, http.StatusNotFound, map[string]any{"error": "model '" + modelName + "' not found"})
	case cloud:
		m.touch(func() { m.warned = true })
		answer(w, http.StatusOK, map[string]any{"remote_host": "https://ollama.com:443", "remote_model": "parrot:480b", "capabilities": []string{"completion"}, "model_info": map[string]any{}})
	default:
		answer(w, http.StatusOK, map[string]any{"capabilities": []string{"completion"}, "details": map[string]any{"family": "qwen3"},
			"model_info": map[string]any{"general.architecture": "qwen3", "qwen3.context_length": 262144}})
	}
}

func (m *model) chat(w http.ResponseWriter, r *http.Request) {
	var q question
	err := json.NewDecoder(r.Body).Decode(&q)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return // the program has left in the middle of its question: somebody else is more urgent
	}
	if err != nil {
		m.complain("chat: %v", err)
		answer(w, http.StatusBadRequest, map[string]any{"error": err.Error()})
		return
	}
	m.enter(q)
	defer m.leave()
	switch mood := m.feeling(); mood {
	case missing:
		answer(w, http.StatusNotFound, map[string]any{"error": "model '" + modelName + "' not found"})
	case cloud:
		answer(w, http.StatusBadGateway, map[string]any{"error": "not here"})
	case busy:
		answer(w, http.StatusServiceUnavailable, map[string]any{"error": "server busy, please try again.  maximum pending requests exceeded"})
	case crashing:
		answer(w, http.StatusInternalServerError, map[string]any{"error": "model runner has unexpectedly stopped, this may be due to resource limitations"})
	case nonsense:
		fmt.Fprint(w, strings.Repeat("<html><body>it works</body></html>\n", 100))
	default:
		m.speak(w, r, q, mood)
	}
}

// enter takes a question in and looks whether it is well formed.
func (m *model) enter(q question) {
	m.touch(func() { m.inside++ })
	m.alone()
	for _, fault := range m.faults(q) {
		m.complain("%s", fault)
	}
	m.touch(func() {
		switch {
		case q.isWarmUp():
		case q.isStudy():
			m.studied = append(m.studied, q)
		case q.isJudge():
		case q.isCover():
			m.covered = append(m.covered, q)
		default:
			m.last = m.choose(q)
			m.asked = append(m.asked, q)
			m.prompt = q.Messages
		}
	})
}

// alone gives a call that its client has given up a moment to be noticed.
func (m *model) alone() {
	late := time.After(2 * time.Second)
	for {
		m.mu.Lock()
		inside, changed := m.inside, m.changed
		m.mu.Unlock()
		if inside <= 1 {
			return
		}
		select {
		case <-changed:
		case <-late:
			return
		}
	}
}

func (m *model) leave() { m.touch(func() { m.inside-- }) }

// faults holds a question against what Ollama needs: one call at a time, a
// system message that is the same for everybody, the same options for every
// call, no silent cutting, the judge asked about the very same prompt.
func (m *model) faults(q question) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []string
	check := func(ok bool, text string, args ...any) {
		if !ok {
			out = append(out, fmt.Sprintf(text, args...))
		}
	}
	check(m.inside == 1, "%d calls at once", m.inside)
	check(q.Model == modelName, "model %q", q.Model)
	check(!m.warned, "a word to somebody else's computer")
	check(q.Format == nil || len(q.Messages) == 2 && q.predict() > 1, "a format: drafts are plain text")
	check(string(q.Think) == "" || string(q.Think) == "null", "think %s for a model that cannot", q.Think)
	if len(q.Messages) == 0 {
		return out
	}
	check(strings.HasPrefix(strings.Trim(string(q.KeepAlive), `"`), "-"), "keep_alive %s: the model does not stay loaded", q.KeepAlive)
	check(q.Truncate != nil && !*q.Truncate, "truncate is not false")
	check(q.Shift != nil && !*q.Shift, "shift is not false")
	check(q.Stream == nil || *q.Stream || q.predict() == 1, "a draft that is not streamed")
	for i, t := range q.Messages {
		check((t.Role == "system") == (i == 0), "message %d has role %s", i, t.Role)
		check(i < 2 || t.Role != q.Messages[i-1].Role, "two messages of %s in a row", t.Role)
	}
	check(m.same("system message", q.Persona()), "the system message changed")
	options := map[string]any{}
	for k, v := range q.Options {
		if k != "num_predict" && k != "seed" {
			options[k] = v
		}
	}
	text, _ := json.Marshal(options) // a map of JSON values always marshals
	check(m.same("options", string(text)), "the options changed to %s", text)
	check(m.same("keep_alive", string(q.KeepAlive)), "keep_alive changed to %s", q.KeepAlive)
	if q.isJudge() || q.isCover() {
		check(len(q.Messages) == len(m.prompt)+2 && slices.Equal(q.Messages[:len(m.prompt)], m.prompt), "the judge is not asked about the same prompt")
	}
	return out
}

// same notes a value on first sight and says whether it is the same again.
func (m *model) same(what, value string) bool {
	first, ok := m.sworn[what]
	if !ok {
		m.sworn[what] = value
		return true
	}
	return first == value
}

// NewPersona lets the system message change, because the story changed the
// persona file.
func (m *model) NewPersona() { m.touch(func() { delete(m.sworn, "system message") }) }
