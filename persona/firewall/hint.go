package firewall

import (
	"math"
	"regexp/syntax"
	"unicode"
	"unicode/utf8"
)

// A hint tells by a glance at the characters of a text that an expression cannot match. Nearly every message of a fan
// is let through by it, and an expression costs as much as all the phrases.
type hint struct {
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

// signsOf are the characters of a text. What is no UTF-8 counts as another.
func signsOf(text string) (s signs) {
	for i := range len(text) {
		s.add(rune(text[i]))
	}
	return s
}

// allows tells whether the expression may match a text with these characters.
func (h hint) allows(text string, of signs) bool {
	if len(text) < h.length {
		return false
	}
	if n := h.needs; n != nil && n.ascii[0]&of.ascii[0] == 0 && n.ascii[1]&of.ascii[1] == 0 && !(n.other && of.other) {
		return false
	}
	return h.within == nil || h.within.run(text, h.length)
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

// hintOf reads the hint out of an expression as it was parsed.
func hintOf(re *syntax.Regexp) hint {
	switch re.Op {
	case syntax.OpLiteral:
		return literalHint(re)
	case syntax.OpCharClass:
		set := classSigns(re.Rune)
		return hint{1, set, set}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return hint{length: 1}
	case syntax.OpEmptyMatch:
		return hint{within: &signs{}}
	case syntax.OpCapture, syntax.OpPlus:
		return hintOf(re.Sub[0])
	case syntax.OpStar, syntax.OpQuest:
		return hint{within: hintOf(re.Sub[0]).within}
	case syntax.OpRepeat:
		h := hintOf(re.Sub[0])
		if re.Min == 0 {
			return hint{within: h.within}
		}
		h.length *= re.Min
		return h
	case syntax.OpConcat:
		out := hint{within: &signs{}}
		for _, sub := range re.Sub {
			h := hintOf(sub)
			out.length += h.length
			out.within = union(out.within, h.within)
			if h.needs.rarity() > out.needs.rarity() {
				out.needs = h.needs
			}
		}
		return out
	case syntax.OpAlternate:
		return alternateHint(re.Sub)
	}
	return hint{}
}

func literalHint(re *syntax.Regexp) hint {
	h := hint{length: len(re.Rune), within: &signs{}}
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

func alternateHint(subs []*syntax.Regexp) hint {
	out := hint{math.MaxInt, &signs{}, &signs{}}
	for _, sub := range subs {
		h := hintOf(sub)
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
