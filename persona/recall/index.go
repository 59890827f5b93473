package recall

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
	"sync"
	"time"
)

// The constants of BM25 for short texts, and how recency counts: a text of today weighs a third more than a very old one.
const (
	k1 = 1.2
	b  = 0.5

	old      = 0.75 // what a very old entry counts
	halfLife = 60 * 24 * time.Hour
)

// A piece of words that more than this share of the documents hold tells nothing. It is dropped once there are enough
// documents to know.
const (
	crowded    = 0.1
	crowdedMin = 2000
)

// Entry is a question and its answer.
type Entry struct {
	Seq      uint64 // its number, chosen by the caller, never used twice
	Group    int64  // who asked; 0: nobody in particular
	At       time.Time
	Question string
	Answer   string
}

// Index finds entries by their questions. It is safe for concurrent use; New makes one.
type Index struct {
	seed maphash.Seed
	base *Index // found together with this one; nil: none

	mu      sync.RWMutex
	lists   []postings
	byTerm  map[uint64]uint32
	docs    []document
	lengths []uint8           // of the questions in words
	bySeq   map[uint64]uint32 // the living documents; nil as long as they came in the order of their numbers
	words   int               // in all living questions
	dead    int
	said    map[uint64]heard

	sums sync.Pool
}

// document is what is kept of an entry beside its terms.
type document struct {
	seq    uint64
	group  int64
	answer uint64 // hash of its words
	when   uint32 // unix seconds; 0: before 1970, or not known
	dead   bool
}

// at is when it was said, in unix seconds.
func (d *document) at() int64 { return int64(d.when) }

func secondsOf(t time.Time) uint32 { return uint32(min(max(t.Unix(), 0), math.MaxUint32)) }

// New makes an empty index.
func New() *Index {
	x := &Index{seed: maphash.MakeSeed(), byTerm: map[uint64]uint32{}, said: map[uint64]heard{}}
	x.sums.New = func() any { return new(sums) }
	return x
}

// On makes an empty index in which the entries of another one are found as well, as if they had been added to it
// first. Nothing may be added to that one, or removed, from then on, and no Seq of it may be added to this one. It has to
// be small: fewer entries than make a piece of a word crowded.
func On(base *Index) *Index {
	x := New()
	x.seed, x.base = base.seed, base
	return x
}

// Small tells whether another index can stand on this one.
func (x *Index) Small() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.base == nil && len(x.docs) < crowdedMin/2
}

// Len is the number of entries.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.docs) - x.dead
}

// Add takes an entry in. One with the same Seq is replaced; one without a word in its question is found by nothing, and
// left out.
func (x *Index) Add(e Entry) {
	all, words := terms(x.seed, e.Question)
	found, counts := merge(all)
	answer := x.answer(e.Answer)
	marks := x.hear(e)
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(e.Seq)
	x.remember(marks, e.Group)
	if words == 0 {
		return
	}
	doc := uint32(len(x.docs))
	x.number(e.Seq, doc)
	x.docs = append(x.docs, document{seq: e.Seq, group: e.Group, when: secondsOf(e.At), answer: answer})
	x.lengths = append(x.lengths, uint8(words))
	x.words += words
	limit := uint32(max(crowdedMin, crowded*float64(len(x.docs))))
	for i, t := range found {
		at, ok := x.byTerm[t.hash]
		if !ok {
			at = uint32(len(x.lists))
			x.lists = append(x.lists, postings{piece: t.piece})
			x.byTerm[t.hash] = at
		}
		p := &x.lists[at]
		switch {
		case p.closed:
			p.count++
		case p.piece && p.count >= limit:
			p.close()
		default:
			p.add(doc, counts[i] > 1)
		}
	}
}

// number notes where the next document is to be found. Numbers come in order as a rule, and then it need not.
func (x *Index) number(seq uint64, doc uint32) {
	if x.bySeq == nil {
		if n := len(x.docs); n == 0 || seq > x.docs[n-1].seq {
			return
		}
		x.bySeq = map[uint64]uint32{}
		for i := range x.docs {
			if d := &x.docs[i]; !d.dead {
				x.bySeq[d.seq] = uint32(i)
			}
		}
	}
	x.bySeq[seq] = doc
}

// find gives the living document with that number.
func (x *Index) find(seq uint64) (doc uint32, ok bool) {
	if x.bySeq != nil {
		doc, ok = x.bySeq[seq]
		return doc, ok
	}
	at, ok := slices.BinarySearchFunc(x.docs, seq, func(d document, seq uint64) int { return cmp.Compare(d.seq, seq) })
	return uint32(at), ok && !x.docs[at].dead
}

// answer is the hash of the words of an answer, the same for answers that a reader would call the same.
func (x *Index) answer(text string) uint64 {
	var h maphash.Hash
	h.SetSeed(x.seed)
	for w := range wordsOf(text) {
		_, _ = h.WriteString(w.text)
		_ = h.WriteByte(' ')
	}
	return h.Sum64()
}

// Remove forgets an entry; one that is not there is no error.
func (x *Index) Remove(seq uint64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(seq)
	x.tidy()
}

// Forget removes all entries of a group.
func (x *Index) Forget(group int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range x.docs {
		if d := &x.docs[i]; d.group == group && !d.dead {
			x.remove(d.seq)
		}
	}
	x.tidy()
}

// remove marks a document as dead. Its terms still count for how rare a word is until tidy.
func (x *Index) remove(seq uint64) {
	doc, ok := x.find(seq)
	if !ok {
		return
	}
	delete(x.bySeq, seq)
	x.docs[doc].dead = true
	x.words -= int(x.lengths[doc])
	x.dead++
}

// tidy numbers the documents anew once many of them are dead. With 100,000 entries it takes some tenths of a second,
// and comes after every 20,000 removals.
func (x *Index) tidy() {
	if x.dead < 1000 || x.dead < len(x.docs)/5 {
		return
	}
	moved := make([]uint32, len(x.docs)) // new number + 1
	docs, lengths := x.docs[:0], x.lengths[:0]
	for i, d := range x.docs {
		if d.dead {
			continue
		}
		docs, lengths = append(docs, d), append(lengths, x.lengths[i])
		moved[i] = uint32(len(docs))
		if x.bySeq != nil {
			x.bySeq[d.seq] = uint32(len(docs) - 1)
		}
	}
	x.docs, x.lengths, x.dead = docs, lengths, 0
	lists := make([]postings, 0, len(x.lists))
	for hash, at := range x.byTerm {
		p := x.lists[at]
		if !p.closed {
			p = p.renumbered(moved)
		}
		if p.count == 0 {
			delete(x.byTerm, hash)
			continue
		}
		x.byTerm[hash] = uint32(len(lists))
		lists = append(lists, p)
	}
	x.lists = slices.Clip(lists)
}

// renumbered is a list with new document numbers, 0 for those that are gone and otherwise one more than the number.
func (p postings) renumbered(moved []uint32) postings {
	out := postings{piece: p.piece}
	p.each(func(doc uint32, many bool) {
		if n := moved[doc]; n > 0 {
			out.add(n-1, many)
		}
	})
	out.data = slices.Clip(out.data)
	return out
}
