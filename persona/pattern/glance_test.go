package pattern

import (
	"regexp"
	"regexp/syntax"
	"testing"
)

func TestGlancesAtSimpleExpressions(t *testing.T) {
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
			got := glanceOf(parsed).allows(See(text))
			if got != want || re.MatchString(text) && !got {
				t.Errorf("the glance of %s for %q is %v, want %v", expr, text, got, want)
			}
		}
	}
}
