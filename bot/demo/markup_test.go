package demo_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"secretary/bot/demo"
)

func TestMessagesBreakAtSpaces(t *testing.T) {
	for source, want := range map[string][]string{
		"":                                {""},
		"<b>Anna</b> @anna\nwaits":        {"Anna @anna", "waits"},
		"one two three":                   {"one two", "three"},
		"1234567890 2":                    {"1234567890", "2"},
		"12345678901":                     {"1234567890", "1"},
		"a &lt;b&gt; &amp;amp;":           {"a <b>", "&amp;"},
		"<blockquote>a</blockquote>\n\nb": {"a", "", "b"},
		"x\x1b[2Jy\rz\ta":                 {"x[2Jyza"},
	} {
		if got := demo.Lay(source, 10); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

// Property: nothing is lost but spaces, and no line is too long.
func TestBrokenLinesHoldTheWholeText(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 11))
	alphabet := []rune("ab é漢🙂   \n")
	for range 2000 {
		var b strings.Builder
		for range rng.IntN(80) {
			b.WriteRune(alphabet[rng.IntN(len(alphabet))])
		}
		width := 1 + rng.IntN(20)
		lines := demo.Lay(b.String(), width)
		for _, l := range lines {
			if utf8.RuneCountInString(l) > width {
				t.Fatalf("%q is longer than %d", l, width)
			}
		}
		bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if bare(strings.Join(lines, "")) != bare(b.String()) {
			t.Fatalf("%q became %q", b.String(), lines)
		}
	}
}
