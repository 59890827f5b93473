package trust

import "math"

const (
	// driftShift is how much too high the figures must be, in log-odds, for the watch to be at its quickest.
	driftShift = 1.0
	// driftSlack is how much too high they may be, in log-odds, without a word.
	driftSlack = 0.2
	// Evidence (log-likelihood ratio) at which the figures are doubted, at which they are believed again, and at which
	// the trust in older labels ends.
	driftDoubt = 1.5
	driftCalm  = 0.5
	driftAlarm = 4.5
	// auditWorth is what an audit counts: nobody looks at the other drafts that went out like it.
	auditWorth = 3.0
)

// watch notices that drafts stand less often than the figures on their cards say: Page's cumulative sum of the
// evidence for figures too high against figures true. As the figure is a lower bound, evidence gathers only when
// something has changed: the creator's mind, the fans, or what the model makes of them.
type watch struct {
	sum   float64
	doubt bool // better ask for everything until it is known
}

// add takes in one decision and tells whether the alarm goes off; then the watch begins anew.
func (w *watch) add(s Sample) (alarm bool) {
	if math.IsNaN(s.Shown) {
		return false
	}
	gain := surprise(s.Shown, s.Accepted)
	if s.Audit {
		gain *= auditWorth
	}
	w.sum = max(0, w.sum+gain)
	switch {
	case w.sum >= driftAlarm:
		*w = watch{}
		return true
	case w.sum >= driftDoubt:
		w.doubt = true
	case w.sum <= driftCalm:
		w.doubt = false
	}
	return false
}

// calm is how many approvals of drafts shown at that figure would end a doubt.
func (w *watch) calm(shown float64) int {
	if !w.doubt {
		return 0
	}
	return int(math.Ceil((w.sum - driftCalm) / -surprise(shown, true)))
}

// surprise is the evidence of one decision.
func surprise(shown float64, accepted bool) float64 {
	shown = max(0.01, min(0.99, shown))
	z := math.Log(shown) - math.Log1p(-shown) - driftSlack
	p, q := sigmoid(z), sigmoid(z-driftShift)
	if accepted {
		return math.Log(q / p)
	}
	return math.Log((1 - q) / (1 - p))
}
