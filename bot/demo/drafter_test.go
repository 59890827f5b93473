package demo_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"secretary/bot/demo"
)

// call posts nothing to an address and forgets the answer.
func call(address string) {
	if r, err := http.Post(address, "application/json", strings.NewReader("{}")); err == nil {
		r.Body.Close()
	}
}

// ollama has one model, which answers these words, or never where there are none.
func ollama(t *testing.T, model, words string) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/version", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"version":"0.17.4"}`) })
	mux.HandleFunc("POST /api/show", func(w http.ResponseWriter, r *http.Request) {
		body := make([]byte, 1024)
		n, _ := r.Body.Read(body)
		if !strings.Contains(string(body[:n]), `"`+model+`"`) {
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error":"model not found"}`)
			return
		}
		fmt.Fprint(w, `{"capabilities":["completion"],"model_info":{}}`)
	})
	mux.HandleFunc("GET /api/tags", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"models":[]}`) })
	mux.HandleFunc("GET /api/ps", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"models":[]}`) })
	mux.HandleFunc("POST /api/chat", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees the client go
		if words == "" {
			<-r.Context().Done()
			return
		}
		fmt.Fprintf(w, `{"model":%q,"message":{"role":"assistant","content":%q},"done":false}`+"\n", model, words)
		fmt.Fprintf(w, `{"model":%q,"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}`+"\n", model)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func TestLabelSaysPlainlyWhoDrafts(t *testing.T) {
	there := ollama(t, "clay:4b", "")
	silent := ollama(t, "clay:4b", " ")
	for name, c := range map[string]struct {
		url, model string
		trial      time.Duration
		want       []string
	}{
		"no Ollama":        {nobody(t), "clay:4b", 0, []string{"embedded drafter", "no model", "the Ollama server at http://127.0.0.1:", "does not answer"}},
		"no address":       {"nonsense://", "clay:4b", 0, []string{"embedded drafter", "no model", "no http:// or https:// address"}},
		"another model":    {there, "glaze:8b", 0, []string{"embedded drafter", "no model", "ollama pull glaze:8b"}},
		"the model":        {there, "clay:4b", 0, []string{"by the model clay:4b (Ollama 0.17.4)"}},
		"too slow a one":   {there, "clay:4b", 50 * time.Millisecond, []string{"embedded drafter", "no model", "clay:4b is there, but too slow"}},
		"a silent one":     {silent, "clay:4b", time.Second, []string{"embedded drafter", "no model", "clay:4b is there, but brings no draft: the model"}},
		"somebody's cloud": {there, "clay:cloud", 0, []string{"embedded drafter", "no model", "somebody else's computer"}},
	} {
		label := demo.Label(t.Context(), c.url, c.model, c.trial)
		for _, part := range c.want {
			if !strings.Contains(label, part) {
				t.Errorf("%s: %q lacks %q", name, label, part)
			}
		}
	}
}

func TestEnvironmentNamesOllamaWhereNobodyElseDoes(t *testing.T) {
	t.Setenv("SECRETARY_OLLAMA_URL", ollama(t, "clay:4b", ""))
	t.Setenv("SECRETARY_OLLAMA_MODEL", "clay:4b")
	if label := demo.Label(t.Context(), "", "", 0); !strings.Contains(label, "the model clay:4b") {
		t.Error(label)
	}
	if label := demo.Label(t.Context(), "", "glaze:8b", 0); !strings.Contains(label, "ollama pull glaze:8b") {
		t.Error(label)
	}
}

func TestUnattendedPlayTakesAQuickModelAsItIs(t *testing.T) {
	tidy(t)
	var out bytes.Buffer
	o := demo.Options{Yes: true, Out: &out, OllamaURL: ollama(t, "clay:4b", "It is a bowl of clay."), Model: "clay:4b"}
	if err := demo.Run(t.Context(), o); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	// Without probabilities the model's confidence is unknown, so it may not send by itself.
	wants(t, out.String(), "by the model clay:4b", "confidence unknown", "It is a bowl of clay.", "5/5", "Needs you: the model gives no confidence", "That was all")
}
