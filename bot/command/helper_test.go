package command_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secretary/bot/command"
)

const token = "7700000001:AAHsecretSecretSecretSecretSecretX_-"

// patience is how long a command may take that has nothing to wait for.
const patience = time.Minute

// said is what a command did.
type said struct {
	code     int
	out, err string
}

// inFolder makes a fresh folder the working one, with no configuration around.
func inFolder(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for _, v := range os.Environ() {
		if name, value, _ := strings.Cut(v, "="); strings.HasPrefix(name, "SECRETARY_") {
			t.Setenv(name, value) // brings it back at the end
			_ = os.Unsetenv(name)
		}
	}
	return dir
}

// furnished is inFolder with a configuration that works, of a Telegram and an
// Ollama that are not there.
func furnished(t *testing.T) string {
	t.Helper()
	dir := inFolder(t)
	write(t, "config.yaml", "telegram: {token: '"+token+"', api_url: 'http://127.0.0.1:9'}\nollama: {url: 'http://127.0.0.1:9'}\npersona: {name: Mila}\n")
	write(t, "persona.md", "# Voice\nMila is a potter.\n")
	return dir
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// types types a command, with nobody at the keyboard.
func types(t *testing.T, args ...string) said {
	t.Helper()
	nobody, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer nobody.Close()
	var out, errs bytes.Buffer
	code := runs(t, nobody, &out, &errs, args...)
	return said{code, out.String(), errs.String()}
}

func runs(t *testing.T, in *os.File, out, errs io.Writer, args ...string) int {
	t.Helper()
	done := make(chan int, 1)
	go func() { done <- command.Run(args, "v1.2.3", in, out, errs) }()
	select {
	case code := <-done:
		return code
	case <-time.After(patience):
		t.Fatalf("secretary %q does not end", args)
		return 0
	}
}

// wants holds a command against its exit code and some of its words.
func (s said) wants(t *testing.T, code int, words ...string) {
	t.Helper()
	all := s.out + s.err
	for _, w := range words {
		if !strings.Contains(all, w) {
			t.Errorf("it does not say %q", w)
		}
	}
	if s.code != code || t.Failed() {
		t.Errorf("exit code %d, want %d:\n%s", s.code, code, all)
	}
	if strings.Contains(all, token[12:]) {
		t.Error("it says the token")
	}
}
