// Package pattern holds regular expressions that are asked about every message and every draft, and nearly always say
// no. A [Pattern] finds exactly what package regexp finds with the same expression. It only says no sooner: first a
// glance at the characters that a text holds, then one pass over it by a table of states, which is made as texts need it.
// Only what matches is searched by package regexp, which alone knows where.
package pattern

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"sync"
)

// Pattern is a regular expression. It is safe for concurrent use.
type Pattern struct {
	expr   string
	glance glance

	search func() *regexp.Regexp // made when something matches for the first time
	table  func() *table         // made when the glance lets a text through for the first time
}

// New is Compile for an expression that is part of the program: a fault in it is a bug, and it panics.
func New(expr string) *Pattern {
	p, err := Compile(expr)
	if err != nil {
		panic(err)
	}
	return p
}

// Compile reads an expression in the syntax of package regexp.
func Compile(expr string) (*Pattern, error) {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("parse expression: %w", err)
	}
	return &Pattern{
		expr: expr, glance: glanceOf(parsed),
		search: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) }),
		table:  sync.OnceValue(func() *table { return newTable(expr) }),
	}, nil
}

// String gives the expression.
func (p *Pattern) String() string { return p.expr }

// MatchString tells whether a text holds a match.
func (p *Pattern) MatchString(text string) bool { return p.Match(See(text)) }

// Match is MatchString for a text that is held against several patterns.
func (p *Pattern) Match(v View) bool {
	if !p.glance.allows(v) {
		return false
	}
	if found, sure := p.table().matches(v.text); sure {
		return found
	}
	return p.search().MatchString(v.text)
}

// FindString gives the first match, "" if there is none.
func (p *Pattern) FindString(text string) string {
	if !p.MatchString(text) {
		return ""
	}
	return p.search().FindString(text)
}

// FindStringIndex gives where the first match begins and ends, nil if there is none.
func (p *Pattern) FindStringIndex(text string) []int {
	if !p.MatchString(text) {
		return nil
	}
	return p.search().FindStringIndex(text)
}

// FindStringSubmatch gives the first match and its groups, nil if there is none.
func (p *Pattern) FindStringSubmatch(text string) []string {
	if !p.MatchString(text) {
		return nil
	}
	return p.search().FindStringSubmatch(text)
}

// FindAllString gives all matches.
func (p *Pattern) FindAllString(text string) []string {
	if !p.MatchString(text) {
		return nil
	}
	return p.search().FindAllString(text, -1)
}

// FindAllStringIndex gives where all matches begin and end.
func (p *Pattern) FindAllStringIndex(text string) [][]int {
	if !p.MatchString(text) {
		return nil
	}
	return p.search().FindAllStringIndex(text, -1)
}

// FindAllStringSubmatch gives all matches with their groups.
func (p *Pattern) FindAllStringSubmatch(text string) [][]string {
	if !p.MatchString(text) {
		return nil
	}
	return p.search().FindAllStringSubmatch(text, -1)
}

// Split cuts a text at its matches into n pieces at most; n < 0 means all.
func (p *Pattern) Split(text string, n int) []string {
	if n != 0 && !p.MatchString(text) {
		return []string{text}
	}
	return p.search().Split(text, n)
}

// ReplaceAllString puts something in the place of every match; "$1" stands for the first group.
func (p *Pattern) ReplaceAllString(text, by string) string {
	if !p.MatchString(text) {
		return text
	}
	return p.search().ReplaceAllString(text, by)
}

// ReplaceAllStringFunc puts what by gives for it in the place of every match.
func (p *Pattern) ReplaceAllStringFunc(text string, by func(string) string) string {
	if !p.MatchString(text) {
		return text
	}
	return p.search().ReplaceAllStringFunc(text, by)
}
