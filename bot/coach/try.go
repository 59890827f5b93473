package coach

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"secretary/bot/ledger"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/persona/style"
)

// Learned is what the secretary has learned for all fans.
type Learned struct {
	Rules []string
	Style string
	Voice style.Card // the same in figures
	// Examples are earlier answers near to what was asked for.
	Examples []persona.Example
}

// Teacher gives what was learned that matters for a fan's words, free of
// anything personal; nil: nothing can be had.
type Teacher func(ctx context.Context, words string) (Learned, error)

// Try is a talk with the persona: each line of in is a message of a fan, and
// what would be drafted is printed to out, with the figure that the creator's
// decisions give it. prompt shows where to write. It ends with in, or with ctx.
func Try(ctx context.Context, p *persona.Persona, teach Teacher, decided Labels, in io.Reader, out io.Writer, prompt bool) error {
	t := trial{persona: p, teach: teach, ledger: ledger.New(decided), out: out}
	lines := read(ctx, in)
	for {
		if prompt {
			fmt.Fprint(out, words.TryPrompt)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case line, ok := <-lines:
			if !ok || line == words.TryQuit {
				return nil
			}
			t.hear(ctx, line)
		}
	}
}

// read gives the lines of in until it or ctx ends. Reading a terminal cannot be
// interrupted: at the end of ctx the program ends, and the goroutine with it.
func read(ctx context.Context, in io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		s := bufio.NewScanner(in)
		s.Buffer(nil, 1<<20)
		for s.Scan() {
			select {
			case lines <- strings.TrimSpace(s.Text()):
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

type trial struct {
	persona *persona.Persona
	teach   Teacher
	ledger  *ledger.Ledger
	out     io.Writer
	history []persona.Turn
	last    persona.Request
	draft   string
}

func (t *trial) hear(ctx context.Context, line string) {
	switch {
	case line == "":
		return
	case line == words.TryForget:
		t.history, t.last, t.draft = nil, persona.Request{}, ""
		fmt.Fprintln(t.out, words.TryForgotten)
		return
	case line == words.TryAgain || strings.HasPrefix(line, words.TryAgain+" "):
		if len(t.last.Pending) == 0 {
			fmt.Fprintln(t.out, words.TryNothing)
			return
		}
		t.last.Instruction, t.last.Previous = strings.TrimSpace(strings.TrimPrefix(line, words.TryAgain)), t.draft
	default:
		t.settle()
		t.last = ask(line)
		t.last.Pending[0].ID = int64(len(t.history) + 1)
		t.last.History = t.history
	}
	t.answer(ctx)
}

// settle makes the last exchange history: the talk goes on as if the draft had been sent.
func (t *trial) settle() {
	if len(t.last.Pending) == 0 || t.draft == "" {
		return
	}
	t.history = append(t.history, t.last.Pending[0], persona.Turn{ID: int64(len(t.history) + 2), Text: t.draft, Date: time.Now()})
}

func (t *trial) answer(ctx context.Context) {
	t.draft = ""
	if t.teach != nil {
		switch learned, err := t.teach(ctx, t.last.Pending[0].Text); {
		case err != nil:
			fmt.Fprintln(t.out, words.TryUnlearned(err.Error()))
			t.teach = nil
		default:
			t.last.Rules, t.last.Style, t.last.Voice, t.last.Examples = learned.Rules, learned.Style, learned.Voice, learned.Examples
		}
	}
	d, err := t.persona.Draft(ctx, t.last)
	if err != nil {
		fmt.Fprintln(t.out, words.TryNoDraft(detail(err)))
		return
	}
	t.draft = d.Text
	fmt.Fprintln(t.out, words.TryDraft(d.Text, t.figure(d), d.Fixed, words.Span(d.Total)))
	for _, e := range t.last.Examples {
		fmt.Fprintln(t.out, words.TryRetrieved(e.Question, e.Answer, e.Near))
	}
	if d.Signals.Match != nil {
		fmt.Fprintln(t.out, words.TryQuoted(d.Signals.Source, *d.Signals.Match))
	}
	printFlags(t.out, d)
}

// figure is the confidence as a card would show it.
func (t *trial) figure(d persona.Draft) string {
	score, err := t.ledger.Score(d.Signals.Features, ledger.Version(d.Digest, d.Prompt), time.Now())
	if err != nil || !d.Known {
		return words.Confidence(d.Confidence, d.Known)
	}
	return words.Learned(score.Bound, true, score.From)
}

// printFlags says which checks hit.
func printFlags(out io.Writer, d persona.Draft) {
	var hits []string
	for _, f := range d.Flags {
		hits = append(hits, words.Why(f.Code, f.Detail))
	}
	fmt.Fprintln(out, words.TryChecks(hits))
}

// ask is a request for an answer to one message of a new fan.
func ask(text string) persona.Request {
	now := time.Now()
	return persona.Request{Now: now, Pending: []persona.Turn{{ID: 1, FromFan: true, Text: text, Date: now}}}
}

// detail is the sentence for the creator in an error of package persona.
func detail(err error) string {
	var e *persona.Error
	if errors.As(err, &e) {
		return e.Detail
	}
	return err.Error()
}
