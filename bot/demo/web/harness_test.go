package web_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"secretary/bot/demo/web"
)

// patience is how long a test waits for anything before it fails.
const patience = 30 * time.Second

// binary is the program, built once by TestMain.
var binary string

func TestMain(m *testing.M) { os.Exit(withBinary(m.Run)) }

func withBinary(tests func() int) int {
	dir, err := os.MkdirTemp("", "secretary-page")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "secretary")
	mod, err := exec.Command("go", "env", "GOMOD").Output()
	if err == nil {
		cmd := exec.Command("go", "build", "-o", binary, ".")
		cmd.Dir = filepath.Dir(strings.TrimSpace(string(mod)))
		var out []byte
		if out, err = cmd.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%s", out)
		}
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n", err)
		return 1
	}
	return tests()
}

// page is a demo that runs, seen over its API.
type page struct {
	t      *testing.T
	url    string // ends in /
	end    context.CancelFunc
	events *bufio.Reader
	state  web.State // the newest that was read
}

// show starts the demo with the embedded drafter; the test ends it.
func show(t *testing.T, changes ...func(*web.Options)) *page {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	out, in := io.Pipe()
	o := web.Options{Out: in, Executable: binary, OllamaURL: "http://" + closedPort(t)}
	for _, change := range changes {
		change(&o)
	}
	ended := make(chan error, 1)
	go func() {
		err := web.Run(ctx, o)
		_ = in.CloseWithError(io.EOF)
		ended <- err
	}()
	p := &page{t: t, end: end}
	t.Cleanup(func() {
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	first, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		end()
		t.Fatalf("read the address: %v: %v", err, <-ended)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }() // ends when Run closes the pipe
	p.url = address(t, first)
	p.listen(ctx)
	return p
}

// address takes the URL out of the first line.
func address(t *testing.T, line string) string {
	t.Helper()
	after, ok := strings.CutPrefix(line, "Open ")
	url, rest, found := strings.Cut(after, " ")
	if !ok || !found || rest != "in a browser. Ctrl-C ends it.\n" || !strings.HasPrefix(url, "http://127.0.0.1:") {
		t.Fatalf("first line %q", line)
	}
	return url
}

// closedPort is an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// listen opens the event stream.
func (p *page) listen(ctx context.Context) {
	p.t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"api/events", nil)
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { answer.Body.Close() })
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		p.t.Fatalf("the events are %q", kind)
	}
	p.events = bufio.NewReader(answer.Body)
}

// until reads states, from now on, until one fits.
func (p *page) until(what string, fits func(web.State) bool) {
	p.t.Helper()
	if p.look(); fits(p.state) {
		return
	}
	late := time.AfterFunc(patience, p.end) // ends the stream
	defer late.Stop()
	for {
		line, err := p.events.ReadBytes('\n')
		if err != nil {
			p.t.Fatalf("wait until %s: %v\n%s", what, err, p.told())
		}
		data, ok := bytes.CutPrefix(line, []byte("data: "))
		if !ok {
			continue
		}
		var next web.State
		if err := json.Unmarshal(data, &next); err != nil {
			p.t.Fatal(err)
		}
		if next.Seq < p.state.Seq { // was on its way before
			continue
		}
		if p.state = next; fits(next) {
			return
		}
	}
}

// look reads the state as it is.
func (p *page) look() {
	p.t.Helper()
	answer, err := http.Get(p.url + "api/state")
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	p.state = web.State{}
	if err := json.NewDecoder(answer.Body).Decode(&p.state); err != nil {
		p.t.Fatal(err)
	}
}

// told is what a reader of a failure wants to see.
func (p *page) told() string {
	var b strings.Builder
	for _, s := range p.state.Steps {
		fmt.Fprintf(&b, "  %s: %s\n", s.What, s.Text)
	}
	for _, m := range p.state.BotChat {
		fmt.Fprintf(&b, "  [%s %d] %s\n", m.From, m.ID, strings.ReplaceAll(m.Text, "\n", " / "))
	}
	fmt.Fprintf(&b, "  scene %+v\n", p.state.Scene)
	return b.String()
}

// do posts a verb that must succeed.
func (p *page) do(deed map[string]any) map[string]any {
	p.t.Helper()
	code, answer := p.try(deed)
	if code != http.StatusOK || answer["ok"] != true {
		p.t.Fatalf("%v: %d %v\n%s", deed, code, answer, p.told())
	}
	return answer
}

func (p *page) try(deed map[string]any) (int, map[string]any) {
	p.t.Helper()
	body, err := json.Marshal(deed)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := http.Post(p.url+"api/do", "application/json", bytes.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	answer := map[string]any{}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, answer
}

// card waits for the newest open card with all these words and that button.
func (p *page) card(button string, words ...string) (found web.BotMessage) {
	p.t.Helper()
	p.until("a card with "+button+" and "+strings.Join(words, ", "), func(s web.State) (ok bool) {
		found, ok = openCard(s, button, words...)
		return ok
	})
	return found
}

func openCard(s web.State, button string, words ...string) (web.BotMessage, bool) {
	for _, m := range slices.Backward(s.BotChat) {
		if m.From == "bot" && dataOf(m, button) != "" && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(m.Text, w) }) {
			return m, true
		}
	}
	return web.BotMessage{}, false
}

func dataOf(m web.BotMessage, button string) string {
	for _, b := range slices.Concat(m.Buttons...) {
		if b.Text == button {
			return b.Data
		}
	}
	return ""
}

func (p *page) tap(card web.BotMessage, button string) map[string]any {
	p.t.Helper()
	return p.do(map[string]any{"do": "tap", "message": card.ID, "data": dataOf(card, button)})
}

func (p *page) anna() int64 {
	p.t.Helper()
	if len(p.state.Fans) == 0 {
		p.look()
	}
	return p.state.Fans[0].ID
}

func (p *page) writes(text string) {
	p.t.Helper()
	p.do(map[string]any{"do": "fanWrites", "fan": p.anna(), "text": text})
}

// replies are what a fan got through the bot.
func replies(s web.State, fan int64) (texts []string) {
	for _, m := range s.Chats[strconv.FormatInt(fan, 10)] {
		if m.Via == "bot" {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func (p *page) gets(n int) {
	p.t.Helper()
	p.until(fmt.Sprintf("Anna has %d replies", n), func(s web.State) bool { return len(replies(s, s.Fans[0].ID)) == n })
}

// stepped waits for a step of that kind with these words.
func (p *page) stepped(what, words string) {
	p.t.Helper()
	p.until("the step "+what+" says "+words, func(s web.State) bool {
		return slices.ContainsFunc(s.Steps, func(step web.Step) bool { return step.What == what && strings.Contains(step.Text, words) })
	})
}

func done(s web.State) bool { return s.Scene.Done && !s.Scene.Running }
