package persona

import (
	"math"
	"strings"

	"secretary/persona/fold"
)

// Constants of BM25 as usual for short texts, and the length of the character pieces that catch typing errors and
// inflected words.
const (
	bm25K = 1.2
	bm25B = 0.5
	gram  = 4
)

// document is something the embedded drafter can say, and the words that lead to it.
type document struct {
	key    string // what is matched against the fan's words
	reply  string
	source string // "example" or "fact"
}

// index finds documents by BM25 over words and character 4-grams.
type index struct {
	docs    []document
	terms   []map[string]int // term counts of each document
	lengths []float64
	average float64
	df      map[string]int
}

func newIndex(s *sheet) *index {
	x := &index{df: map[string]int{}}
	for _, e := range s.examples {
		x.add(document{e.fan, e.reply, "example"})
	}
	for _, f := range s.facts {
		x.add(document{f.heading + " " + f.text, f.text, "fact"})
	}
	for _, n := range x.lengths {
		x.average += n / float64(len(x.lengths))
	}
	return x
}

func (x *index) add(d document) {
	counts := terms(d.key)
	length := 0.0
	for t, n := range counts {
		x.df[t]++
		length += float64(n)
	}
	x.docs, x.terms, x.lengths = append(x.docs, d), append(x.terms, counts), append(x.lengths, length)
}

// terms counts the words of a text and the 4-grams of its longer words. Common words tell little and are left out.
func terms(text string) map[string]int {
	counts := map[string]int{}
	for w := range strings.FieldsSeq(fold.Text(text)) {
		if common[w] {
			continue
		}
		counts[w]++
		if r := []rune(w); len(r) > gram {
			for i := 0; i+gram <= len(r); i++ {
				counts["~"+string(r[i:i+gram])]++
			}
		}
	}
	return counts
}

// common are words that say nothing about what is asked, in the larger languages.
var common = func() map[string]bool {
	m := map[string]bool{}
	for w := range set("the a an and or is are was were be am i im you your youre me my it its to of in on at for with do does did " +
		"can could would will so but if that this there we they he she them us have has had just please u ur r what how which when " +
		"el la los las un una y o de que es son en con por para tu te mi me yo lo se le del al " +
		"der die das und oder ist sind ich du er sie es wir ein eine den dem im in mit von zu fur auf mir dir mich dich " +
		"le les des et ou est je vous il elle on ce ne pas du au il lo gli e di che sono ho hai mi ti ci " +
		"os as um uma eu voce vc e na no и в не на я ты что это с по у мне тебе а но же ли бы і та ти") {
		m[fold.Text(w)] = true
	}
	return m
}()

// idf is always positive, so that a term in every document still counts a little.
func (x *index) idf(t string) float64 {
	n := float64(len(x.docs))
	df := float64(x.df[t])
	return math.Log(1 + (n-df+0.5)/(df+0.5))
}

// hit is a document that fits, and how well: cover is the part of the question's weight that the document holds,
// from 0 to 1.
type hit struct {
	document
	score, cover float64
}

// search gives the best document for a question, leaving out replies that are refused; false when nothing fits.
func (x *index) search(question string, refused func(reply string) bool) (best hit, ok bool) {
	query := weights(terms(question))
	var total float64
	for t, w := range query {
		total += w * x.novelty(t)
	}
	for i, d := range x.docs {
		h := hit{document: d}
		for t, w := range query {
			tf := float64(x.terms[i][t])
			if tf == 0 {
				continue
			}
			h.score += w * x.idf(t) * tf * (bm25K + 1) / (tf + bm25K*(1-bm25B+bm25B*x.lengths[i]/x.average))
			h.cover += w * x.novelty(t) / total
		}
		if h.score > best.score && !refused(d.reply) {
			best, ok = h, true
		}
	}
	return best, ok
}

// novelty is how much a word of the question matters when it is not covered: from 0.5 for a word of every document to
// 1 for one that no document knows.
func (x *index) novelty(t string) float64 {
	n := float64(len(x.docs))
	return 0.5 + 0.5*x.idf(t)/math.Log(1+(n+0.5)/0.5)
}

// weights gives each word 1 and all of its pieces together about as much.
func weights(counts map[string]int) map[string]float64 {
	pieces := 0
	words := 0
	for t := range counts {
		if strings.HasPrefix(t, "~") {
			pieces++
		} else if len([]rune(t)) > gram {
			words++
		}
	}
	out := make(map[string]float64, len(counts))
	for t := range counts {
		out[t] = 1
		if strings.HasPrefix(t, "~") {
			out[t] = float64(words) / float64(pieces)
		}
	}
	return out
}
