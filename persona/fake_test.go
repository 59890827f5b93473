package persona_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"secretary/persona"
)

// mia is a persona file as a creator would write it.
const mia = `# Mia
<!-- hint for the writer: this line is not for the model -->
Painter from Lisbon, warm, teasing, lower case, one emoji at most.

## Facts
- Prints cost 40 €, originals from 350 €.
- Prints are posted every Monday from the little shop around the corner.
- Shop: https://mia.art/prints, Instagram @mia.paints

## Boundaries
Never talk about family. Never say where the studio is, not even the street or the district.

## Examples
Fan: what does a print cost?
Me: a print is 40 € 🙂 which one do you like?

Fan: do you ship to Brazil?
Mia: yes, everywhere the post goes, it takes a while though

- "good morning" -> "morning you ☀️ slept well?"
`

// chunk is one line of an answer's stream.
type chunk = map[string]any

// said is a chunk with text of one token and its logprob.
func said(text string, logprob float64) chunk {
	return chunk{"message": chunk{"role": "assistant", "content": text}, "done": false,
		"logprobs": []any{chunk{"token": text, "logprob": logprob}}}
}

// done is the last chunk.
func done(reason string) chunk {
	return chunk{"message": chunk{"role": "assistant", "content": ""}, "done": true, "done_reason": reason,
		"prompt_eval_count": 700, "prompt_eval_duration": 5_000_000, "eval_count": 9}
}

// judged is a one-token answer to the judge's question, with the probabilities of tokens.
func judged(logprobs map[string]float64) []chunk {
	var top []any
	for token, l := range logprobs {
		top = append(top, chunk{"token": token, "logprob": l})
	}
	return []chunk{{"message": chunk{"content": "Yes"}, "done": false,
		"logprobs": []any{chunk{"token": "Yes", "logprob": -0.1, "top_logprobs": top}}}, done("length")}
}

// picked is a chunk with one token that the model was nearly sure of.
func picked(word string) chunk {
	return chunk{"message": chunk{"content": word + " "}, "done": false,
		"logprobs": []any{chunk{"token": word + " ", "logprob": -0.1, "top_logprobs": []any{chunk{"token": word, "logprob": -0.1}}}}}
}

// chatRequest is what the fake looks at.
type chatRequest struct {
	Model    string
	Messages []struct{ Role, Content string }
	Options  map[string]any
	Raw      map[string]any
}

func (r chatRequest) last() string { return r.Messages[len(r.Messages)-1].Content }
func (r chatRequest) judge() bool  { return strings.Contains(r.last(), "Answer Yes or No") }

// covers tells whether the model is asked which questions its draft answers.
func (r chatRequest) covers() bool { return strings.HasPrefix(r.last(), "COVERAGE") }

// ollama is a fake server over HTTP. Its zero value answers "hello there" and judges Yes.
type ollama struct {
	Version string
	Show    chunk
	// Answer handles a draft; nil streams Chunks.
	Answer http.HandlerFunc
	Chunks []chunk
	Judge  []chunk
	// Covered is what it says about the questions that its draft answers; empty: nothing to the point.
	Covered string
	// JudgeHangs lets the judge's question wait until the client leaves.
	JudgeHangs bool
	// Status answers everything but the version with this code and Body.
	Status int
	Body   string

	mu       sync.Mutex
	requests []chatRequest
	calls    map[string]int
}

func (o *ollama) start(t testing.TB) string {
	t.Helper()
	o.calls = map[string]int{}
	s := httptest.NewServer(o)
	t.Cleanup(s.Close)
	return s.URL
}

func (o *ollama) seen() []chatRequest {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]chatRequest(nil), o.requests...)
}

func (o *ollama) count(path string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.calls[path]
}

func (o *ollama) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	o.calls[r.URL.Path]++
	o.mu.Unlock()
	switch r.URL.Path {
	case "/api/version":
		version := o.Version
		if version == "" {
			version = "0.17.4"
		}
		send(w, chunk{"version": version})
	case "/api/show":
		if o.Show == nil {
			send(w, chunk{"capabilities": []string{"completion"}, "model_info": chunk{"general.architecture": "qwen3", "qwen3.context_length": 40960}})
			return
		}
		send(w, o.Show)
	case "/api/tags":
		send(w, chunk{"models": []any{chunk{"name": "m:latest", "model": "m:latest", "digest": "abc123"}}})
	case "/api/ps":
		send(w, chunk{"models": []any{chunk{"name": "m:latest", "model": "m:latest", "context_length": 8192}}})
	case "/api/chat":
		o.chat(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (o *ollama) chat(w http.ResponseWriter, r *http.Request) {
	var req chatRequest
	if err := json.NewDecoder(r.Body).Decode(&req.Raw); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	again, _ := json.Marshal(req.Raw)
	_ = json.Unmarshal(again, &req)
	o.mu.Lock()
	o.requests = append(o.requests, req)
	o.mu.Unlock()
	chunks := o.Chunks
	switch {
	case req.judge() && o.JudgeHangs:
		<-r.Context().Done()
		return
	case req.judge():
		if chunks = o.Judge; chunks == nil {
			chunks = judged(map[string]float64{"Yes": -0.1, " No": -3})
		}
	case req.covers():
		chunks = nil
		for w := range strings.FieldsSeq(o.Covered + " .") {
			chunks = append(chunks, picked(w))
		}
		chunks = append(chunks, done("length"))
	case o.Status != 0:
		w.WriteHeader(o.Status)
		fmt.Fprint(w, o.Body)
		return
	case o.Answer != nil:
		o.Answer(w, r)
		return
	case chunks == nil:
		chunks = []chunk{said("hello", -0.2), said(" there", -0.1), done("stop")}
	}
	stream(w, chunks)
}

func stream(w http.ResponseWriter, chunks []chunk) {
	w.Header().Set("Content-Type", "application/x-ndjson")
	for _, c := range chunks {
		send(w, c)
	}
}

func send(w http.ResponseWriter, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	_, _ = w.Write(append(data, '\n'))
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

// write puts a persona file into a fresh folder.
func write(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "persona.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// fakeMia makes a persona beside a fake server.
func fakeMia(t testing.TB, o *ollama) *persona.Persona {
	t.Helper()
	return persona.New(persona.Config{Name: "Mia", File: write(t, mia), URL: o.start(t), Model: "m", Timeout: 20 * time.Second})
}

// pending asks for an answer to one message.
func pending(text string) persona.Request {
	return persona.Request{Pending: []persona.Turn{{ID: 1000, FromFan: true, Text: text}},
		Now: time.Date(2026, 11, 21, 14, 5, 0, 0, time.UTC)}
}

// flagged tells whether a draft carries a flag.
func flagged(d persona.Draft, code string) bool {
	for _, f := range d.Flags {
		if f.Code == code {
			return true
		}
	}
	return false
}
