package pattern

import (
	"encoding/binary"
	"regexp/syntax"
	"slices"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// maxCells bounds the memory of a table: states times classes of characters, 256 KiB. An expression of which texts need
// more is searched by package regexp from then on.
const maxCells = 32 << 10

// table answers whether a text holds a match in one pass: a state stands for all that may have been read so far, and
// each character leads from one to the next. States are made when a text first needs them.
type table struct {
	prog     *syntax.Prog
	anchored bool // a match begins where the text does
	words    bool // what stands before and after a character matters
	classes  classes
	start    *state
	yes, no  *state // there is a match; there can be none any more
	full     atomic.Bool

	mu     sync.Mutex
	states map[string]*state
}

// state is a set of places in the program, and what was read last as far as it matters for "^" and "\b".
type state struct {
	places []uint32
	before rune
	next   []atomic.Pointer[state] // by class; the last is the end of the text
}

func newTable(expr string) *table {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		panic(err) // it was parsed before
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		panic(err) // what can be parsed can be compiled
	}
	t := &table{prog: prog, states: map[string]*state{}, yes: &state{}, no: &state{}}
	t.anchored = prog.StartCond()&syntax.EmptyBeginText != 0
	t.words = slices.ContainsFunc(prog.Inst, looksAround)
	t.classes = classesOf(prog)
	t.start = t.state([]uint32{uint32(prog.Start)}, -1)
	return t
}

// looksAround tells whether an instruction asks for more than the ends of the text.
func looksAround(in syntax.Inst) bool {
	return in.Op == syntax.InstEmptyWidth && syntax.EmptyOp(in.Arg)&^(syntax.EmptyBeginText|syntax.EmptyEndText) != 0
}

// matches tells whether a text holds a match; not sure where that would take too many states.
func (t *table) matches(text string) (found, sure bool) {
	if t.full.Load() {
		return false, false
	}
	s := t.start
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		i += size
		class := t.classes.of(r)
		next := s.next[class].Load()
		if next == nil {
			if next = t.step(s, class, r); next == nil {
				return false, false
			}
		}
		switch s = next; s {
		case t.yes:
			return true, true
		case t.no:
			return false, true
		}
	}
	end := s.next[t.classes.n].Load()
	if end == nil {
		if end = t.step(s, t.classes.n, -1); end == nil {
			return false, false
		}
	}
	return end == t.yes, true
}

// step makes the state that follows on a character, -1 for the end of the text; nil if there are too many.
func (t *table) step(s *state, class int, r rune) *state {
	t.mu.Lock()
	defer t.mu.Unlock()
	var next *state
	if !t.full.Load() {
		next = t.after(s, r)
	}
	if next == nil {
		t.full.Store(true)
		t.states = nil
		return nil
	}
	s.next[class].Store(next)
	return next
}

func (t *table) after(s *state, r rune) *state {
	var places []uint32
	if t.walk(s.places, syntax.EmptyOpContext(s.before, r), func(in *syntax.Inst) {
		if r >= 0 && in.MatchRune(r) {
			places = append(places, in.Out)
		}
	}) {
		return t.yes
	}
	if !t.anchored {
		places = append(places, uint32(t.prog.Start))
	}
	if len(places) == 0 || r < 0 {
		return t.no
	}
	slices.Sort(places)
	return t.state(slices.Compact(places), t.kept(r))
}

// kept is what of a character the next one must know.
func (t *table) kept(r rune) rune {
	switch {
	case !t.words:
		return ' '
	case r == '\n':
		return '\n'
	case syntax.IsWordChar(r):
		return 'a'
	}
	return ' '
}

// walk visits all that can be read next from these places; true: a match ends here.
func (t *table) walk(places []uint32, flags syntax.EmptyOp, visit func(in *syntax.Inst)) bool {
	seen, todo := make([]bool, len(t.prog.Inst)), slices.Clone(places)
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		switch in := &t.prog.Inst[at]; in.Op {
		case syntax.InstMatch:
			return true
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop:
			todo = append(todo, in.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(in.Arg)&^flags == 0 {
				todo = append(todo, in.Out)
			}
		case syntax.InstFail:
		default:
			visit(in)
		}
	}
	return false
}

// state gives the state of these places; nil if there are too many.
func (t *table) state(places []uint32, before rune) *state {
	key := binary.AppendVarint(nil, int64(before))
	for _, p := range places {
		key = binary.AppendUvarint(key, uint64(p))
	}
	if s := t.states[string(key)]; s != nil {
		return s
	}
	if len(t.states)*(t.classes.n+1) > maxCells {
		return nil
	}
	s := &state{places: places, before: before, next: make([]atomic.Pointer[state], t.classes.n+1)}
	t.states[string(key)] = s
	return s
}
