package trust

import "math"

// evidence against "the share of rejected ones is the allowed risk or more": a bet on each decision, at odds that
// would be fair or worse if that were so. By Ville's inequality the stake then ever grows to 1/delta with probability
// delta at most, however often one looks: unlike the exact bound for a fixed number of decisions, it may be asked after
// every single one, and the share may change from decision to decision.
type evidence struct {
	bets  [len(guesses)]float64 // logarithm of the stake on each guess
	gains [len(guesses)]float64 // what an accepted draft adds to it
	best  float64               // the largest stake so far, of all guesses together
	n     int
	wrong int
}

// guesses of the true share, as parts of the allowed one. The stake is spread evenly over them.
var guesses = [...]float64{0.2, 0.5}

// gather collects the evidence from decisions on drafts shown at threshold or above.
func gather(samples []Sample, threshold, risk float64) evidence {
	var e evidence
	for i, g := range guesses {
		e.gains[i] = math.Log1p(-g*risk) - math.Log1p(-risk)
	}
	for _, s := range samples {
		if s.Shown >= threshold {
			e.add(s.Accepted)
		}
	}
	return e
}

func (e *evidence) add(accepted bool) {
	e.n++
	if !accepted {
		e.wrong++
	}
	together := 0.0
	for i, g := range guesses {
		if accepted {
			e.bets[i] += e.gains[i]
		} else {
			e.bets[i] += math.Log(g)
		}
		together += math.Exp(e.bets[i]) / float64(len(guesses))
	}
	e.best = max(e.best, together)
}

// proves tells whether the share was ever shown to be smaller, with error probability delta.
func (e *evidence) proves(delta float64) bool { return e.best*delta >= 1 }
