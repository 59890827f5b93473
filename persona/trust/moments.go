package trust

import "math"

const (
	typicalCount = 20   // labels that the typical mean and spread of a signal are worth
	momentCap    = 500  // labels after which older ones fade from the moments
	widest       = 3    // standard deviations beyond which a value says no more
	leastSpread  = 0.25 // of the typical spread: below it, differences of a signal are taken for noise
)

// moments keeps the running mean and variance of one signal by Welford's method, starting from the typical ones.
type moments struct{ count, mean, variance, least, sd float64 }

func typical(s signal) moments {
	return moments{typicalCount, s.mean, s.sd * s.sd, leastSpread * s.sd, s.sd}
}

// add takes in one value. With count capped it is a moving average, and the creator's newer drafts count more.
func (m *moments) add(x float64) {
	m.count = min(m.count+1, momentCap)
	off := x - m.mean
	m.mean += off / m.count
	m.variance += (off*(x-m.mean) - m.variance) / m.count
	m.sd = max(m.least, math.Sqrt(m.variance))
}

// standardise tells how many spreads x lies from the mean; a missing one (NaN) lies on it.
func (m *moments) standardise(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return max(-widest, min(widest, (x-m.mean)/m.sd))
}

// raw holds a draft's features as they were measured; NaN marks a missing one.
type raw [len(signals)]float64

// read takes the known features out of a map. What is no number, or infinite, is missing.
func read(features map[string]float64) raw {
	var r raw
	for i, s := range signals {
		x, ok := features[s.name]
		if !ok || math.IsNaN(x) || math.IsInf(x, 0) {
			r[i] = math.NaN()
			continue
		}
		r[i] = max(s.low, min(s.high, x))
	}
	return r
}
