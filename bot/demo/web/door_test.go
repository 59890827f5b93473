package web_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"secretary/bot/demo/web"
)

func TestADoorShutsAndOpensAtTheSameAddress(t *testing.T) {
	t.Parallel()
	behind := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(out, r.URL.Path) }))
	defer behind.Close()
	door, err := web.NewDoor(behind.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer door.Shut()
	for range 2 {
		answer, err := http.Get(door.URL() + "/api/version")
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if string(body) != "/api/version" {
			t.Errorf("through the door came %q", body)
		}
		door.Shut()
		door.Shut()
		if _, err := http.Get(door.URL()); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("at a shut door: %v", err)
		}
		for range 2 {
			if err := door.Open(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Beside a real Ollama: SECRETARY_OLLAMA_URL and SECRETARY_OLLAMA_MODEL say where.
func TestAModelDraftsAndCanGoAway(t *testing.T) {
	url, model := os.Getenv("SECRETARY_OLLAMA_URL"), os.Getenv("SECRETARY_OLLAMA_MODEL")
	if url == "" || model == "" {
		t.Skip("no Ollama: SECRETARY_OLLAMA_URL and SECRETARY_OLLAMA_MODEL are not set")
	}
	t.Parallel()
	dir := t.TempDir() // with a short persona: a test's model reads slowly
	for name, text := range map[string]string{"demo.json": `{"made_by":"secretary demo"}`, "persona.md": "You are Mila, a potter. Be short.\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := show(t, keep(dir), func(o *web.Options) { o.OllamaURL, o.Model = url, model })
	p.look()
	if who := p.state.Persona; who.Drafter != "ollama" || !strings.Contains(who.Label, model) {
		t.Fatalf("persona %+v", who)
	}
	p.writes(question)
	p.tap(p.card("Send", question), "Send")
	p.gets(1)
	p.stepped("drafted", model)
	p.do(map[string]any{"do": "switch", "name": "modelAway", "on": true})
	p.writes("how is pingo?")
	p.stepped("trouble", "Ollama does not answer")
	p.do(map[string]any{"do": "switch", "name": "modelAway", "on": false})
	p.tap(p.card("Send", "pingo"), "Send") // drafting resumes by itself
	p.gets(2)
}
