package firewall

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"secretary/persona/pattern"
)

// Direction tells whose words a rule is about.
type Direction string

// The directions.
const (
	In  Direction = "in"  // a fan's words
	Out Direction = "out" // a reply
)

// Severity tells what a hit leads to.
type Severity string

// The severities.
const (
	Ask   Severity = "ask"   // a person decides
	Alert Severity = "alert" // the creator is told at once, and no model gets to see it
	Never Severity = "never" // nobody sends it
)

// Rule is one entry of the list.
type Rule struct {
	Code      string // stable: cards, logs and stored drafts name it
	Direction Direction
	Severity  Severity
	About     string // one sentence for people
	By        string // name of the function that finds it, beside or instead of words; usually empty
	Sections  []Section
}

// Section is the part of a rule for one language.
type Section struct {
	Language string // ISO 639-1, "*" for all
	Hits     []Example
	Misses   []Example
	lines    int // that find something
}

// Example is a test of a rule, in the rule's own file.
type Example struct {
	Text  string
	Given Given
}

// Given is what a test supposes.
type Given struct{ Persona, Chat, Earlier, Other string }

// Hit is a rule that found something.
type Hit struct {
	Code     string
	Severity Severity
	Words    string // what was found, as written: one line, at most 80 characters; maybe a remark where no words can be shown
}

//go:embed rules
var files embed.FS

// Rules gives the whole list: rules about fans' words first, the gravest first.
func Rules() []Rule { return slices.Clone(list().rules) }

// Find gives the rule with that code; false if there is none.
func Find(code string) (Rule, bool) {
	i := slices.IndexFunc(list().rules, func(r Rule) bool { return r.Code == code })
	if i < 0 {
		return Rule{}, false
	}
	return list().rules[i], true
}

// Reads tells whether the rules know a language (ISO 639-1) of fans: those that raise an alarm have a section for it.
func Reads(language string) bool {
	return !slices.ContainsFunc(list().rules, func(r Rule) bool {
		return r.Severity == Alert && !slices.ContainsFunc(r.Sections, func(s Section) bool { return s.Language == language })
	})
}

// book is the list, compiled.
type book struct {
	rules []Rule
	in    *matcher
	out   *matcher
	held  [kinds][]shape // what only the persona file may bring into a reply
}

// list reads the embedded files once. They are part of the program and tested: a fault in them is a bug.
var list = sync.OnceValue(func() *book {
	b, err := read(files)
	if err != nil {
		panic(err)
	}
	return b
})

// read reads a folder of rules.
func read(from fs.FS) (*book, error) {
	b := &book{in: newMatcher(), out: newMatcher()}
	for _, d := range []Direction{In, Out} {
		names, err := fs.Glob(from, "rules/"+string(d)+"/*.txt")
		if err != nil {
			return nil, fmt.Errorf("list rules: %w", err)
		}
		first := len(b.rules)
		for _, name := range names {
			raw, err := fs.ReadFile(from, name)
			if err != nil {
				return nil, fmt.Errorf("read rule: %w", err)
			}
			p := &parser{rule: Rule{Code: strings.TrimSuffix(path.Base(name), ".txt"), Direction: d}, book: b}
			if err := p.parse(string(raw)); err != nil {
				return nil, fmt.Errorf("read rule %s: %w", name, err)
			}
			b.rules = append(b.rules, p.rule)
		}
		slices.SortStableFunc(b.rules[first:], func(x, y Rule) int { return gravity[y.Severity] - gravity[x.Severity] })
	}
	b.in.done()
	b.out.done()
	return b, nil
}

var gravity = map[Severity]int{Ask: 1, Alert: 2, Never: 2}

// matcherOf gives the matcher of a direction.
func (b *book) matcherOf(d Direction) *matcher {
	if d == In {
		return b.in
	}
	return b.out
}

// shape is a form of a thing that the persona file may hold.
type shape struct {
	code   string
	re     *pattern.Pattern
	normal func(match []string) string // "" = not one after all
}
