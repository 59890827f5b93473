package persona

import (
	"slices"
	"strings"

	"secretary/persona/fold"
	"secretary/persona/recall"
)

// document is something the embedded drafter can say, and the words that lead to it.
type document struct {
	key    string // what is matched against the fan's words
	reply  string
	source string // "example" or "fact" of the persona file, or "earlier": what the creator answered before
	seq    uint64 // of an earlier answer
}

// sources are all the embedded drafter can say to a request.
type sources struct {
	docs  []document
	index *recall.Index
}

// sources gives what can be said to a request with these earlier answers. What the file holds is prepared once.
func (s *sheet) sources(earlier []Example) *sources {
	own := s.prepared()
	if len(earlier) == 0 {
		return own
	}
	x := &sources{docs: slices.Clip(own.docs)}
	if own.index.Small() {
		x.index = recall.On(own.index)
	} else {
		x = newSources(s)
	}
	for _, e := range earlier {
		x.add(document{key: e.Question, reply: e.Answer, source: "earlier", seq: e.Seq})
	}
	return x
}

// newSources is what the persona file has to say.
func newSources(s *sheet) *sources {
	x := &sources{index: recall.New()}
	for _, e := range s.examples {
		x.add(document{key: e.fan, reply: e.reply, source: "example"})
	}
	for _, f := range s.facts {
		x.add(document{key: f.heading + " " + f.text, reply: f.text, source: "fact"})
	}
	return x
}

// add takes a document in; the later of two that fit equally well is preferred.
func (x *sources) add(d document) {
	x.index.Add(recall.Entry{Seq: uint64(len(x.docs)), Question: d.key, Answer: d.reply})
	x.docs = append(x.docs, d)
}

// hit is a document that fits, and how well, from 0 to 1.
type hit struct {
	document
	cover float64
	used  []uint64 // the earlier answers in the reply
}

// search gives the best document for a question, leaving out the refused reply; false when nothing fits.
func (x *sources) search(question, refused string) (best hit, ok bool) {
	hits := x.index.Find(recall.Query{Text: question, Limit: 1, Near: minCover, Without: []string{refused}})
	if len(hits) == 0 {
		return best, false
	}
	best = hit{document: x.docs[hits[0].Seq], cover: hits[0].Near}
	if best.source == "earlier" {
		best.used = []uint64{best.seq}
	}
	return best, true
}

// answer finds what to say to the pending messages: to several questions the best source for each, joined, as sure as
// the least sure of them. open are the questions without one. No reply: nothing fits.
func (x *sources) answer(r Request) (best hit, open []string) {
	var replies []string
	var used []uint64
	for _, q := range listed(r.Pending) {
		h, ok := x.search(Clean(q), r.Previous)
		if !ok {
			open = append(open, q)
			continue
		}
		if len(replies) == 0 || h.cover < best.cover {
			best = h
		}
		if !slices.Contains(replies, h.reply) {
			replies, used = append(replies, h.reply), append(used, h.used...)
		}
	}
	best.used = used
	if best.reply = strings.Join(replies, " "); best.reply != "" && fold.Text(best.reply) != fold.Text(r.Previous) {
		return best, open
	}
	best, _ = x.search(Clean(strings.Join(texts(r.Pending), "\n")), r.Previous)
	return best, open
}
