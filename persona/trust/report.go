package trust

import (
	"cmp"
	"math"
	"slices"
)

// Report says how true the figures were. It looks only at samples with a figure; all shares are 0 to 1.
type Report struct {
	N          int     // decisions with a figure
	Accepted   int     // of them
	Brier      float64 // mean squared error of the figure; 0 is perfect
	Reference  float64 // Brier score of always showing the average
	ECE        float64 // mean distance of figure and truth over the bins; needs about 100 decisions to mean much
	AUROC      float64 // probability that an accepted draft was shown higher than a rejected one; NaN without both kinds
	Bins       []Bin   // at most 10, of about equal size, low figures first
	Curve      []Point // risk against coverage, strictest threshold first
	AURC       float64 // area under Curve: mean risk over all coverages; NaN without decisions
	Recent     int     // how many of the last 50 decisions there are, with a figure or without
	RecentRate float64 // share of them accepted; 0 without any
}

// Bin is a group of drafts with like figures.
type Bin struct {
	N        int
	Shown    float64 // mean figure
	Accepted float64 // share that was really accepted
}

// Point is what a threshold would have meant.
type Point struct {
	Threshold float64 // lowest figure that would go out by itself
	Coverage  float64 // share of the drafts that would
	Risk      float64 // share of those that the creator changed or threw away
}

const (
	binCount    = 10
	recentCount = 50
)

// Summarise measures the record.
func Summarise(samples []Sample) Report {
	r := recent(samples)
	shown := slices.DeleteFunc(slices.Clone(samples), func(s Sample) bool { return math.IsNaN(s.Shown) })
	slices.SortStableFunc(shown, func(a, b Sample) int { return cmp.Compare(a.Shown, b.Shown) })
	r.N = len(shown)
	r.AUROC, r.AURC = math.NaN(), math.NaN()
	if r.N == 0 {
		return r
	}
	for _, s := range shown {
		y := truth(s)
		r.Accepted += int(y)
		r.Brier += (s.Shown - y) * (s.Shown - y) / float64(r.N)
	}
	rate := float64(r.Accepted) / float64(r.N)
	r.Reference = rate * (1 - rate)
	r.AUROC = auroc(shown)
	r.Bins = bins(shown)
	for _, b := range r.Bins {
		r.ECE += float64(b.N) / float64(r.N) * math.Abs(b.Accepted-b.Shown)
	}
	r.Curve = curve(shown)
	r.AURC = area(r.Curve)
	return r
}

func recent(samples []Sample) Report {
	last := samples[max(0, len(samples)-recentCount):]
	r := Report{Recent: len(last)}
	for _, s := range last {
		r.RecentRate += truth(s) / float64(len(last))
	}
	return r
}

func truth(s Sample) float64 {
	if s.Accepted {
		return 1
	}
	return 0
}

// auroc counts by ranks (Mann and Whitney), ties as half. Samples are sorted by figure.
func auroc(sorted []Sample) float64 {
	var wins, positives, negatives float64
	for start := 0; start < len(sorted); {
		end, p, n := start, 0.0, 0.0
		for ; end < len(sorted) && sorted[end].Shown == sorted[start].Shown; end++ {
			p += truth(sorted[end])
			n += 1 - truth(sorted[end])
		}
		wins += p * (negatives + n/2)
		positives, negatives, start = positives+p, negatives+n, end
	}
	if positives == 0 || negatives == 0 {
		return math.NaN()
	}
	return wins / (positives * negatives)
}

// bins cuts the sorted samples into groups of equal size.
func bins(sorted []Sample) []Bin {
	count := min(binCount, len(sorted))
	out := make([]Bin, count)
	for i := range out {
		group := sorted[i*len(sorted)/count : (i+1)*len(sorted)/count]
		out[i].N = len(group)
		for _, s := range group {
			out[i].Shown += s.Shown / float64(len(group))
			out[i].Accepted += truth(s) / float64(len(group))
		}
	}
	return out
}

// curve has one point for each figure that was shown.
func curve(sorted []Sample) []Point {
	var points []Point
	rejected := 0.0
	for i := len(sorted) - 1; i >= 0; i-- {
		rejected += 1 - truth(sorted[i])
		if i > 0 && sorted[i-1].Shown == sorted[i].Shown {
			continue
		}
		n := float64(len(sorted) - i)
		points = append(points, Point{sorted[i].Shown, n / float64(len(sorted)), rejected / n})
	}
	return points
}

// area under the curve, each stretch of coverage with the risk at its end.
func area(points []Point) float64 {
	sum, before := 0.0, 0.0
	for _, p := range points {
		sum += (p.Coverage - before) * p.Risk
		before = p.Coverage
	}
	return sum
}
