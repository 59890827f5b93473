package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// terminal is a keyboard on a real terminal, which is in raw mode until close:
// keys come at once, and Ctrl-C is a key like any other.
type terminal struct {
	in, out *os.File
	before  *term.State
	// read carries the result of the one read in flight, nil if there is none. A
	// read from a terminal cannot be called off: when the reader quits by other
	// means than a key, it ends with the process.
	read chan typed
}

type typed struct {
	text string
	err  error
}

func openTerminal(in, out *os.File) (*terminal, error) {
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return nil, fmt.Errorf("read single keys from the terminal: %w", err)
	}
	return &terminal{in: in, out: out, before: before}, nil
}

// close gives the terminal back as it was.
func (t *terminal) close() { _ = term.Restore(int(t.in.Fd()), t.before) } // nothing else can be done

// key takes what one read brings for one key. Several characters at once are a
// function key or something pasted, and no decision about a card.
func (t *terminal) key(ctx context.Context) (rune, error) {
	text, err := t.await(ctx, func() (string, error) {
		chunk := make([]byte, 256)
		n, err := t.in.Read(chunk)
		return string(chunk[:n]), err
	})
	if errors.Is(err, io.EOF) {
		return 0, errQuit
	}
	if r, n := utf8.DecodeRuneInString(text); err == nil && n == len(text) {
		return r, nil
	}
	return 0, err
}

func (t *terminal) line(ctx context.Context, prompt string) (string, error) {
	text, err := t.await(ctx, func() (string, error) {
		return term.NewTerminal(struct {
			io.Reader
			io.Writer
		}{t.in, t.out}, prompt).ReadLine()
	})
	var pasted error = term.ErrPasteIndicator
	if err != nil && !errors.Is(err, pasted) && ctx.Err() == nil {
		return "", errQuit
	}
	return strings.TrimSpace(text), ctx.Err()
}

// await waits for the read in flight, or starts one.
func (t *terminal) await(ctx context.Context, read func() (string, error)) (string, error) {
	if t.read == nil {
		result := make(chan typed, 1)
		t.read = result
		go func() {
			text, err := read()
			result <- typed{text, err}
		}()
	}
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-t.read:
		t.read = nil
		return r.text, r.err
	}
}

// crlf writes for a terminal in raw mode, which does not return the carriage by
// itself.
type crlf struct{ w io.Writer }

func (c crlf) Write(b []byte) (int, error) {
	if _, err := c.w.Write(bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(b), nil
}
