package demo_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"unicode"

	"secretary/bot/demo"
)

// fingers press keys one after the other, each when it stands on a button of
// the newest card; then they wait.
type fingers struct {
	out   *bytes.Buffer
	keys  []rune
	lines []string // what is typed where a line is asked for; then Ctrl-C
}

func (f *fingers) Key(ctx context.Context) (rune, error) {
	if ctx.Err() == nil && len(f.keys) > 0 && f.sees(f.keys[0]) {
		key := f.keys[0]
		f.keys = f.keys[1:]
		return key, nil
	}
	<-ctx.Done()
	return 0, ctx.Err()
}

// sees says whether the reader would press the key now. Capital letters, signs
// and "n" for the next scene are pressed whatever is there.
func (f *fingers) sees(key rune) bool {
	text := f.out.String()
	card := text[max(0, strings.LastIndex(text, "┌")):]
	return key == 'n' || !unicode.IsLower(key) || strings.Contains(card, "["+string(key)+"]")
}

func (f *fingers) Line(context.Context, string) (string, error) {
	if len(f.lines) == 0 {
		return "", demo.ErrQuit
	}
	line := f.lines[0]
	f.lines = f.lines[1:]
	return line, nil
}

func TestReaderDecidesByKeys(t *testing.T) {
	tidy(t)
	var out bytes.Buffer
	keys := &fingers{out: &out, keys: []rune("Sn" + "eeen" + "?kn" + "asn" + "xs"), lines: []string{"", "/nonsense", "I post prints on Mondays."}}
	if err := demo.PlayWith(t.Context(), &out, nobody(t), keys); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	wants(t, out.String(), "[s] Send", "Mila presses Send", "Mila › Hi!", "Any key: the next scene",
		"2/5", "Mila presses Edit", "[e] Edit", "Mila presses Edit", "I do not know this command", "Mila presses Edit", "Sent as you wrote it", "Mila › I post prints on Mondays.",
		"3/5", "Press a key that stands on a button", "Mila presses Skip", "Skipped",
		"4/5", "Out of date: Anna wrote again", "Mila presses Again", "you asked for another draft", "Mila presses Send", "Sent ",
		"5/5", "[x] Stop", "Mila presses Stop", "Stopped. Nothing was sent.", "you pressed Stop", "[s] Send", "Mila presses Send", "Mila › Asleep")
	if n := strings.Count(out.String(), "Mila › Asleep"); n != 1 {
		t.Errorf("the last reply arrived %d times", n)
	}
	if len(keys.keys)+len(keys.lines) > 0 {
		t.Errorf("not used: %q %q", string(keys.keys), keys.lines)
	}
}

func TestReaderMayQuitAtAnyTime(t *testing.T) {
	for name, keys := range map[string]string{"at a card": "Q", "between two scenes": "SQ", "with Ctrl-C": "\x03", "while writing": "E"} {
		t.Run(name, func(t *testing.T) {
			tidy(t)
			var out bytes.Buffer
			if err := demo.PlayWith(t.Context(), &out, nobody(t), &fingers{out: &out, keys: []rune(keys)}); !errors.Is(err, demo.ErrQuit) {
				t.Errorf("%v\n%s", err, out.String())
			}
		})
	}
}
