package demo

import (
	"context"
	"io"
	"time"

	"secretary/bot/sandbox"
)

// Keyboard is what a reader types on.
type Keyboard interface {
	Key(ctx context.Context) (rune, error)
	Line(ctx context.Context, prompt string) (string, error)
}

// typist makes a keyboard of a Keyboard.
type typist struct{ Keyboard }

func (t typist) key(ctx context.Context) (rune, error)                   { return t.Key(ctx) }
func (t typist) line(ctx context.Context, prompt string) (string, error) { return t.Line(ctx, prompt) }

// ErrQuit is what the play ends with when the reader quits.
var ErrQuit = errQuit

// Label says who would draft; trial above 0 is the limit of a trial draft.
func Label(ctx context.Context, url, model string, trial time.Duration) string {
	return chooseDrafter(ctx, Options{OllamaURL: url, Model: model}, trial).label
}

// PlayWith plays with a reader at these keys, briskly.
func PlayWith(ctx context.Context, out io.Writer, url string, keys Keyboard) error {
	s := newScreen(out, false)
	p := pace{quiet: 150 * time.Millisecond, hold: 4 * time.Second, limit: 10 * time.Second}
	return run(ctx, Options{OllamaURL: url}, s, &reader{keys: typist{keys}, screen: s}, p)
}

// PlayIn plays unattended in a world that somebody has meddled with.
func PlayIn(ctx context.Context, out io.Writer, limit time.Duration, meddle func(*sandbox.Server)) error {
	p := unattended
	p.limit, p.hold = limit, 500*time.Millisecond
	w, alive, err := open(ctx, drafter{}, p)
	if err != nil {
		return err
	}
	defer w.Close() //nolint:errcheck // the play's error counts
	meddle(w.telegram)
	return because(alive, (&play{world: w, screen: newScreen(out, false), hand: script{}, pace: p}).all(alive))
}

// Lay breaks a text, HTML of the bot, into lines.
func Lay(source string, width int) []string {
	var out []string
	for _, l := range lay(glyphs(source), width) {
		var text []rune
		for _, g := range l {
			text = append(text, g.r)
		}
		out = append(out, string(text))
	}
	return out
}
