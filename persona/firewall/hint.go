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
	return len(text) >= h.length && (h.needs == nil ||
		h.needs.ascii[0]&of.ascii[0] != 0 || h.needs.ascii[1]&of.ascii[1] != 0 || h.needs.other && of.other)
}

// hintOf reads the hint out of an expression as it was parsed.
func hintOf(re *syntax.Regexp) hint {
	switch re.Op {
	case syntax.OpLiteral:
		return literalHint(re)
	case syntax.OpCharClass:
		return hint{1, classSigns(re.Rune)}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return hint{length: 1}
	case syntax.OpCapture, syntax.OpPlus:
		return hintOf(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min == 0 {
			return hint{}
		}
		h := hintOf(re.Sub[0])
		h.length *= re.Min
		return h
	case syntax.OpConcat:
		var out hint
		for _, sub := range re.Sub {
			h := hintOf(sub)
			out.length += h.length
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
	h := hint{length: len(re.Rune)}
	for _, r := range re.Rune {
		s := &signs{}
		s.add(r)
		for f := unicode.SimpleFold(r); re.Flags&syntax.FoldCase != 0 && f != r; f = unicode.SimpleFold(f) {
			s.add(f)
		}
		if s.rarity() > h.needs.rarity() {
			h.needs = s
		}
	}
	return h
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
	out := hint{math.MaxInt, &signs{}}
	for _, sub := range subs {
		h := hintOf(sub)
		out.length = min(out.length, h.length)
		if h.needs == nil || out.needs == nil {
			out.needs = nil
		} else {
			out.needs.join(h.needs)
		}
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
		if s.ascii[r/64]>>(r%64)&1 == 0 {
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
