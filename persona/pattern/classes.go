package pattern

import (
	"maps"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// classes puts characters together that an expression cannot tell apart.
type classes struct {
	n      int
	ascii  [utf8.RuneSelf]uint16
	bounds []rune   // where one run of characters ends and the next begins
	runs   []uint16 // the class of each run
}

// of gives the class of a character.
func (c *classes) of(r rune) int {
	if r < utf8.RuneSelf {
		return int(c.ascii[r])
	}
	return int(c.runs[c.run(r)])
}

// run gives the number of the run that holds a character.
func (c *classes) run(r rune) int {
	at, found := slices.BinarySearch(c.bounds, r)
	if found {
		at++
	}
	return at
}

// looked are the characters that "^", "$" and "\\b" look at, as pairs of the first and the last of a range.
var looked = []rune{'\n', '\n', '0', '9', 'A', 'Z', '_', '_', 'a', 'z'}

func classesOf(prog *syntax.Prog) classes {
	sets := [][]rune{looked[:2], looked[2:]}
	known := map[*rune]bool{} // what is repeated in an expression is the same set
	for i := range prog.Inst {
		if set := rangesOf(&prog.Inst[i]); len(set) > 0 && !known[&set[0]] {
			known[&set[0]] = true
			sets = append(sets, set)
		}
	}
	cuts := map[rune]bool{}
	for _, set := range sets {
		for i := 0; i < len(set); i += 2 {
			cuts[set[i]], cuts[set[i+1]+1] = true, true
		}
	}
	c := classes{bounds: slices.Sorted(maps.Keys(cuts))}
	c.runs, c.n = make([]uint16, len(c.bounds)+1), 1
	for _, set := range sets {
		c.split(set)
	}
	for r := range rune(utf8.RuneSelf) {
		c.ascii[r] = c.runs[c.run(r)]
	}
	return c
}

// rangesOf lists the characters that an instruction reads; nil if it reads none, or any.
func rangesOf(in *syntax.Inst) []rune {
	switch in.Op {
	case syntax.InstRuneAnyNotNL:
		return looked[:2]
	case syntax.InstRune, syntax.InstRune1:
		if len(in.Rune) != 1 {
			return in.Rune
		}
		set := []rune{in.Rune[0], in.Rune[0]}
		if syntax.Flags(in.Arg)&syntax.FoldCase == 0 {
			return set
		}
		for f := unicode.SimpleFold(in.Rune[0]); f != in.Rune[0]; f = unicode.SimpleFold(f) {
			set = append(set, f, f)
		}
		return set
	}
	return nil
}

// split parts every class into those within a set and those that are not.
func (c *classes) split(set []rune) {
	part := map[uint16]uint16{} // has as many entries as there are classes at most
	for i := 0; i < len(set); i += 2 {
		for at := c.run(set[i]); at < len(c.runs) && (at == 0 || c.bounds[at-1] <= set[i+1]); at++ {
			within, ok := part[c.runs[at]]
			if !ok {
				within = uint16(c.n + len(part))
				part[c.runs[at]] = within
			}
			c.runs[at] = within
		}
	}
	c.number()
}

// number gives the classes numbers without gaps.
func (c *classes) number() {
	dense := make([]uint16, c.n+len(c.runs)) // one more than the new number
	n := uint16(0)
	for i, class := range c.runs {
		if dense[class] == 0 {
			n++
			dense[class] = n
		}
		c.runs[i] = dense[class] - 1
	}
	c.n = int(n)
}
