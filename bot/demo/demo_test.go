package demo_test

import (
	"bytes"
	"context"
	"net"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"secretary/bot/demo"
	"secretary/bot/sandbox"
)

// nobody is the address of an Ollama that is not there.
func nobody(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

// tidy fails the test if anything is left in the temporary folder.
func tidy(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Cleanup(func() {
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	})
}

func wants(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		before, after, found := strings.Cut(text, part)
		if !found {
			t.Fatalf("%q does not come (in this order) in\n%s\nafter\n%s", part, text, before[max(0, len(before)-200):])
		}
		text = after
	}
}

func TestUnattendedPlayTellsAllFiveScenesInTime(t *testing.T) {
	tidy(t)
	var out bytes.Buffer
	start := time.Now()
	err := demo.Run(t.Context(), demo.Options{Yes: true, In: strings.NewReader(""), Out: &out, OllamaURL: nobody(t)})
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	wants(t, out.String(), "embedded drafter. It is no model",
		"1/5", "Anna ›", "Draft · confidence", "│  Send  │  Edit  │  Again  │  Skip", "The card now says: Sent ", "Mila › Hi!",
		"2/5", "Mila presses Edit", "Write your reply to Anna", "Sent as you wrote it", "Mila › A4 is 25 EUR, A3",
		"3/5", "one more thing", "▌ one more thing", "▌ can I put", "▌ and in the microwave", "Sent ",
		"4/5", "Anna writes again", "Out of date: Anna wrote again", "▌ where can I", "▌ for two people", "Sent ",
		"5/5", "/mode auto", "Goes out by itself", "│  Stop", "Sent by itself", "Mila › Asleep",
		"That was all of it")
	if strings.Contains(out.String(), "\x1b") {
		t.Error("colours on something that is no terminal")
	}
}

func TestWithoutATerminalThePlayIsUnattended(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close() // nobody ever writes: a play that read keys would wait for ever
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := demo.Run(ctx, demo.Options{In: r, Out: &bytes.Buffer{}, OllamaURL: nobody(t)}); err == nil {
		t.Error("an interrupted unattended play counts as a success")
	}
}

func TestPlayNamesWhatIsMissing(t *testing.T) {
	for want, meddle := range map[string]func(*sandbox.Server){
		"scene 1 (A first draft): wait until a card": func(s *sandbox.Server) { s.SetSecretaryMode(false) },
		"the card says: Failed": func(s *sandbox.Server) {
			s.Fail("sendMessage", sandbox.Fault{Code: 403, Description: "Forbidden: bot was blocked by the user", Times: 99,
				If: func(p map[string]any) bool { return p["business_connection_id"] != nil }})
		},
		"no method of the Bot API": func(s *sandbox.Server) { // found out at the end
			call(s.URL() + "/bot" + s.Token() + "/sendMesage")
		},
	} {
		t.Run(want, func(t *testing.T) {
			tidy(t)
			var out bytes.Buffer
			err := demo.PlayIn(t.Context(), &out, 3*time.Second, meddle)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v\n%s", err, out.String())
			}
		})
	}
}

func TestNothingListensBeyondLoopback(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := demo.PlayIn(ctx, &bytes.Buffer{}, time.Second, func(s *sandbox.Server) {
		u, err := url.Parse(s.URL())
		if err != nil || !net.ParseIP(u.Hostname()).IsLoopback() {
			t.Errorf("the sandbox listens on %s, %v", s.URL(), err)
		}
		cancel()
	})
	if err == nil {
		t.Error("a play that was called off counts as a success")
	}
}
