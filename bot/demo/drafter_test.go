package demo_test

import (
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

// ollama has one model; its chat never answers.
func ollama(t *testing.T, model string) string {
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
	mux.HandleFunc("POST /api/chat", func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees the client go
		<-r.Context().Done()
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}

func TestLabelSaysPlainlyWhoDrafts(t *testing.T) {
	there := ollama(t, "clay:4b")
	for name, c := range map[string]struct {
		url, model string
		trial      time.Duration
		want       []string
	}{
		"no Ollama":        {nobody(t), "clay:4b", 0, []string{"embedded drafter", "no model", "Ollama does not answer at http://127.0.0.1:"}},
		"no address":       {"nonsense://", "clay:4b", 0, []string{"embedded drafter", "no model"}},
		"another model":    {there, "glaze:8b", 0, []string{"embedded drafter", "no model", "ollama pull glaze:8b"}},
		"the model":        {there, "clay:4b", 0, []string{"by the model clay:4b (Ollama 0.17.4)"}},
		"too slow a one":   {there, "clay:4b", 50 * time.Millisecond, []string{"embedded drafter", "no model", "clay:4b is there, but too slow"}},
		"somebody's cloud": {there, "clay:cloud", 0, []string{"embedded drafter", "no model"}},
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
	t.Setenv("SECRETARY_OLLAMA_URL", ollama(t, "clay:4b"))
	t.Setenv("SECRETARY_OLLAMA_MODEL", "clay:4b")
	if label := demo.Label(t.Context(), "", "", 0); !strings.Contains(label, "the model clay:4b") {
		t.Error(label)
	}
	if label := demo.Label(t.Context(), "", "glaze:8b", 0); !strings.Contains(label, "ollama pull glaze:8b") {
		t.Error(label)
	}
}
