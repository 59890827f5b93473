package setup_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/term"

	"secretary/bot/setup"
)

// terminal is a pseudo terminal: the program's side, and the person's.
type terminal struct {
	program, person *os.File

	mu      sync.Mutex
	screen  bytes.Buffer
	changed chan struct{} // something new is on the screen
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo terminals here: %v", err)
	}
	var number, unlock int32
	for request, argument := range map[uintptr]*int32{syscall.TIOCGPTN: &number, syscall.TIOCSPTLCK: &unlock} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, person.Fd(), request, uintptr(unsafe.Pointer(argument))); errno != 0 {
			t.Skipf("no pseudo terminals here: %v", errno)
		}
	}
	program, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo terminals here: %v", err)
	}
	x := &terminal{program: program, person: person, changed: make(chan struct{}, 1)}
	go x.watch() // ends when the terminal is closed
	t.Cleanup(func() { program.Close(); person.Close() })
	return x
}

func (x *terminal) watch() {
	chunk := make([]byte, 4096)
	for {
		n, err := x.person.Read(chunk)
		if err != nil {
			return
		}
		x.mu.Lock()
		x.screen.Write(chunk[:n])
		x.mu.Unlock()
		select {
		case x.changed <- struct{}{}:
		default:
		}
	}
}

// shows waits until the text has come, types then, and returns what was shown
// since the last time.
func (x *terminal) shows(t *testing.T, text, then string) string {
	t.Helper()
	patience := time.After(15 * time.Second)
	var now string
	for {
		x.mu.Lock()
		now = x.screen.String()
		found := strings.Contains(now, text)
		if found {
			x.screen.Reset()
		}
		x.mu.Unlock()
		if found {
			break
		}
		select {
		case <-x.changed:
		case <-patience:
			t.Fatalf("%q is not on the screen:\n%s", text, now)
		}
	}
	if _, err := io.WriteString(x.person, then); err != nil {
		t.Fatal(err)
	}
	return now
}

func TestTokenIsNotEchoedOnATerminal(t *testing.T) {
	d := newDesk(t)
	x := newTerminal(t)
	ended := make(chan error, 1)
	go func() {
		ended <- setup.Run(t.Context(), setup.Options{Path: d.path, In: x.program, Out: x.program, APIURL: d.telegram.URL()})
	}()
	var seen strings.Builder
	for _, step := range [][2]string{
		{"Token: ", "wrong\r"}, {"Token: ", d.telegram.Token() + "\r"},
		{"Ollama server", d.ollama + "\n"}, {"drafts", model + "\n"},
		{"know it: ", "Zoë\n"}, {"[Y/n]: ", "\n"}, {"Next:", ""},
	} {
		seen.WriteString(x.shows(t, step[0], step[1]))
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if strings.Contains(seen.String(), d.telegram.Token()[:8]) || strings.Contains(seen.String(), "wrong") {
		t.Errorf("the token is on the screen:\n%s", seen.String())
	}
	if !strings.Contains(seen.String(), "Zoë\r\n") {
		t.Errorf("other answers are not echoed:\n%s", seen.String())
	}
	if c := d.loads(); c.Telegram.Token.Reveal() != d.telegram.Token() || c.Persona.Name != "Zoë" {
		t.Errorf("%+v", c)
	}
}

func TestCtrlCAtTheTokenGivesTheEchoBack(t *testing.T) {
	d := newDesk(t)
	x := newTerminal(t)
	before, err := term.GetState(int(x.program.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- setup.Run(ctx, setup.Options{Path: d.path, In: x.program, Out: x.program, APIURL: d.telegram.URL()})
	}()
	x.shows(t, "Token: ", "")
	interrupt() // as SIGINT does
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "interrupted") || d.files() != "" {
		t.Errorf("%v, in the folder %q", err, d.files())
	}
	after, err := term.GetState(int(x.program.Fd()))
	if err != nil || *after != *before {
		t.Errorf("the terminal is not as it was: %v, %v", after, err)
	}
}
