package recall

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Query asks for entries.
type Query struct {
	Text    string
	Limit   int       // of hits; 0 means 3
	Near    float64   // hits that are less near are left out
	Now     time.Time // what is recent; zero: age does not matter
	Without []string  // answers that are not wanted
}

// Hit is an entry that fits.
type Hit struct {
	Seq   uint64
	Group int64
	// Near is how near the question is to the query: about 1 for the same words, about 0 for none that matter. It is the
	// part of the query's weight that the question holds, less if it holds much else.
	Near  float64
	score float64
	at    int64
	said  uint64
}

// A query looks at its rarest terms first. With so many entries found, the commoner terms only add to those and bring no
// new ones; with so many postings read, the commonest terms do not count at all. They would change little.
const (
	candidates = 10_000
	enough     = 100_000
)

// maxTerms bounds the terms of a query; a message has about 50.
const maxTerms = 300

// Find gives the entries nearest to a text, best first and of two equal ones the newest; of several with the same answer
// only the best.
func (x *Index) Find(q Query) []Hit {
	all, words := terms(x.seed, q.Text)
	found, _ := merge(all)
	unwanted := map[uint64]bool{}
	for _, a := range q.Without {
		unwanted[x.answer(a)] = true
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.base != nil {
		x.base.mu.RLock()
		defer x.base.mu.RUnlock()
	}
	n, dead, _ := x.size()
	if len(found) == 0 || n == dead {
		return nil
	}
	pool := &x.lowest().sums
	s := pool.Get().(*sums)
	defer pool.Put(s)
	s.reset(n)
	self := x.add(s, x.rarest(found), words)
	if self == 0 {
		return nil
	}
	top := best{limit: cmp.Or(max(q.Limit, 0), 3)}
	floor := max(float32(q.Near)*self, math.SmallestNonzeroFloat32)
	for _, doc := range s.touched {
		if s.near[doc] < floor || float64(s.score[doc]) < top.worst() {
			continue
		}
		if d := x.doc(doc); !d.dead && !unwanted[d.answer] {
			top.add(Hit{Seq: d.seq, Group: d.group, Near: min(1, float64(s.near[doc]/self)), at: d.at(), said: d.answer,
				score: float64(s.score[doc]) * recency(d.at(), q.Now)})
		}
	}
	return top.hits
}

// lowest is the index below this one, or itself.
func (x *Index) lowest() *Index {
	if x.base != nil {
		return x.base
	}
	return x
}

// size counts the documents, those of them that are dead, and the words of the living ones.
func (x *Index) size() (docs, dead, words int) {
	docs, dead, words = len(x.docs), x.dead, x.words
	if x.base != nil {
		docs, dead, words = docs+len(x.base.docs), dead+x.base.dead, words+x.base.words
	}
	return docs, dead, words
}

// first is the number of the first document of this index itself.
func (x *Index) first() uint32 {
	if x.base == nil {
		return 0
	}
	return uint32(len(x.base.docs))
}

// doc gives a document by its number.
func (x *Index) doc(n uint32) *document {
	if first := x.first(); n >= first {
		return &x.docs[n-first]
	}
	return &x.base.docs[n]
}

// recency is what an entry of that age counts.
func recency(at int64, now time.Time) float64 {
	if now.IsZero() {
		return 1
	}
	age := float64(max(0, now.Unix()-at)) / halfLife.Seconds()
	return old + (1-old)*math.Exp2(-age)
}

// asked is a term of a query that is to be looked up.
type asked struct {
	list, base *postings // nil: no document has it
	weight     float32
}

// rarest orders the terms of a query, the rarest first, and leaves out those in every other document.
func (x *Index) rarest(found []term) []asked {
	out := make([]asked, 0, len(found))
	for _, t := range found {
		a := asked{list: x.postings(t.hash), weight: t.weight}
		if x.base != nil {
			a.base = x.base.postings(t.hash)
		}
		if !a.list.shut() && !a.base.shut() {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b asked) int { return cmp.Compare(a.count(), b.count()) })
	return out[:min(len(out), maxTerms)]
}

// postings gives the list of a term, nil if this index has none.
func (x *Index) postings(hash uint64) *postings {
	if at, ok := x.byTerm[hash]; ok {
		return &x.lists[at]
	}
	return nil
}

func (a asked) count() int { return a.list.size() + a.base.size() }

// each calls fn with every document that holds the term; those of this index itself are numbered from first on.
func (a asked) each(first uint32, fn func(doc uint32, many bool)) {
	if a.base != nil {
		a.base.each(fn)
	}
	if a.list != nil {
		a.list.each(func(doc uint32, many bool) { fn(first+doc, many) })
	}
}

// add sums up BM25 and nearness of every document that holds any of the terms, and gives the nearness of the query to
// itself.
func (x *Index) add(s *sums, terms []asked, words int) (self float32) {
	docs, _, _ := x.size()
	n, first := float64(docs), x.first()
	once, more := x.saturation()
	read := 0
	for _, t := range terms {
		count := float64(t.count())
		idf := math.Log(1 + (n-count+0.5)/(count+0.5))
		// What no document knows weighs twice as much for the nearness as what all of them have, not more: in a small
		// collection nearly every word is rare.
		novelty := t.weight * float32(0.5+0.5*idf/math.Log(1+(n+0.5)/0.5))
		self += novelty * once[min(words, maxWords)]
		weight, full := t.weight*float32(idf), len(s.touched) >= candidates
		t.each(first, func(doc uint32, many bool) {
			sat := once[x.length(doc)]
			if many {
				sat = more[x.length(doc)]
			}
			if s.score[doc] == 0 {
				if full {
					return
				}
				s.touched = append(s.touched, doc)
			}
			s.score[doc] += weight * sat
			s.near[doc] += novelty * sat
		})
		if read += t.count(); read > enough {
			break
		}
	}
	return self
}

// length gives how many words the question of a document has.
func (x *Index) length(doc uint32) uint8 {
	if first := x.first(); doc >= first {
		return x.lengths[doc-first]
	}
	return x.base.lengths[doc]
}

// saturation is what a term counts in a question of n words that holds it once, or more often.
func (x *Index) saturation() (once, more [maxWords + 1]float32) {
	docs, dead, words := x.size()
	average := max(1, float64(words)/float64(max(1, docs-dead)))
	for n := range once {
		norm := k1 * (1 - b + b*float64(n)/average)
		once[n] = float32((k1 + 1) / (1 + norm))
		more[n] = float32(2 * (k1 + 1) / (2 + norm))
	}
	return once, more
}

// sums are the running sums of a query, kept from one to the next.
type sums struct {
	score, near []float32
	touched     []uint32
}

func (s *sums) reset(n int) {
	if len(s.score) < n {
		s.score, s.near, s.touched = make([]float32, n+n/8), make([]float32, n+n/8), s.touched[:0]
		return
	}
	for _, doc := range s.touched {
		s.score[doc], s.near[doc] = 0, 0
	}
	s.touched = s.touched[:0]
}

// best keeps the best hits, each answer once.
type best struct {
	limit int
	hits  []Hit
}

// worst is the score that a hit must reach; recency can only lower it.
func (b *best) worst() float64 {
	if len(b.hits) < b.limit {
		return 0
	}
	return b.hits[len(b.hits)-1].score
}

func (b *best) add(h Hit) {
	if len(b.hits) == b.limit && !h.before(b.hits[len(b.hits)-1]) {
		return
	}
	if i := slices.IndexFunc(b.hits, func(o Hit) bool { return o.said == h.said }); i >= 0 {
		if !h.before(b.hits[i]) {
			return
		}
		b.hits = slices.Delete(b.hits, i, i+1)
	}
	at, _ := slices.BinarySearchFunc(b.hits, h, func(o, h Hit) int {
		if h.before(o) {
			return 1
		}
		return -1
	})
	b.hits = slices.Insert(b.hits, at, h)
	b.hits = b.hits[:min(len(b.hits), b.limit)]
}

// before tells whether h is better than o, or as good and newer.
func (h Hit) before(o Hit) bool {
	if h.score != o.score {
		return h.score > o.score
	}
	return h.at > o.at || h.at == o.at && h.Seq > o.Seq
}
