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
	if len(found) == 0 || len(x.docs) == x.dead {
		return nil
	}
	s := x.sums.Get().(*sums)
	defer x.sums.Put(s)
	s.reset(len(x.docs))
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
		if d := &x.docs[doc]; !d.dead && !unwanted[d.answer] {
			top.add(Hit{Seq: d.seq, Group: d.group, Near: min(1, float64(s.near[doc]/self)), at: d.at, said: d.answer,
				score: float64(s.score[doc]) * recency(d.at, q.Now)})
		}
	}
	return top.hits
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
	list   *postings // nil: no document has it
	weight float32
}

// rarest orders the terms of a query, the rarest first, and leaves out those in every other document.
func (x *Index) rarest(found []term) []asked {
	var out []asked
	for _, t := range found {
		at, ok := x.byTerm[t.hash]
		switch {
		case !ok:
			out = append(out, asked{weight: t.weight})
		case !x.lists[at].closed:
			out = append(out, asked{list: &x.lists[at], weight: t.weight})
		}
	}
	slices.SortStableFunc(out, func(a, b asked) int { return cmp.Compare(a.count(), b.count()) })
	return out[:min(len(out), maxTerms)]
}

func (a asked) count() int {
	if a.list == nil {
		return 0
	}
	return int(a.list.count)
}

// add sums up BM25 and nearness of every document that holds any of the terms, and gives the nearness of the query to
// itself.
func (x *Index) add(s *sums, terms []asked, words int) (self float32) {
	n := float64(len(x.docs))
	once, more := x.saturation()
	read := 0
	for _, t := range terms {
		count := float64(t.count())
		idf := math.Log(1 + (n-count+0.5)/(count+0.5))
		// What no document knows weighs twice as much for the nearness as what all of them have, not more: in a small
		// collection nearly every word is rare.
		novelty := t.weight * float32(0.5+0.5*idf/math.Log(1+(n+0.5)/0.5))
		self += novelty * once[min(words, maxWords)]
		if t.list == nil {
			continue
		}
		weight, full := t.weight*float32(idf), len(s.touched) >= candidates
		t.list.each(func(doc uint32, many bool) {
			sat := once[x.lengths[doc]]
			if many {
				sat = more[x.lengths[doc]]
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

// saturation is what a term counts in a question of n words that holds it once, or more often.
func (x *Index) saturation() (once, more [maxWords + 1]float32) {
	average := max(1, float64(x.words)/float64(max(1, len(x.docs)-x.dead)))
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
