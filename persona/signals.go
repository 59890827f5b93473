package persona

import (
	"math"
	"slices"
	"strings"
)

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
		switch w := trimWord(t); {
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

func trimWord(token string) string { return strings.ToLower(strings.Trim(token, " \n\t.,!*\"'▁Ġ")) }

// A model judges in the language of the chat now and then, although it is asked in English.
var (
	yesWords = set("yes y yeah ja да д так sí si sim oui evet tak ya hai はい 是 对 是的 네 예 نعم כן हाँ ใช่ ναι igen ano áno da")
	noWords  = set("no n nope nein нет ні não nao non hayır hayir nie nee tidak いいえ 否 不 不是 아니 لا לא नहीं ไม่ όχι nem ne nu nej")
)
