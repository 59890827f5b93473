package stories_test

import (
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"
)

// speak streams an answer in the model's mood.
func (m *model) speak(w http.ResponseWriter, r *http.Request, q question, mood mood) {
	m.mu.Lock()
	said, release := m.last, m.release
	m.mu.Unlock()
	if mood == asleep || mood == hanging && !q.isWarmUp() || mood == musing && q.isStudy() {
		select {
		case <-release:
		case <-r.Context().Done():
			return
		}
	}
	if limit, _ := q.Options["num_ctx"].(float64); float64(size(q))+q.predict() > limit && len(q.Messages) > 0 {
		answer(w, http.StatusBadRequest, map[string]any{"error": "the input length exceeds the context length"})
		return
	}
	out := &stream{w: w, logprobs: q.Logprobs && mood != wordless, top: q.TopLogprobs}
	switch {
	case len(q.Messages) == 0:
		out.end("load", 0, 0)
		return
	case q.isWarmUp():
		out.token("ok", 0.9, nil)
		out.end("length", size(q), 1)
		return
	case q.isJudge():
		m.judge(out, said)
		out.end("length", size(q), 1)
		return
	case q.isCover():
		m.cover(out, q, said)
		return
	}
	if q.isStudy() {
		m.touch(func() { said = reply{text: m.lesson(q), sure: 0.9} })
	} else {
		m.touch(func() { m.spoken = append(m.spoken, said.text) })
	}
	words := strings.SplitAfter(said.text, " ")
	switch mood {
	case empty:
		words = nil
	case babbling:
		words = slices.Repeat(words, 30)
	case stuck:
		words = slices.Repeat([]string{" ha"}, 31)
	case dreaming:
		words = []string{"<think>", "what would mila say here"}
	case formal:
		words = []string{`{"reply": `, `"hi", "confidence": 0.99}`}
	}
	for i, word := range words {
		if mood == cutting && i == (len(words)+1)/2 {
			panic(http.ErrAbortHandler)
		}
		out.token(word, said.sure, nil)
	}
	if mood == stuck {
		return // as the server does: neither an end nor an error
	}
	reason := "stop"
	if mood == babbling {
		reason = "length"
	}
	out.end(reason, size(q), len(words))
}

// judge answers Yes or No in one token with the probabilities of both.
func (m *model) judge(out *stream, said reply) {
	if said.yes < 0 {
		out.token("Hmm", 0.9, map[string]float64{"Hmm": 0.9, "Well": 0.1})
		return
	}
	word := "Yes"
	if said.yes < 0.5 {
		word = "No"
	}
	out.token(word, max(said.yes, 1-said.yes), map[string]float64{"Yes": said.yes, "No": 1 - said.yes})
}

// cover says of each listed question whether the draft answers it.
func (m *model) cover(out *stream, q question, said reply) {
	_, list, _ := strings.Cut(q.Last(), "⟦")
	list, _, _ = strings.Cut(list, "⟧")
	lines := strings.Split(list, "\n")
	for _, line := range lines {
		word := "Yes "
		if slices.ContainsFunc(said.open, func(o string) bool { return strings.Contains(line, o) }) {
			word = "No "
		}
		out.token(word, 0.9, map[string]float64{word: 0.9})
	}
	out.end("stop", size(q), len(lines))
}

func size(q question) int {
	n := 10
	for _, t := range q.Messages {
		n += len(t.Content)/4 + 4
	}
	return n
}

// stream writes the NDJSON of /api/chat.
type stream struct {
	w        http.ResponseWriter
	logprobs bool
	top      int
}

func (s *stream) line(v map[string]any) {
	v["model"], v["created_at"] = modelName, time.Now().UTC()
	s.w.Header().Set("Content-Type", "application/x-ndjson")
	_ = json.NewEncoder(s.w).Encode(v) // a client that went away is no matter
	if f, ok := s.w.(http.Flusher); ok {
		f.Flush()
	}
}

func (s *stream) token(text string, p float64, top map[string]float64) {
	v := map[string]any{"message": turn{"assistant", text}, "done": false}
	if s.logprobs {
		v["logprobs"] = []any{logprob(text, p, alternatives(top, s.top))}
	}
	s.line(v)
}

func (s *stream) end(reason string, prompt, tokens int) {
	s.line(map[string]any{"message": turn{"assistant", ""}, "done": true, "done_reason": reason, "total_duration": 2e6, "load_duration": 1e5,
		"prompt_eval_count": prompt, "prompt_eval_duration": 1e6, "eval_count": tokens + 1, "eval_duration": 1e6})
}

func logprob(token string, p float64, top []any) map[string]any {
	b := []int{}
	for _, c := range []byte(token) {
		b = append(b, int(c))
	}
	v := map[string]any{"token": token, "logprob": math.Log(max(p, 1e-9)), "bytes": b}
	if top != nil {
		v["top_logprobs"] = top
	}
	return v
}

func alternatives(p map[string]float64, limit int) []any {
	if limit == 0 {
		return nil
	}
	out := []any{}
	for token, q := range p {
		out = append(out, logprob(token, q, nil))
	}
	return out
}
