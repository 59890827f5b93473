package web_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"secretary/bot/demo/web"
)

func keep(dir string) func(*web.Options) { return func(o *web.Options) { o.Keep = dir } }

func TestNothingIsLeftBehind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	var pid int
	t.Run("a demo", func(t *testing.T) {
		p := show(t)
		p.until("the secretary runs", func(s web.State) bool { return s.Process.Up })
		pid = p.state.Process.PID
		p.do(map[string]any{"do": "scene", "n": 5}) // and one that is being played
		if entries, err := os.ReadDir(dir); err != nil || len(entries) == 0 {
			t.Fatalf("the demo keeps its files elsewhere: %v, %v", entries, err)
		}
	})
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if err := syscall.Kill(pid, 0); err == nil {
		t.Errorf("process %d still lives", pid)
	}
}

func TestAKeptFolderGoesOnWhereItWas(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "kept")
	t.Run("the first demo", func(t *testing.T) {
		p := show(t, keep(dir))
		p.writes(question)
		p.tap(p.card("Send", question), "Send")
		p.gets(1)
		p.stepped("sent", "confirmed")
		p.do(map[string]any{"do": "switch", "name": "modelAway", "on": true})
	})
	t.Run("the second", func(t *testing.T) {
		p := show(t, keep(dir))
		p.writes("how is pingo?") // with the number of an old message it would be a duplicate
		p.tap(p.card("Send", "pingo"), "Send")
		p.gets(1)
	})
	for _, name := range []string{"config.yaml", "persona.md", "data.key", "data/secretary.db"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestFoldersOfARealSecretaryAreRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"config.yaml", "secretary.db", "data.key", "persona.md", "demo.json"} {
		dir := t.TempDir()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
		err := web.Run(t.Context(), web.Options{Keep: dir, Out: &bytes.Buffer{}, Executable: binary})
		if !errors.Is(err, web.ErrNotOurs) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		entries, _ := os.ReadDir(dir)
		if data, _ := os.ReadFile(file); string(data) != "mine" || len(entries) != 1 {
			t.Errorf("%s: the folder was changed: %v", name, entries)
		}
	}
}

func TestTheCommandEndsWellOnCtrlC(t *testing.T) {
	t.Parallel()
	var trouble bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, "demo", "--port", "0")
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(e string) bool { return strings.HasPrefix(e, "DISPLAY=") }),
		"SECRETARY_OLLAMA_URL=http://"+closedPort(t), "SECRETARY_OWNER_ID=1", "TMPDIR="+t.TempDir())
	cmd.Stderr = &trouble
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err, trouble.String())
	}
	p := &page{t: t, url: address(t, first), end: func() {}}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.listen(ctx)
	p.until("the creator's own bot answers", func(s web.State) bool { return len(s.BotChat) > 1 }) // SECRETARY_OWNER_ID did not get through
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil || trouble.Len() > 0 {
		t.Errorf("%v: %s", err, trouble.String())
	}
}

func TestAnUnattendedPlayKeepsNoFolder(t *testing.T) {
	t.Parallel()
	var code *exec.ExitError
	err := exec.CommandContext(t.Context(), binary, "demo", "--yes", "--keep", t.TempDir()).Run()
	if !errors.As(err, &code) || code.ExitCode() != 2 {
		t.Errorf("%v, want exit code 2", err)
	}
}
