package firewall

import (
	"errors"
	"fmt"
	"strings"

	"secretary/persona/pattern"
)

// parser reads one rule's file.
type parser struct {
	rule    Rule
	book    *book
	section *Section
	given   Given
}

func (p *parser) parse(text string) error {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if err := p.line(strings.TrimSpace(line)); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	if p.rule.Severity == "" || p.rule.About == "" {
		return errors.New("it needs a comment that says what it is for, and a severity")
	}
	return nil
}

func (p *parser) line(line string) error {
	sign, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch {
	case line == "":
		return nil
	case sign == "#":
		if p.section == nil && p.rule.Severity == "" {
			p.rule.About = strings.TrimSpace(p.rule.About + " " + rest)
		}
		return nil
	case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
		p.rule.Sections = append(p.rule.Sections, Section{Language: strings.Trim(line, "[]")})
		p.section, p.given = &p.rule.Sections[len(p.rule.Sections)-1], Given{}
		return nil
	case p.section == nil:
		return p.head(sign, rest)
	}
	return p.entry(line, sign, rest)
}

// head reads a line before the first section.
func (p *parser) head(sign, rest string) error {
	switch s := Severity(sign); {
	case s == Ask || s == Alert || s == Never:
		p.rule.Severity = s
		return nil
	case sign == "by" && finders[rest] != nil:
		p.rule.By = rest
		return nil
	}
	return fmt.Errorf("%q before the first section is neither a severity nor \"by\" a known function", sign)
}

// entry reads a line of a section.
func (p *parser) entry(line, sign, rest string) error {
	m := p.book.matcherOf(p.rule.Direction)
	switch sign {
	case "+":
		p.section.Hits = append(p.section.Hits, Example{rest, p.given})
		return nil
	case "-":
		p.section.Misses = append(p.section.Misses, Example{rest, p.given})
		return nil
	case "given":
		return p.suppose(rest)
	}
	p.section.lines++
	switch sign {
	case "!":
		return m.add(p.rule.Code, rest, true)
	case "/":
		return m.addShape(p.rule.Code, rest)
	case "=":
		return p.thing(rest)
	}
	return m.add(p.rule.Code, line, false)
}

func (p *parser) suppose(rest string) error {
	what, text, _ := strings.Cut(rest, " ")
	switch what {
	case "persona":
		p.given.Persona = text
	case "chat":
		p.given.Chat = text
	case "earlier":
		p.given.Earlier = text
	case "other":
		p.given.Other = text
	default:
		return fmt.Errorf("nothing can be given as %q", what)
	}
	return nil
}

// thing reads "= kind regexp".
func (p *parser) thing(rest string) error {
	name, expr, _ := strings.Cut(rest, " ")
	k, ok := kindOf[name]
	if !ok {
		return fmt.Errorf("there is no kind of thing %q", name)
	}
	re, err := pattern.Compile(expand(expr))
	if err != nil {
		return fmt.Errorf("compile shape: %w", err)
	}
	p.book.held[k.thing] = append(p.book.held[k.thing], shape{p.rule.Code, re, k.normal})
	return nil
}

// expand puts in the long lists that several expressions share.
func expand(expr string) string {
	for name, list := range lists {
		expr = strings.ReplaceAll(expr, "<"+name+">", list)
	}
	return expr
}
