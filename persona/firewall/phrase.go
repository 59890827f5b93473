package firewall

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"secretary/persona/fold"
)

// A phrase is compiled to elements: choices between sequences of atoms, gaps, and ends of sentences.
type phrase struct {
	code     string
	harmless bool
	elements []element
}

type element struct {
	kind    elementKind
	choices [][]atom
}

type elementKind int

const (
	required elementKind = iota // one of the choices
	optional                    // one of the choices or nothing
	gap                         // up to gapWords words
	end                         // a sentence ends before it
)

// gapWords is how many words "..." stands for at most.
const gapWords = 4

// atom is what one word must be.
type atom struct {
	kind   atomKind
	text   string
	lo, hi int
}

type atomKind int

const (
	exact atomKind = iota
	prefix
	suffix
	inside
	number
	whatever
)

// fits tells whether a folded word is what the atom asks for.
func (a atom) fits(w string) bool {
	switch a.kind {
	case exact:
		return w == a.text
	case prefix:
		return strings.HasPrefix(w, a.text)
	case suffix:
		return strings.HasSuffix(w, a.text)
	case inside:
		return strings.Contains(w, a.text)
	case whatever:
		return true
	}
	if len(w) > 4 {
		return false
	}
	n, err := strconv.Atoi(w)
	return err == nil && n >= a.lo && n <= a.hi
}

// compile reads a phrase in the language of package firewall.
func compile(code, line string, harmless bool) (phrase, error) {
	p := phrase{code: code, harmless: harmless}
	for rest := strings.TrimSpace(line); rest != ""; rest = strings.TrimSpace(rest) {
		var e element
		var err error
		if strings.HasPrefix(strings.TrimPrefix(rest, "*"), "(") {
			e, rest, err = choice(rest)
		} else {
			word, after, _ := strings.Cut(rest, " ")
			e, err = single(word)
			rest = after
		}
		if err != nil {
			return p, fmt.Errorf("phrase %q: %w", line, err)
		}
		p.elements = append(p.elements, e)
	}
	if len(p.elements) == 0 || p.elements[0].kind != required || p.elements[0].choices[0][0].kind == whatever {
		return p, fmt.Errorf("phrase %q: it has to begin with a word", line)
	}
	return p, nil
}

func choice(rest string) (element, string, error) {
	inner, after, ok := strings.Cut(strings.TrimPrefix(rest, "*")[1:], ")")
	if !ok {
		return element{}, "", errors.New("a bracket is not closed")
	}
	var e element
	if strings.HasPrefix(after, "?") {
		e.kind, after = optional, after[1:]
	}
	if strings.HasPrefix(rest, "*") { // "*(a|b)*" is "(*a*|*b*)"
		inner, after = "*"+strings.ReplaceAll(inner, "|", "*|*")+"*", strings.TrimPrefix(after, "*")
	}
	if after != "" && after[0] != ' ' {
		return e, "", errors.New("a bracket has to end a word")
	}
	for option := range strings.SplitSeq(inner, "|") {
		var atoms []atom
		for word := range strings.FieldsSeq(option) {
			a, err := newAtom(word)
			if err != nil {
				return e, "", err
			}
			atoms = append(atoms, a)
		}
		if len(atoms) == 0 {
			return e, "", errors.New("a choice is empty")
		}
		e.choices = append(e.choices, atoms)
	}
	return e, after, nil
}

func single(word string) (element, error) {
	switch word {
	case "...":
		return element{kind: gap}, nil
	case "$":
		return element{kind: end}, nil
	}
	a, err := newAtom(word)
	return element{choices: [][]atom{{a}}}, err
}

func newAtom(word string) (atom, error) {
	if strings.HasPrefix(word, "{") {
		var a atom
		_, err := fmt.Sscanf(word, "{%d-%d}", &a.lo, &a.hi)
		a.kind = number
		return a, err
	}
	if word == "*" {
		return atom{kind: whatever}, nil
	}
	bare := strings.Trim(word, "*")
	folded := fold.Text(bare)
	if folded == "" || strings.ContainsAny(folded, " ") || strings.ContainsAny(bare, "()|{}$*") {
		return atom{}, fmt.Errorf("%q is no word", word)
	}
	a := atom{text: folded}
	switch open, shut := strings.HasPrefix(word, "*"), strings.HasSuffix(word, "*"); {
	case open && shut:
		a.kind = inside
	case open:
		a.kind = suffix
	case shut:
		a.kind = prefix
	}
	return a, nil
}

// match gives the number of words from at on that the phrase covers at least, 0 if it does not fit there. seen is a set
// of positions reached so far, relative to at, as bits.
func (p *phrase) match(words []fold.Word, at int) int {
	seen := uint64(1)
	for _, e := range p.elements {
		switch e.kind {
		case gap:
			for range gapWords {
				seen |= seen << 1
			}
		case end:
			seen = ended(words, at, seen)
		default:
			next := uint64(0)
			if e.kind == optional {
				next = seen
			}
			for _, atoms := range e.choices {
				next |= follow(words, at, seen, atoms)
			}
			seen = next
		}
		if left := len(words) - at; left < 63 {
			seen &= 1<<(left+1) - 1
		}
		if seen == 0 {
			return 0
		}
	}
	n := 0
	for seen&1 == 0 {
		seen >>= 1
		n++
	}
	return n
}

// follow moves every position over a sequence of atoms.
func follow(words []fold.Word, at int, seen uint64, atoms []atom) uint64 {
	for _, a := range atoms {
		next := uint64(0)
		for i := 0; seen>>i != 0 && at+i < len(words) && i < 63; i++ {
			if seen>>i&1 == 1 && a.fits(words[at+i].Text) {
				next |= 1 << (i + 1)
			}
		}
		if seen = next; seen == 0 {
			break
		}
	}
	return seen
}

// ended keeps the positions before which a sentence ends.
func ended(words []fold.Word, at int, seen uint64) uint64 {
	for i := 0; i < 64 && seen>>i != 0; i++ {
		if seen>>i&1 == 1 && (at+i == 0 || !words[at+i-1].Last) {
			seen &^= 1 << i
		}
	}
	return seen
}
