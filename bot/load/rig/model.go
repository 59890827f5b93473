package rig

import (
	"encoding/json"
	"fmt"
	"math"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

const modelName = "parrot:1b"

// Model is a stand-in for Ollama that has thought already: it answers every
// question at once, sure of itself, and judges that a draft is good.
type Model struct {
	// Delay is how long each draft takes, in nanoseconds; it may change at any time.
	Delay atomic.Int64
	// Drafts counts the drafts made.
	Drafts atomic.Int64

	address string
	server  *http.Server
	done    chan struct{}
}

// NewModel starts a model on a free port of this machine.
func NewModel() (*Model, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the model: %w", err)
	}
	m := &Model{address: listener.Addr().String(), done: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, "Ollama is running") })
	for path, reply := range map[string]any{
		"GET /api/version": map[string]any{"version": "0.17.4"}, "GET /api/tags": installed(), "GET /api/ps": installed(),
		"POST /api/show": map[string]any{"capabilities": []string{"completion"}, "details": map[string]any{"family": "qwen3"},
			"model_info": map[string]any{"general.architecture": "qwen3", "qwen3.context_length": 262144}},
	} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { line(w, reply) })
	}
	mux.HandleFunc("POST /api/chat", m.chat)
	m.server = &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	go func() {
		defer close(m.done)
		_ = m.server.Serve(listener) // ends with Close
	}()
	return m, nil
}

// URL is its address.
func (m *Model) URL() string { return "http://" + m.address }

// Close ends it.
func (m *Model) Close() {
	_ = m.server.Close()
	<-m.done
}

func installed() map[string]any {
	return map[string]any{"models": []any{map[string]any{"name": modelName, "model": modelName, "size": 1 << 30,
		"digest": fmt.Sprintf("%064x", 0xab), "modified_at": time.Unix(0, 0), "expires_at": time.Unix(1<<33, 0),
		"context_length": 8192, "details": map[string]any{"family": "qwen3"}}}}
}

// line writes one JSON value; a client that went away is no matter.
func line(w http.ResponseWriter, value any) { _ = json.NewEncoder(w).Encode(value) }

// question is what of a chat request tells its kind.
type question struct {
	Messages []struct {
		Content string `json:"content"`
	} `json:"messages"`
	Format      json.RawMessage `json:"format"`
	Options     map[string]any  `json:"options"`
	TopLogprobs int             `json:"top_logprobs"`
}

// chat answers: a study with nothing, the question how good a draft is with
// Yes, what a draft covers with Yes for every line, the rest with a draft.
func (m *Model) chat(w http.ResponseWriter, r *http.Request) {
	var q question
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	predict, _ := q.Options["num_predict"].(float64)
	last := ""
	if len(q.Messages) > 0 {
		last = q.Messages[len(q.Messages)-1].Content
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	switch {
	case len(q.Messages) == 0:
		ended(w, "load")
	case q.Format != nil:
		token(w, "{}")
		ended(w, "stop")
	case predict == 1:
		token(w, "Yes")
		ended(w, "length")
	case q.TopLogprobs > 0:
		_, list, _ := strings.Cut(last, "⟦")
		list, _, _ = strings.Cut(list, "⟧")
		for range strings.Split(list, "\n") {
			token(w, "Yes ")
		}
		ended(w, "stop")
	default:
		if !think(r, time.Duration(m.Delay.Load())) {
			return
		}
		m.Drafts.Add(1)
		token(w, fmt.Sprintf("so good to hear from you, tell me more %d", m.Drafts.Load()))
		ended(w, "stop")
	}
}

// think waits; false if the client left.
func think(r *http.Request, delay time.Duration) bool {
	if delay <= 0 {
		return true
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// token streams a piece of an answer that was as good as certain.
func token(w http.ResponseWriter, text string) {
	sure := map[string]any{"token": text, "logprob": math.Log(0.995)}
	sure["top_logprobs"] = []any{map[string]any{"token": text, "logprob": math.Log(0.98)}}
	line(w, map[string]any{"model": modelName, "created_at": time.Now(), "done": false,
		"message": map[string]any{"role": "assistant", "content": text}, "logprobs": []any{sure}})
}

func ended(w http.ResponseWriter, reason string) {
	line(w, map[string]any{"model": modelName, "created_at": time.Now(), "done": true, "done_reason": reason,
		"message": map[string]any{"role": "assistant", "content": ""}, "total_duration": 2000000, "load_duration": 100000,
		"prompt_eval_count": 100, "prompt_eval_duration": 1000000, "eval_count": 8, "eval_duration": 1000000})
}
