package demo_test

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

	"secretary/bot/demo"
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

// shows waits until the text has come, and types then. What was shown before is
// forgotten.
func (x *terminal) shows(t *testing.T, text, then string) {
	t.Helper()
	patience := time.After(15 * time.Second)
	for {
		x.mu.Lock()
		now := x.screen.String()
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
}

func TestSingleKeysOnARealTerminal(t *testing.T) {
	tidy(t)
	t.Setenv("NO_COLOR", "1")
	x := newTerminal(t)
	before, err := term.GetState(int(x.program.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- demo.Run(t.Context(), demo.Options{In: x.program, Out: x.program, OllamaURL: nobody(t)})
	}()
	x.shows(t, "[k] Skip", "\x1b[A")            // an arrow key, whose last letter is no "a" for Again
	x.shows(t, "Press a key that stands", "ss") // something pasted is no decision
	x.shows(t, "Press a key that stands", "s")
	x.shows(t, "Any key: the next scene", " ")
	x.shows(t, "[e] Edit", "e")
	x.shows(t, "Your reply", "bonjoir\x7f\x7fur 🙂\r")
	x.shows(t, "Mila › bonjour 🙂", "")
	x.shows(t, "Any key: the next scene", "\x03")
	x.shows(t, "Goodbye", "")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	after, err := term.GetState(int(x.program.Fd()))
	if err != nil || *after != *before {
		t.Errorf("the terminal is not as it was: %v, %v", after, err)
	}
}

func TestEndOfTheProgramGivesTheTerminalBack(t *testing.T) {
	tidy(t)
	x := newTerminal(t)
	before, err := term.GetState(int(x.program.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- demo.Run(ctx, demo.Options{In: x.program, Out: x.program, OllamaURL: nobody(t)}) }()
	x.shows(t, "Send", "")
	stop() // SIGTERM
	if err := <-ended; err != nil {
		t.Error(err)
	}
	after, err := term.GetState(int(x.program.Fd()))
	if err != nil || *after != *before {
		t.Errorf("the terminal is not as it was: %v, %v", after, err)
	}
}
