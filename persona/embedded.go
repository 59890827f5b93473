package persona

import (
	"slices"
	"strings"
	"time"

	"secretary/persona/fold"
)

// The embedded drafter has no model. It quotes the reply of the example, or the fact, of the persona file that fits
// best, and has nothing to say where nothing fits. It never pretends to be a model: Draft.Model is "embedded".
const embeddedName = "embedded"

// minCover is the part of a question that a source must cover to be offered at all.
const minCover = 0.2

// embedded answers from the persona file.
func embedded(s *sheet, r Request) (Draft, *Error) {
	start := time.Now()
	if len(s.examples)+len(s.facts) == 0 {
		return Draft{}, &Error{KindEmpty, "the embedded drafter finds no examples (\"Fan: ...\" followed by \"Me: ...\") and " +
			"no facts (under a heading such as \"Facts\") in the persona file"}
	}
	best, open := s.index.answer(r)
	if best.reply == "" {
		what := "nothing"
		if r.Previous != "" {
			what = "nothing else"
		}
		return Draft{}, &Error{KindEmpty, "the embedded drafter has no model and finds " + what + " in the persona file that fits"}
	}
	d := Draft{Text: visible(best.reply), Model: embeddedName, Prompt: s.hash}
	d.Signals = Signals{Match: &best.cover, Source: best.source, Language: wanted(r, s)}
	if r.Instruction != "" {
		d.Flags = append(d.Flags, Flag{"instruction", "the embedded drafter has no model and cannot follow an instruction"})
	}
	a := &answer{text: d.Text, language: d.Signals.Language, request: r, sheet: s, quoted: true}
	d.Flags = append(d.Flags, check(a)...)
	for _, q := range open {
		d.Flags = append(d.Flags, Flag{"unanswered", q})
	}
	d.Signals.feed(a, r)
	d.Confidence, d.Known = d.Signals.figure()
	d.Total = time.Since(start)
	return d, nil
}

// answer finds what to say to the pending messages: to several questions the best source for each, joined, as sure as
// the least sure of them. open are the questions without one. No reply: nothing fits.
func (x *index) answer(r Request) (best hit, open []string) {
	refused := func(reply string) bool { return r.Previous != "" && fold.Text(reply) == fold.Text(r.Previous) }
	var replies []string
	for _, q := range listed(r.Pending) {
		h, ok := x.search(Clean(q), refused)
		if !ok || h.cover < minCover {
			open = append(open, q)
			continue
		}
		if len(replies) == 0 || h.cover < best.cover {
			best = h
		}
		if !slices.Contains(replies, h.reply) {
			replies = append(replies, h.reply)
		}
	}
	if best.reply = strings.Join(replies, " "); best.reply != "" && !refused(best.reply) {
		return best, open
	}
	best, ok := x.search(Clean(strings.Join(texts(r.Pending), "\n")), refused)
	if !ok || best.cover < minCover {
		return hit{}, open
	}
	return best, open
}
