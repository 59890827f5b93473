package pattern

import (
	"math"
	"regexp/syntax"
	"unicode"
	"unicode/utf8"
)

// A glance tells by the characters of a text that an expression cannot match. Nearly every text is let through by it.
type glance struct {
	length int    // bytes that every match has at least
	needs  *signs // characters of which every match holds one; nil: not known
	within *signs // characters of which every match is made; nil: not known
}

// signs is a set of characters: the ASCII ones, and whether there are others.
type signs struct {
	ascii [2]uint64
	other bool
}

func (s *signs) add(r rune) {
	if r < utf8.RuneSelf {
		s.ascii[r/64] |= 1 << (r % 64)
	} else {
		s.other = true
	}
}

func (s *signs) has(r rune) bool {
	if r < utf8.RuneSelf {
		return s.ascii[r/64]>>(r%64)&1 == 1
	}
	return s.other
}

func (s *signs) join(t *signs) {
	s.ascii[0] |= t.ascii[0]
	s.ascii[1] |= t.ascii[1]
	s.other = s.other || t.other
}

// View is a text to be held against several patterns.
type View struct {
	text string
	of   signs
}

// See takes a text in. What is no UTF-8 counts as a character beyond ASCII.
func See(text string) View {
	v := View{text: text}
	for i := range len(text) {
		v.of.add(rune(text[i]))
	}
	return v
}

// allows tells whether the expression may match a text with these characters.
func (g glance) allows(v View) bool {
	if len(v.text) < g.length {
		return false
	}
	if n := g.needs; n != nil && n.ascii[0]&v.of.ascii[0] == 0 && n.ascii[1]&v.of.ascii[1] == 0 && !(n.other && v.of.other) {
		return false
	}
	return g.within == nil || g.within.run(v.text, g.length)
}

// run tells whether so many bytes of a text in a row are of this set.
func (s *signs) run(text string, length int) bool {
	n := 0
	for i := 0; i < len(text) && n < length; i++ {
		n++
		if !s.has(rune(text[i])) {
			n = 0
		}
	}
	return n >= length
}

// glanceOf reads the glance out of an expression as it was parsed.
func glanceOf(re *syntax.Regexp) glance {
	switch re.Op {
	case syntax.OpLiteral:
		return literalGlance(re)
	case syntax.OpCharClass:
		set := classSigns(re.Rune)
		return glance{1, set, set}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return glance{length: 1}
	case syntax.OpEmptyMatch:
		return glance{within: &signs{}}
	case syntax.OpCapture, syntax.OpPlus:
		return glanceOf(re.Sub[0])
	case syntax.OpStar, syntax.OpQuest:
		return glance{within: glanceOf(re.Sub[0]).within}
	case syntax.OpRepeat:
		h := glanceOf(re.Sub[0])
		if re.Min == 0 {
			return glance{within: h.within}
		}
		h.length *= re.Min
		return h
	case syntax.OpConcat:
		out := glance{within: &signs{}}
		for _, sub := range re.Sub {
			h := glanceOf(sub)
			out.length += h.length
			out.within = union(out.within, h.within)
			if h.needs.rarity() > out.needs.rarity() {
				out.needs = h.needs
			}
		}
		return out
	case syntax.OpAlternate:
		return alternateGlance(re.Sub)
	}
	return glance{}
}

func literalGlance(re *syntax.Regexp) glance {
	h := glance{length: len(re.Rune), within: &signs{}}
	for _, r := range re.Rune {
		s := &signs{}
		s.add(r)
		for f := unicode.SimpleFold(r); re.Flags&syntax.FoldCase != 0 && f != r; f = unicode.SimpleFold(f) {
			s.add(f)
		}
		h.within = union(h.within, s)
		if s.rarity() > h.needs.rarity() {
			h.needs = s
		}
	}
	return h
}

// union is both sets; nil if one is not known.
func union(a, b *signs) *signs {
	if a == nil || b == nil {
		return nil
	}
	out := *a
	out.join(b)
	return &out
}

func classSigns(pairs []rune) *signs {
	s := &signs{}
	for i := 0; i < len(pairs); i += 2 {
		for r := pairs[i]; r <= min(pairs[i+1], utf8.RuneSelf); r++ {
			s.add(r)
		}
		if pairs[i+1] >= utf8.RuneSelf {
			s.other = true
		}
	}
	return s
}

func alternateGlance(subs []*syntax.Regexp) glance {
	out := glance{math.MaxInt, &signs{}, &signs{}}
	for _, sub := range subs {
		h := glanceOf(sub)
		out.length = min(out.length, h.length)
		out.needs, out.within = union(out.needs, h.needs), union(out.within, h.within)
	}
	return out
}

// rarity ranks sets by how seldom an ordinary text holds one of them.
func (s *signs) rarity() int {
	if s == nil {
		return 0
	}
	rarity := 1000
	for r := range rune(utf8.RuneSelf) {
		if !s.has(r) {
			continue
		}
		switch {
		case unicode.IsLetter(r), r == ' ':
			rarity -= 15
		default:
			rarity--
		}
	}
	return max(rarity, 1)
}
