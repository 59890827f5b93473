package setup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// The two ways a talk ends too early.
var (
	errEnded       = errors.New(inputEnded)
	errInterrupted = errors.New(callOff)
)

// maxAnswer is the longest line that is taken for an answer, in bytes.
const maxAnswer = 4096

// talk asks questions and reads answers.
type talk struct {
	in  io.Reader
	out io.Writer
}

// say prints a text and a newline. A screen that is gone does not end the talk:
// then the input ends as well.
func (t *talk) say(text string) { _, _ = fmt.Fprintln(t.out, text) }

func (t *talk) prompt(text string) { _, _ = fmt.Fprint(t.out, text) }

// ask reads an answer of one line, blanks around it gone; standard is the answer
// of an empty line.
func (t *talk) ask(ctx context.Context, question, standard string) (string, error) {
	t.prompt(questionLine(question, standard))
	answer, err := t.read(ctx, t.line)
	if err != nil {
		return "", err
	}
	if answer = strings.TrimSpace(answer); answer == "" {
		return standard, nil
	}
	return answer, nil
}

// secret is ask without an echo, where the input is a terminal. The terminal is
// raw before the question appears, so that nothing typed early is echoed.
func (t *talk) secret(ctx context.Context, question string) (string, error) {
	file, ok := t.in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return t.ask(ctx, question, "")
	}
	t.say(question + hidden)
	fd := int(file.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return "", fmt.Errorf("switch the echo off: %w", err)
	}
	defer func() { _ = term.Restore(fd, before) }() // nothing else can be done
	typed := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{bytewise{file}, t.out}, "")
	answer, err := t.read(ctx, func() (string, error) { return typed.ReadPassword(questionLine(secretPrompt, "")) })
	return strings.TrimSpace(answer), err
}

// bytewise reads one byte at a time: what is typed after a line belongs to the
// next question.
type bytewise struct{ r io.Reader }

func (b bytewise) Read(p []byte) (int, error) { return b.r.Read(p[:min(len(p), 1)]) }

// yes asks until the answer is yes or no.
func (t *talk) yes(ctx context.Context, question string, standard bool) (bool, error) {
	choice := "y/N"
	if standard {
		choice = "Y/n"
	}
	for {
		answer, err := t.ask(ctx, question+" ["+choice+"]", "")
		if err != nil {
			return false, err
		}
		switch strings.ToLower(answer) {
		case "":
			return standard, nil
		case "y", "yes":
			return true, nil
		case "n", "no":
			return false, nil
		}
		t.say(yesOrNo)
	}
}

// read waits for an answer or the end of ctx. A read from a terminal cannot be
// called off: after the end of ctx it ends with the process.
func (t *talk) read(ctx context.Context, read func() (string, error)) (string, error) {
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		text, err := read()
		done <- result{text, err}
	}()
	select {
	case <-ctx.Done():
		t.say("")
		return "", interrupted(ctx)
	case r := <-done:
		if errors.Is(r.err, io.EOF) {
			t.say("")
			return "", errEnded
		}
		if r.err != nil {
			return "", fmt.Errorf("read an answer: %w", r.err)
		}
		return r.text, nil
	}
}

// interrupted is errInterrupted if ctx has ended.
func interrupted(ctx context.Context) error {
	if ctx.Err() != nil {
		return errInterrupted
	}
	return nil
}

// line reads one line, byte by byte: what follows belongs to the next question,
// which may be read in another way. Of a line that is too long nothing is kept
// but its beginning, which no check accepts. A last line without an end counts.
func (t *talk) line() (string, error) {
	var line []byte
	b := make([]byte, 1)
	for {
		n, err := t.in.Read(b)
		switch {
		case n == 1 && b[0] == '\n':
			return string(line), nil
		case n == 1 && len(line) <= maxAnswer:
			line = append(line, b[0])
		case errors.Is(err, io.EOF) && len(line) > 0:
			return string(line), nil
		case n == 0 && err != nil:
			return "", err
		}
	}
}
