package trust

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/mathext"
)

// Why a certificate does not hold.
const (
	WhyFew      = "few"      // too few decisions yet
	WhyRejected = "rejected" // too many of the sure ones were changed or thrown away
	WhyAudit    = "audit"    // a sure one was thrown away in an audit; the counting began anew
	WhyDoubt    = "doubt"    // the last decisions look worse than the figures said; everything is asked until that is clear
	WhyDrift    = "drift"    // drafts stand less often than the figures said; the counting began anew
	WhyVersion  = "version"  // another model or persona writes now; the counting began anew
)

// Certificate says whether drafts may go out by themselves.
type Certificate struct {
	Holds     bool
	Threshold float64 // drafts whose Bound is at least this may go; if it does not hold, the one nearest to holding
	N         int     // decisions on drafts shown at Threshold or above since the counting began
	Rejected  int     // of them
	Upper     float64 // exact upper bound of the true share of rejected ones, with error probability Delta
	Missing   int     // approvals at Threshold or above that are still needed at the least; 0 if it holds
	Why       string  // one of the Why… codes; empty if it holds
}

// Certify looks for the lowest threshold above which the creator's decisions prove the risk small enough. Samples come
// in their order; those of another version, or without a figure, prove nothing.
//
// Thresholds are tested in a fixed sequence from strict to lax. The error probability Delta is not spent at once: the
// sequence may be entered at a few of them (see grid.go), and one that is proven hands its share on to the
// next. So the probability that a threshold is ever proven whose risk is too large is at most Delta from one reset to
// the next, however often Certify is asked. A threshold is in force while it is proven by the evidence gathered over
// time and the exact bound of Clopper and Pearson agrees now.
//
// While a certificate holds, only a random part of the decisions above the threshold is asked for, and all of those
// below. They are counted alike. That errs on the safe side: if the share of rejected ones is within the risk above
// the stricter threshold, as the sequence demands, a surplus of laxer ones can only make it look larger.
func Certify(samples []Sample, version string, r Rules) Certificate {
	r = r.valid()
	l := current(samples, version)
	best := Certificate{Missing: math.MaxInt}
	share := 0.0
	for _, step := range r.grid() {
		share += step.share
		e := gather(l.samples, step.threshold, r.Risk)
		c := e.certificate(r, share)
		c.Threshold = step.threshold
		if c.Missing <= best.Missing { // of those that hold the lowest, else the nearest
			best = c
		}
		if !e.proves(share * r.Delta) {
			share = 0
		}
	}
	switch {
	case best.Missing > 0 && float64(best.Rejected) > r.Risk*float64(best.N):
		best.Why = WhyRejected
	case best.Missing > 0:
		best.Why = l.why
	case l.watch.doubt:
		best.Why, best.Missing = WhyDoubt, l.watch.calm(best.Threshold)
	default:
		best.Holds = true
	}
	return best
}

// life is what a version's samples say of it as a whole.
type life struct {
	samples []Sample // since the counting last began anew
	why     string   // there are no more samples
	watch   watch
}

// current reads a version's life out of all samples.
func current(samples []Sample, version string) life {
	l := life{why: WhyFew}
	for _, s := range samples {
		if s.Version != version {
			if len(l.samples) == 0 && l.why == WhyFew {
				l.why = WhyVersion
			}
			continue
		}
		switch alarm := l.watch.add(s); {
		case s.Audit && s.Hard && !s.Accepted:
			l = life{why: WhyAudit}
		case alarm:
			l = life{why: WhyDrift}
		case !math.IsNaN(s.Shown):
			l.samples = append(l.samples, s)
		}
	}
	return l
}

// certificate judges by the evidence, with a share of Delta.
func (e evidence) certificate(r Rules, share float64) Certificate {
	c := Certificate{N: e.n, Rejected: e.wrong, Upper: upper(e.wrong, e.n, r.Delta), Missing: math.MaxInt}
	if share > 0 {
		c.Missing = e.missing(r, share*r.Delta)
	}
	return c
}

// farthest is how many approvals in a row are looked ahead.
const farthest = 5000

// missing is how many approvals in a row would do.
func (e evidence) missing(r Rules, delta float64) int {
	m := 0
	for ; m < farthest && !e.proves(delta); m++ {
		e.add(true)
	}
	return m + sort.Search(farthest, func(more int) bool { return upper(e.wrong, e.n+more, r.Delta) <= r.Risk })
}

// upper is the bound of Clopper and Pearson: the largest share with which k or fewer of n would still happen with
// probability delta.
func upper(k, n int, delta float64) float64 {
	if k >= n {
		return 1
	}
	return mathext.InvRegIncBeta(float64(k+1), float64(n-k), 1-delta)
}
