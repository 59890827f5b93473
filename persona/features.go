package persona

import (
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"secretary/persona/fold"
	"secretary/persona/trust"
)

// fewLengths is how many of the creator's own messages tell a usual length.
const fewLengths = 3

// feed puts into s.Features what package trust learns from. s must hold the other signals already.
func (s *Signals) feed(a *answer, r Request) {
	f := map[string]float64{}
	put := func(name string, x *float64) {
		if x != nil {
			f[name] = *x
		}
	}
	put("quantile", s.Quantile)
	put("first", s.First)
	if s.Judge != nil {
		f["judge"] = logit(*s.Judge)
	}
	if s.Match != nil {
		f["match"] = *s.Match
		if s.Source == "fact" { // a fact is no answer yet
			f["match"] *= factWorth
		}
	}
	f["support"], f["similar"] = precedent(a.text, r.Examples)
	usual := float64(r.Voice.Length)
	if usual == 0 {
		usual = median(lengths(a, r))
	}
	if usual > 0 {
		f["length"] = -math.Abs(math.Log(float64(utf8.RuneCountInString(a.text)) / usual))
	}
	if a.language != "" {
		f["language"] = one(otherLanguage(a) == "")
	}
	if r.Known.Messages > 0 {
		f["tenure"] = math.Log1p(float64(r.Known.Messages))
	}
	if r.Known.Hand > 0 {
		f["hand"] = -math.Log1p(r.Known.Hand.Hours())
	}
	f["greeting"], f["question"], f["money"] = kinds(texts(r.Pending))
	for name, x := range f {
		if math.IsNaN(x) || math.IsInf(x, 0) { // not measured; JSON has no word for it either
			delete(f, name)
		}
	}
	s.Features = f
}

// factWorth is what the match of a fact is worth, beside that of an example's answer.
const factWorth = 0.7

// precedent tells how near the best of the examples is to the fan's words, and how much of the draft one of their
// answers has already; NaN without examples.
func precedent(text string, examples []Example) (support, similar float64) {
	if len(examples) == 0 {
		return math.NaN(), math.NaN()
	}
	mine := fold.PiecesOf(text)
	for _, e := range examples {
		support = max(support, e.Near)
		similar = max(similar, mine.Alike(fold.PiecesOf(e.Answer)))
	}
	return support, similar
}

// lengths lists, in characters, how long the creator's messages are that can be seen from here.
func lengths(a *answer, r Request) []float64 {
	var all []float64
	add := func(text string) {
		if n := utf8.RuneCountInString(text); n > 0 {
			all = append(all, float64(n))
		}
	}
	for _, t := range r.History {
		if !t.FromFan {
			add(t.Text)
		}
	}
	for _, e := range r.Examples {
		add(e.Answer)
	}
	for _, e := range a.sheet.examples {
		add(e.reply)
	}
	return all
}

// median gives 0 for too few numbers to have a usual one.
func median(xs []float64) float64 {
	if len(xs) < fewLengths {
		return 0
	}
	slices.Sort(xs)
	return xs[len(xs)/2]
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// untaught has learned nothing of any creator, and never will.
var untaught = trust.New()

// figure is the confidence before anything was learned of the creator; false when too little was measured.
func (s *Signals) figure() (float64, bool) {
	if s.Match == nil && (s.Quantile == nil || s.First == nil || s.Judge == nil) {
		return 0, false
	}
	return untaught.Score(s.Features, "", time.Time{}).Bound, true
}
