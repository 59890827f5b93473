package stories_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"secretary/bot/sandbox"
)

// secrets are what must stand nowhere but in the configuration and the key file:
// the token's secret half, and the data key, in words and in bytes.
func (s *story) secrets() []string {
	s.t.Helper()
	_, token, _ := strings.Cut(s.tg.Token(), ":")
	text := s.read("data.key")
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		s.t.Fatal(err)
	}
	return []string{token, strings.TrimSpace(string(text)), string(key)}
}

// keeps wants neither a secret nor anybody's words in a text.
func (s *story) keeps(where, text string) {
	s.t.Helper()
	for _, secret := range slices.Concat(s.secrets(), s.fragments()) {
		if strings.Contains(text, secret) {
			s.t.Errorf("%s holds a secret, or words of somebody: %.12q…", where, secret)
		}
	}
}

// TestNothingThatCanBeReadFromOutsideHoldsASecret: requests fail in every way,
// and then everything is read that others on the machine, a monitor or whoever
// gets a bug report might read, also what the program says when it is made to
// show where all its parts are.
func TestNothingThatCanBeReadFromOutsideHoldsASecret(t *testing.T) {
	address := freeAddress(t)
	s := stage(t, with("metrics.listen", address), with("backup.every", "1h"))
	s.write("token", s.tg.Token())
	s.keys["telegram.token"], s.keys["telegram.token_file"] = nil, s.path("token")
	s.writeConfig()
	s.mila.Start("")
	s.mila.Connect()
	s.bin = s.startWith([]string{"GOTRACEBACK=all"}, "--config", s.path("config.yaml"), "run")
	for _, fault := range []sandbox.Fault{{Code: 500}, {DropAfter: true}, {Code: 429, RetryAfter: 1}, {Code: 401}} {
		s.tg.Fail("sendChatAction", fault)
		s.tg.Fail("editMessageText", fault)
		s.tg.Fail("getUpdates", fault)
	}
	anna := s.fan("Anna", sandbox.WithHandle("anna_dump_handle"))
	s.model.Is(crashing)
	anna.Writes("the door code is nine nine one three")
	s.mila.Hears("the door code is nine nine one three")
	s.model.Is(well)
	s.someoneElseIsAnswered()

	for _, name := range []string{"cmdline", "environ", "comm", "status"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", s.bin.cmd.Process.Pid, name))
		if err == nil { // elsewhere than on Linux there is none
			s.keeps("/proc/PID/"+name, string(text))
		}
	}
	s.keeps("the page of figures", s.figures(address))
	for _, path := range []string{"/alive", "/status", "/examine", "/audit?want={}", "/nowhere"} {
		s.keeps("the socket's "+path, s.knocks(path))
	}
	for _, args := range [][]string{{"check"}, {"check", "--json"}, {"audit", "--json"}, {"healthcheck"}, {"backup", s.path("copy.db")}} {
		_, out := s.command(args...)
		s.keeps(args[0], out)
	}
	s.quits()
	s.filesKeep()
}

// knocks gives the raw answer of the program's own door.
func (s *story) knocks(path string) string {
	s.t.Helper()
	door := http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", s.path("data/secretary.sock"))
	}}}
	response, err := door.Get("http://door" + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := httputil.DumpResponse(response, true)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(raw)
}

// quits makes the program end and show where all its parts are.
func (s *story) quits() {
	s.t.Helper()
	p := s.bin
	s.bin = nil
	_ = p.cmd.Process.Signal(syscall.SIGQUIT)
	if code, ok := p.exits(patience); !ok || code == 0 {
		s.t.Errorf("exit code %d, ended %t", code, ok)
	}
	dump := p.out.String()
	if !strings.Contains(dump, "SIGQUIT: quit") {
		s.t.Error("there is no dump: the story looks at nothing")
	}
	s.keeps("the dump", dump)
	s.told = slices.DeleteFunc(s.told, func(other *process) bool { return other == p }) // it ended as no program should
}

// filesKeep looks at the bytes of every file but the configuration, the key and
// the token.
func (s *story) filesKeep() {
	s.t.Helper()
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasSuffix(path, ".yaml") || strings.HasSuffix(path, ".md") || d.Name() == "data.key" || d.Name() == "token" {
			return err
		}
		raw, err := os.ReadFile(path)
		s.keeps(d.Name(), string(raw))
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}
