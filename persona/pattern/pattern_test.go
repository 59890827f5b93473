package pattern_test

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"secretary/persona/pattern"
)

// expressions have everything the ones of this program have, and what is easily got wrong.
var expressions = []string{
	`(?i)k!`, `a*b`, `(x|yz)+`, `[a-z]{5}`, `.?`, `(ab ?)+`, `([01]{3} ){2}`, `é|:`, ``, `^`, `$`, `\b`, `\B`, `(?m)^a$`, `(?m)$`, `^a$`, `\Aa\z`,
	`a\b`, `\bka\b`, `(?i)\b(?:ok+(?:ay)?|(?:ha){2,}h?)\b`, `[^a]`, `[^\n]a`, `.a`, `(?s).a`, `(?i)[ks]`, `\pL+-(?:tu|vous)`, `[^\pL]a`, `\x{10FFFF}`, `[^\x{FFFD}]`,
	`\x{FFFD}`, `\S+@\S+`, `[,;:\-–—(/&+=]$`, ` ?\n ?`, `\n{3,}`, `(?:\d[ -]?){9,}`, `\+?\p{Nd}(?:[\s().\-/–]{0,3}\p{Nd}){6,}`, `(?i)^(?:(?:and|so)[, ]+|[\pL'’]+[,!:] ?){0,3}(?:what|où)(?:[^\pL\pM]|$)`,
	`\p{L}[^?？؟;]*[?？؟]|\p{Greek}[^?;]*;`, `(?im)^([^\w\n]{0,4}(?:system|user)[^\w\n]{0,3}?) ?:`, `a{0}`, `[[:^ascii:]]`, `(?U)a+?b`, `a|`, `(a|b)*c|(a|ab)*c`, `x*?$`, `(?i)ſ`, `(?i)Σ`,
}

var pieces = []string{"a", "b", "x", "yz", "k", "K", "\u212a", "s", "ſ", "é", "Σ", "ς", "ok", "okay", "haha", "what", "où", "and, ", "so ", "system:", "user ;", "\n", "\r", " ", "  ", ",", "!", "'",
	"-tu", "-", "@", "?", "？", ";", "π", "0", "15", "+", "/", "123456789", "101 010 ", "\xff", "\xe2\x82", "\U0010ffff", "\ufffd", "☀️", "ы", "日本"}

func random(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(7) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

func TestAPatternFindsWhatTheExpressionFinds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, expr := range expressions {
		p, re := pattern.New(expr), regexp.MustCompile(expr)
		for range 300 {
			same(t, p, re, random(r))
		}
	}
}

func TestATextThatNeedsTooManyStatesIsStillSearched(t *testing.T) {
	const expr = `[ab]*a[ab]{14}c` // each of the last letters has to be remembered
	r, p, re := rand.New(rand.NewPCG(1, 2)), pattern.New(expr), regexp.MustCompile(expr)
	for range 100 {
		var b strings.Builder
		for range 300 {
			b.WriteByte("ab"[r.IntN(2)])
		}
		same(t, p, re, b.String()+"c")
		same(t, p, re, b.String())
	}
}

func same(t *testing.T, p *pattern.Pattern, re *regexp.Regexp, text string) {
	t.Helper()
	if got, want := p.MatchString(text), re.MatchString(text); got != want {
		t.Fatalf("%s in %q: %v, want %v", re, text, got, want)
	}
	if got, want := p.FindAllStringSubmatch(text), re.FindAllStringSubmatch(text, -1); !reflect.DeepEqual(got, want) {
		t.Fatalf("%s in %q: %q, want %q", re, text, got, want)
	}
	if got, want := p.ReplaceAllString(text, "<$1>"), re.ReplaceAllString(text, "<$1>"); got != want {
		t.Fatalf("%s in %q: %q, want %q", re, text, got, want)
	}
	for _, n := range []int{-1, 0, 1, 2} {
		if got, want := p.Split(text, n), re.Split(text, n); !slices.Equal(got, want) {
			t.Fatalf("%s splits %q: %q, want %q", re, text, got, want)
		}
	}
	if got, want := p.FindStringIndex(text), re.FindStringIndex(text); !reflect.DeepEqual(got, want) {
		t.Fatalf("%s in %q: %v, want %v", re, text, got, want)
	}
}

func TestManyAtOnceFindTheSame(t *testing.T) {
	for _, expr := range expressions {
		p, re := pattern.New(expr), regexp.MustCompile(expr)
		done := make(chan string)
		for n := range uint64(4) {
			go func() {
				r, wrong := rand.New(rand.NewPCG(n, n)), ""
				for range 200 {
					if text := random(r); p.MatchString(text) != re.MatchString(text) {
						wrong = text
					}
				}
				done <- wrong
			}()
		}
		for range 4 {
			if wrong := <-done; wrong != "" {
				t.Errorf("%s in %q", expr, wrong)
			}
		}
	}
}

func TestAFaultIsToldWhenThePatternIsMade(t *testing.T) {
	if _, err := pattern.Compile(`(`); err == nil {
		t.Error("half an expression was taken")
	}
}

func FuzzPattern(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, expr := range expressions {
		f.Add(expr, random(r))
	}
	f.Fuzz(func(t *testing.T, expr, text string) {
		if len(expr) > 60 || len(text) > 2000 {
			return
		}
		re, err := regexp.Compile(expr)
		if err != nil {
			return
		}
		p, err := pattern.Compile(expr)
		if err != nil {
			t.Fatal(err)
		}
		same(t, p, re, text)
	})
}
