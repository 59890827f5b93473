package persona

import (
	"math"
	"slices"
	"strings"
)

// The confidence is
//
//	1 / (1 + exp(-(weightQuantile*(quantile+2) + weightFirst*(first+1) + weightJudge*logit(judge))))
//
// where quantile is the 10 % quantile of the content tokens' logprobs and first the logprob of the first of them, both
// clipped to [-6, 0], and judge the probability of Yes to "would the creator send exactly this?", its logit clipped to
// [-3, 3]. The offsets are typical values of a 4B chat model, where the answer tells nothing (0.5 without a judgement).
// With a clear No (judge below 0.1) the sum stays below 0.16, so that no other signal lifts it over 0.55. The weights
// are set by hand until enough decisions of the creator are known to learn them.
const (
	weightQuantile = 0.5
	weightFirst    = 0.25
	weightJudge    = 0.5

	offsetQuantile = 2
	offsetFirst    = 1

	worstLogprob = -6
	widestLogit  = 3
)

// confidence combines the signals; false when one of the three is missing.
func confidence(s Signals) (float64, bool) {
	if s.Quantile == nil || s.First == nil || s.Judge == nil {
		return 0, false
	}
	z := weightQuantile*(clip(*s.Quantile, worstLogprob, 0)+offsetQuantile) +
		weightFirst*(clip(*s.First, worstLogprob, 0)+offsetFirst) +
		weightJudge*clip(logit(*s.Judge), -widestLogit, widestLogit)
	return 1 / (1 + math.Exp(-z)), true
}

func clip(x, low, high float64) float64 { return max(low, min(high, x)) }

func logit(p float64) float64 { return math.Log(p) - math.Log1p(-p) }

// measure summarises the logprobs of the content tokens, in the order of the text.
func (s *Signals) measure(logprobs []float64) {
	if len(logprobs) == 0 {
		return
	}
	sorted := slices.Sorted(slices.Values(logprobs))
	mean := 0.0
	for _, l := range logprobs {
		mean += l / float64(len(logprobs))
	}
	quantile, first := sorted[len(sorted)/10], logprobs[0]
	s.Tokens, s.Mean, s.Quantile, s.First = len(logprobs), &mean, &quantile, &first
}

// minMass is how much probability must lie on yes and no together; with less the model answers something else.
const minMass = 0.2

// verdict reads the probability of Yes from the likeliest first tokens of the judge's answer; nil when the model did
// not answer the question.
func verdict(tokens []string, logprobs []float64) *float64 {
	var yes, no float64
	for i, t := range tokens {
		switch w := strings.ToLower(strings.Trim(t, " \n\t.,!*\"'▁Ġ")); {
		case yesWords[w]:
			yes += math.Exp(logprobs[i])
		case noWords[w]:
			no += math.Exp(logprobs[i])
		}
	}
	if yes+no < minMass || math.IsNaN(yes+no) || math.IsInf(yes+no, 0) {
		return nil
	}
	p := clip(yes/(yes+no), 0.001, 0.999)
	return &p
}

// A model judges in the language of the chat now and then, although it is asked in English.
var (
	yesWords = set("yes y yeah ja да д так sí si sim oui evet tak ya hai はい 是 对 是的 네 예 نعم כן हाँ ใช่ ναι igen ano áno da")
	noWords  = set("no n nope nein нет ні não nao non hayır hayir nie nee tidak いいえ 否 不 不是 아니 لا לא नहीं ไม่ όχι nem ne nu nej")
)
