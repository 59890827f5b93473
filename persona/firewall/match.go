package firewall

import (
	"fmt"
	"slices"
	"strings"

	"secretary/persona/fold"
	"secretary/persona/pattern"
)

// matcher finds all phrases and expressions of one direction in one pass: each word looks up the phrases that can begin
// with it.
type matcher struct {
	phrases []phrase
	exact   map[string][]int // first word -> phrases
	prefix  map[string][]int
	suffix  map[string][]int
	inside  []start
	number  []int
	heads   []int // lengths of prefixes
	tails   []int // lengths of suffixes
	known   map[string]bool
	shapes  []expression
}

type start struct {
	text   string
	phrase int
}

type expression struct {
	code string
	re   *pattern.Pattern
}

func newMatcher() *matcher {
	return &matcher{exact: map[string][]int{}, prefix: map[string][]int{}, suffix: map[string][]int{}, known: map[string]bool{}}
}

func (m *matcher) add(code, line string, harmless bool) error {
	p, err := compile(code, line, harmless)
	if err != nil {
		return err
	}
	id := len(m.phrases)
	m.phrases = append(m.phrases, p)
	for i, e := range p.elements {
		for _, atoms := range e.choices {
			for _, a := range atoms {
				if a.kind == exact || a.kind == prefix {
					m.known[a.text] = true
				}
			}
			if i == 0 {
				m.begin(atoms[0], id)
			}
		}
	}
	return nil
}

// begin notes the first word of a phrase.
func (m *matcher) begin(a atom, id int) {
	note := func(in map[string][]int) {
		if !slices.Contains(in[a.text], id) {
			in[a.text] = append(in[a.text], id)
		}
	}
	switch a.kind {
	case exact:
		note(m.exact)
	case prefix:
		note(m.prefix)
	case suffix:
		note(m.suffix)
	case inside:
		m.inside = append(m.inside, start{a.text, id})
	default:
		m.number = append(m.number, id)
	}
}

func (m *matcher) addShape(code, expr string) error {
	re, err := pattern.Compile(expand(expr))
	if err != nil {
		return fmt.Errorf("compile expression: %w", err)
	}
	m.shapes = append(m.shapes, expression{code, re})
	return nil
}

// done ends the building of a matcher.
func (m *matcher) done() { m.heads, m.tails = lengths(m.prefix), lengths(m.suffix) }

func lengths(of map[string][]int) (out []int) {
	for s := range of {
		if !slices.Contains(out, len(s)) {
			out = append(out, len(s))
		}
	}
	slices.Sort(out)
	return out
}

// span is a found phrase in words.
type span struct{ from, to int }

// find gives the words of the first hit of each rule, as written. Words spelled letter by letter are read as words, too.
func (m *matcher) find(text string) map[string]string {
	hits := map[string]string{}
	words := m.unmask(text, fold.Words(text))
	m.scan(text, words, hits)
	for _, fromEnd := range []bool{false, true} {
		if joined := m.unspace(words, fromEnd); joined != nil {
			m.scan(text, joined, hits)
		}
	}
	m.look(text, hits)
	return hits
}

// scan adds what the phrases find in these words of a text.
func (m *matcher) scan(text string, words []fold.Word, hits map[string]string) {
	found, harmless := map[string][]span{}, map[string][]span{}
	var ids []int
	for at := range words {
		ids = m.candidates(words[at].Text, ids[:0])
		for _, id := range ids {
			p := &m.phrases[id]
			if n := p.match(words, at); n > 0 {
				into := found
				if p.harmless {
					into = harmless
				}
				into[p.code] = append(into[p.code], span{at, at + n})
			}
		}
	}
	for code, spans := range found {
		if _, ok := hits[code]; ok {
			continue
		}
		if s, ok := harmful(spans, harmless[code]); ok {
			hits[code] = show(text[words[s.from].Start:words[s.to-1].End])
		}
	}
}

// look adds what the expressions find.
func (m *matcher) look(text string, hits map[string]string) {
	text = subdivisions.Replace(text)
	view := pattern.See(text)
	for _, s := range m.shapes {
		if _, ok := hits[s.code]; ok || !s.re.Match(view) {
			continue
		}
		if at := s.re.FindStringIndex(text); at != nil {
			if hits[s.code] = show(text[at[0]:at[1]]); hits[s.code] == "" {
				hits[s.code] = "hidden characters"
			}
		}
	}
}

// subdivisions are the flags of England, Scotland and Wales: the only honest use of characters that nobody can see.
var subdivisions = strings.NewReplacer("\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "",
	"\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", "",
	"\U0001F3F4\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F", "")

// candidates are the phrases that can begin with a word.
func (m *matcher) candidates(w string, ids []int) []int {
	ids = append(ids, m.exact[w]...)
	for _, n := range m.heads {
		if n > len(w) {
			break
		}
		ids = append(ids, m.prefix[w[:n]]...)
	}
	for _, n := range m.tails {
		if n > len(w) {
			break
		}
		ids = append(ids, m.suffix[w[len(w)-n:]]...)
	}
	if w[0] >= 0x80 {
		for _, s := range m.inside {
			if strings.Contains(w, s.text) {
				ids = append(ids, s.phrase)
			}
		}
	}
	if w[0] >= '0' && w[0] <= '9' {
		ids = append(ids, m.number...)
	}
	return ids
}

// harmful gives the first span that no harmless one touches. Both lists are in the order of their beginnings.
func harmful(spans, harmless []span) (span, bool) {
	for _, s := range spans {
		if !slices.ContainsFunc(harmless, func(h span) bool { return h.from < s.to && s.from < h.to }) {
			return s, true
		}
	}
	return span{}, false
}

// maxWords is the longest piece of a text that a hit shows, in characters.
const maxWords = 80

// show makes words fit for one line: no control, direction or private characters, and cut.
func show(s string) string {
	words := strings.Fields(strings.Map(printable, strings.ToValidUTF8(s, "")))
	r := []rune(strings.Join(words, " "))
	if len(r) > maxWords {
		return string(r[:maxWords-1]) + "…"
	}
	return string(r)
}

// vocabulary tells whether a word means anything to some phrase.
func (m *matcher) vocabulary(w string) bool {
	if m.known[w] {
		return true
	}
	for _, n := range m.heads {
		if n > len(w) {
			break
		}
		if _, ok := m.prefix[w[:n]]; ok && n > 4 {
			return true
		}
	}
	return false
}
