package trust_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"secretary/persona/trust"
)

// practised is a model that has learned n decisions.
func practised(n int) (m *trust.Model, next func() trust.Sample) {
	rng := rand.New(rand.NewPCG(1, 2))
	at := noon
	next = func() trust.Sample {
		at = at.Add(3 * time.Hour)
		f := map[string]float64{}
		for _, name := range []string{"quantile", "first", "judge", "support", "similar", "length", "language", "tenure", "hand", "greeting"} {
			f[name] = rng.NormFloat64() - 1
		}
		return trust.Sample{At: at, Features: f, Accepted: rng.Float64() < 0.8, Shown: rng.Float64(), Version: "v"}
	}
	m = trust.New()
	for range n {
		m.Learn(next())
	}
	return m, next
}

// A decision is learned and the next draft scored: what the bot does for each.
func BenchmarkDecision(b *testing.B) {
	for _, c := range []struct {
		name string
		n    int
	}{{"after100", 100}, {"after500", 500}, {"after2000", 2000}} {
		b.Run(c.name, func(b *testing.B) {
			m, next := practised(c.n)
			for b.Loop() {
				s := next()
				m.Learn(s)
				m.Score(s.Features, s.Version, s.At)
			}
		})
	}
}

func BenchmarkScore(b *testing.B) {
	m, next := practised(500)
	s := next()
	for b.Loop() {
		m.Score(s.Features, s.Version, s.At)
	}
}

func BenchmarkCertify(b *testing.B) {
	_, next := practised(0)
	var samples []trust.Sample
	for range 2000 {
		samples = append(samples, next())
	}
	for b.Loop() {
		trust.Certify(samples, "v", trust.DefaultRules)
	}
}
