package persona

import "time"

// The embedded drafter has no model. It quotes the reply of the example, or the fact, of the persona file that fits
// best, or what the creator answered before, and has nothing to say where nothing fits. It never pretends to be a model: Draft.Model is "embedded".
const embeddedName = "embedded"

// minCover is the part of a question that a source must cover to be offered at all.
const minCover = 0.2

// embedded answers from the persona file and from earlier answers.
func embedded(s *sheet, r Request) (Draft, *Error) {
	start := time.Now()
	if len(s.examples)+len(s.facts)+len(r.Examples) == 0 {
		return Draft{}, &Error{KindEmpty, "the embedded drafter finds no examples (\"Fan: ...\" followed by \"Me: ...\") and " +
			"no facts (under a heading such as \"Facts\") in the persona file"}
	}
	best, open := s.sources(r.Examples).answer(r)
	if best.reply == "" {
		what := "nothing"
		if r.Previous != "" {
			what = "nothing else"
		}
		return Draft{}, &Error{KindEmpty, "the embedded drafter has no model and finds " + what + " in the persona file, or among your earlier answers, that fits"}
	}
	d := Draft{Text: visible(best.reply), Model: embeddedName, Prompt: s.hash}
	d.Signals = Signals{Match: &best.cover, Source: best.source, Earlier: best.used, Language: wanted(r, s)}
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
