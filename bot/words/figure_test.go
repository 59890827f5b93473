package words_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"secretary/bot/words"
)

func TestTheFigureIsExplainedWithinOneAlert(t *testing.T) {
	var all []words.Effect
	for i, name := range []string{"judge", "usual", "hand", "support", "nobody-knows", "similar", "tenure", "match", "quantile", "money", "first", "length"} {
		all = append(all, words.Effect{Name: name, For: i%3 > 0})
	}
	for n := range len(all) + 1 {
		text := words.Figure(0.7249, 143, all[:n])
		if size := len(utf16.Encode([]rune(text))); size > 200 {
			t.Errorf("%d effects take %d units: %s", n, size, text)
		}
		if !strings.Contains(text, "72 %") || !strings.Contains(text, "143 decisions") {
			t.Errorf("no figure in %q", text)
		}
	}
	text := words.Figure(0.7249, 143, all)
	for _, want := range []string{"Down: the model's own judgement", "Up: how often you send my drafts"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

func TestTheFigureSaysWhatStandsBehindIt(t *testing.T) {
	for _, c := range []struct {
		known     bool
		decisions int
		want      string
	}{
		{false, 9, "confidence unknown"}, {true, 0, "confidence 69 %, a first guess"},
		{true, 1, "confidence 69 %, from 1 decision"}, {true, 143, "confidence 69 %, from 143 decisions"},
	} {
		if got := words.Learned(0.699, c.known, c.decisions); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
