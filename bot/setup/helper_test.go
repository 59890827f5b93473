package setup_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secretary/bot/config"
	"secretary/bot/sandbox"
	"secretary/bot/setup"
)

// desk is where a creator sits down: a folder, Telegram with her bot in it, and
// an Ollama with one model.
type desk struct {
	t        *testing.T
	telegram *sandbox.Server
	ollama   string
	path     string // config.yaml
}

const model = "clay:4b"

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, telegram: sandbox.New(sandbox.Options{BotName: "Mila's helper", BotUsername: "mila_sec_bot"}),
		path: filepath.Join(t.TempDir(), "config.yaml")}
	t.Cleanup(d.telegram.Close)
	mux := http.NewServeMux()
	answers := func(pattern, body string) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
	}
	answers("GET /api/version", `{"version":"0.17.4"}`)
	answers("GET /api/tags", `{"models":[]}`)
	answers("GET /api/ps", `{"models":[]}`)
	mux.HandleFunc("POST /api/show", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if !bytes.Contains(body, []byte(`"`+model+`"`)) {
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error":"model not found"}`)
			return
		}
		fmt.Fprint(w, `{"capabilities":["completion"],"model_info":{}}`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	d.ollama = server.URL
	return d
}

// answers runs the conversation with these lines as answers and returns what
// was on the screen.
func (d *desk) answers(lines ...string) (string, error) {
	d.t.Helper()
	var out bytes.Buffer
	err := setup.Run(d.t.Context(), setup.Options{
		Path: d.path, In: strings.NewReader(strings.Join(lines, "\n") + "\n"), Out: &out, APIURL: d.telegram.URL(),
	})
	if strings.Contains(out.String(), d.telegram.Token()) || err != nil && strings.Contains(err.Error(), d.telegram.Token()) {
		d.t.Errorf("the token is shown: %v\n%s", err, out.String())
	}
	return out.String(), err
}

// loads reads the written file as the secretary does.
func (d *desk) loads() config.Config {
	d.t.Helper()
	c, err := config.Load(d.path, nil)
	if err != nil {
		d.t.Fatal(err)
	}
	info, err := os.Stat(d.path)
	if err != nil || info.Mode().Perm() != 0o600 {
		d.t.Errorf("mode %v, %v", info.Mode(), err)
	}
	return c
}

// files lists what is in the folder.
func (d *desk) files() string {
	d.t.Helper()
	entries, err := os.ReadDir(filepath.Dir(d.path))
	if err != nil {
		d.t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func (d *desk) read(name string) string {
	d.t.Helper()
	content, err := os.ReadFile(filepath.Join(filepath.Dir(d.path), name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(content)
}

func (d *desk) write(name, content string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(filepath.Dir(d.path), name), []byte(content), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// nobody is an address where nothing answers.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, found := strings.Cut(rest, part)
		if !found {
			t.Fatalf("%q does not come (in this order) in\n%s", part, text)
		}
		rest = after
	}
}
