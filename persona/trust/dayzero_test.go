package trust_test

import (
	"testing"
	"time"

	"secretary/persona/trust"
)

var noon = time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)

func TestDayZero(t *testing.T) {
	for _, c := range []struct {
		what      string
		features  map[string]float64
		low, high float64
	}{
		{"an excellent draft", map[string]float64{"quantile": -0.1, "first": -0.1, "judge": 2.944}, 0.72, 0.9},
		{"a typical draft", map[string]float64{"quantile": -2, "first": -1, "judge": 0}, 0.1, 0.35},
		{"a clear No", map[string]float64{"quantile": 0, "first": 0, "judge": -2.197, "support": 1, "similar": 1, "length": 0,
			"language": 1, "tenure": 8, "hand": 0, "greeting": 1, "question": 0, "money": 0}, 0.1, 0.55},
		{"a quoted example", map[string]float64{"match": 1, "language": 1}, 0.72, 0.9},
		{"half a quoted example", map[string]float64{"match": 0.5, "language": 1}, 0.2, 0.5},
		{"nothing", nil, 0.1, 0.5},
	} {
		s := trust.New().Score(c.features, "v", noon)
		t.Logf("%s: %+v", c.what, s)
		if s.Bound < c.low || s.Bound > c.high || s.Bound > s.P || s.From != 0 {
			t.Errorf("%s: %+v, want a bound of %v to %v", c.what, s, c.low, c.high)
		}
	}
}
