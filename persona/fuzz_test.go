package persona_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"secretary/persona"
)

// FuzzAnswer lets the server stream any bytes. Whatever comes, a draft is text that can be shown and sent, or there is
// none, with a kind.
func FuzzAnswer(f *testing.F) {
	const hello = `{"message":{"content":"hello"},"logprobs":[{"token":"hello","logprob":-0.5}]}` + "\n"
	const end = `{"message":{"content":""},"done":true,"done_reason":"stop"}` + "\n"
	for _, s := range []string{
		hello + end, hello, end, "", "{}", "null\n" + end, hello + `{"error":"x"}`, `{"message":{"content":7}}`, "<html>",
		`{"message":{"content":"<think>a</think>b"}}` + "\n" + end, `{"message":{"content":"<think>a"}}` + "\n" + end,
		`{"message":{"content":"a\u0000\u202eb\ud800"}}` + "\n" + end, `{"message":{"content":"\"Mia: x\""}}` + "\n" + end,
		`{"message":{"content":"x"},"logprobs":[{"logprob":1e308},{"logprob":-1e308}]}` + "\n" + end,
		strings.Repeat(hello, 31), `{"done":true,"done_reason":"stop","message":{"content":"all at once"}}`,
	} {
		f.Add([]byte(s))
	}
	var body atomic.Pointer[[]byte]
	o := &ollama{Answer: func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(*body.Load()) }}
	p := persona.New(persona.Config{Name: "Mia", File: write(f, mia), URL: o.start(f), Model: "m", Timeout: 10 * time.Second})
	f.Fuzz(func(t *testing.T, data []byte) {
		body.Store(&data)
		d, err := p.Draft(t.Context(), pending("hello"))
		if err != nil {
			if persona.KindOf(err) == "" || len(err.Error()) > 400 || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q", err)
			}
			return
		}
		if d.Text != strings.TrimSpace(d.Text) || d.Text == "" || !utf8.ValidString(d.Text) || strings.Contains(d.Text, "<think>") {
			t.Errorf("draft %q", d.Text)
		}
		if strings.ContainsFunc(d.Text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
			t.Errorf("draft %q holds control characters", d.Text)
		}
		if !(d.Confidence >= 0 && d.Confidence <= 1) || !d.Known && d.Confidence != 0 {
			t.Errorf("confidence %v, known %v", d.Confidence, d.Known)
		}
	})
}
