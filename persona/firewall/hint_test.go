package firewall

import (
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"
)

// What a hint refuses, the expression must refuse as well: a rule that is not
// asked is a rule that does not exist.
func TestAHintRefusesNothingThatMatches(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"<|im|", "</S>", "[inst]", "[/INST]", "[img-1]", "/no_thinK", "⟦", "\U000E0041", "\ue000", "14 y/o", "m/15", "17f", "f /12", "1", "/", "y/o", "K",
		strings.Repeat("aB3", 22), strings.Repeat("0f ", 41), strings.Repeat("01010101 ", 9), "hello you", " ", "<", "|", "é", "\xff", "x", "[", "]"}
	refused := 0
	for _, s := range append(list().in.shapes, list().out.shapes...) {
		for range 3000 {
			var text string
			for range random.IntN(5) {
				text += pieces[random.IntN(len(pieces))]
			}
			if allowed := s.hint.allows(text, signsOf(text)); !allowed && s.re.MatchString(text) {
				t.Fatalf("%s matches %q, and its hint refuses it", s.re, text)
			} else if !allowed {
				refused++
			}
		}
	}
	if refused == 0 {
		t.Error("no hint ever refused anything")
	}
}

func TestHintsOfSimpleExpressions(t *testing.T) {
	for expr, texts := range map[string]map[string]bool{
		`(?i)k!`:        {"K!": true, "\u212a!": true, "kk": false, "!": false},
		`a*b`:           {"aaa": false, "b": true},
		`(x|yz)+`:       {"z": false, "x": true, "y": true, "yz": true},
		`[a-z]{5}`:      {"abcd": false, "abcde": true},
		`.?`:            {"": true},
		`(ab ?)+`:       {"xaxb": false, "a b": true, "axb": false, "xx ab": true},
		`([01]{3} ){2}`: {"101 010 ": true, "10101": false, "101 x 010 ": false},
		`é|:`:           {"e": false, "ü": true, ":": true},
	} {
		re := regexp.MustCompile(expr)
		parsed, err := syntax.Parse(expr, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		for text, want := range texts {
			got := hintOf(parsed).allows(text, signsOf(text))
			if got != want || re.MatchString(text) && !got {
				t.Errorf("the hint of %s for %q is %v, want %v", expr, text, got, want)
			}
		}
	}
}
