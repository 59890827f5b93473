package trust

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Rules say how good is good enough.
type Rules struct {
	Risk  float64 // largest share of what goes out by itself that the creator would not have sent so
	Delta float64 // probability with which a certificate may be wrong
	Floor float64 // no threshold below it
}

// DefaultRules are in force where the creator sets nothing else.
var DefaultRules = Rules{Risk: 0.15, Delta: 0.10, Floor: 0.70}

// Why a certificate does not hold.
const (
	WhyFew      = "few"      // too few decisions yet
	WhyRejected = "rejected" // too many of the sure ones were changed or thrown away
	WhyAudit    = "audit"    // a sure one was thrown away in an audit; the counting began anew
	WhyVersion  = "version"  // another model or persona writes now; the counting began anew
)

// Certificate says whether drafts may go out by themselves.
type Certificate struct {
	Holds     bool
	Threshold float64 // drafts whose Bound is at least this may go; if it does not hold, the one nearest to holding
	N         int     // decisions on drafts shown at Threshold or above
	Rejected  int     // of them
	Upper     float64 // the true share of rejected ones is below this, with probability 1-Delta
	Missing   int     // approvals at Threshold or above that are still needed at the least; 0 if it holds
	Why       string  // one of the Why… codes; empty if it holds
}

// grid of thresholds, tested from strict to lax.
const (
	strictest = 0.95
	gridStep  = 0.05
)

// Certify looks for the lowest threshold above which the creator's decisions prove the risk small enough. Samples come
// in their order; those of another version, or without a figure, prove nothing.
func Certify(samples []Sample, version string, r Rules) Certificate {
	r = r.valid()
	var own []Sample
	why := WhyFew
	for _, s := range samples {
		switch {
		case s.Version != version:
			why = WhyVersion
		case s.Audit && s.Hard && !s.Accepted:
			own, why = nil, WhyAudit
		case !math.IsNaN(s.Shown):
			own = append(own, s)
		}
	}
	var best Certificate
	for _, t := range r.grid() {
		c := r.test(own, t)
		if c.N < r.fewest() {
			continue
		}
		if !c.Holds {
			if !best.Holds {
				best = c
			}
			break
		}
		best = c
	}
	if best.N == 0 {
		best = r.test(own, r.Floor)
	}
	if best.Holds {
		return best
	}
	best.Missing = r.missing(best.N, best.Rejected)
	best.Why = why
	if best.N >= r.fewest() {
		best.Why = WhyRejected
	}
	return best
}

// test counts the decisions on drafts shown at t or above.
func (r Rules) test(samples []Sample, t float64) Certificate {
	c := Certificate{Threshold: t}
	for _, s := range samples {
		if s.Shown < t {
			continue
		}
		c.N++
		if !s.Accepted {
			c.Rejected++
		}
	}
	c.Upper = upper(c.Rejected, c.N, r.Delta)
	c.Holds = c.Upper <= r.Risk
	return c
}

// upper is the bound of Clopper and Pearson: the largest share with which k or fewer of n would still happen with
// probability delta.
func upper(k, n int, delta float64) float64 {
	if k >= n {
		return 1
	}
	return mathext.InvRegIncBeta(float64(k+1), float64(n-k), 1-delta)
}

// fewest is the number of decisions that could prove the risk if all were approvals.
func (r Rules) fewest() int { return int(math.Ceil(math.Log(r.Delta) / math.Log1p(-r.Risk))) }

// missing is how many approvals in a row would prove the risk.
func (r Rules) missing(n, k int) int {
	m := 0
	for upper(k, n+m, r.Delta) > r.Risk {
		m++
	}
	return m
}

// grid lists the thresholds to test, strict ones first, the floor last.
func (r Rules) grid() []float64 {
	var grid []float64
	for i := 0; ; i++ {
		t := math.Round((strictest-float64(i)*gridStep)*100) / 100
		if t <= r.Floor {
			return append(grid, r.Floor)
		}
		grid = append(grid, t)
	}
}

// valid puts the default for each rule that makes no sense.
func (r Rules) valid() Rules {
	if !(r.Risk > 0 && r.Risk < 1) {
		r.Risk = DefaultRules.Risk
	}
	if !(r.Delta > 0 && r.Delta < 1) {
		r.Delta = DefaultRules.Delta
	}
	if !(r.Floor >= 0 && r.Floor <= 1) {
		r.Floor = DefaultRules.Floor
	}
	return r
}
