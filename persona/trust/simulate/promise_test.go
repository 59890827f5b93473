package main

import (
	"testing"

	"secretary/persona/trust"
)

// The table in README.md in small: few creators, so that the shares are coarse, but the same creators every time.
func TestPromisesAreKeptInAllWorlds(t *testing.T) {
	const runs = 4
	for _, w := range worlds {
		r := summarise(w, simulate(w, runs, trust.DefaultRules), trust.DefaultRules)
		t.Log(r)
		if r.overRun > 1.0/runs+1e-9 {
			t.Errorf("%s: the risk is violated for %.0f %% of the creators", w.name, 100*r.overRun)
		}
		if w.tells && r.ece > 0.05 {
			t.Errorf("%s: the figures are off by %.3f", w.name, r.ece)
		}
		switch now := r.coverage[2]; {
		case w.name == "good model" && now < 0.2:
			t.Errorf("%s: only %.0f %% are answered by themselves after 400 decisions", w.name, 100*now)
		case w.name == "useless signals" && now > 0.1:
			t.Errorf("%s: %.0f %% are answered by themselves", w.name, 100*now)
		}
	}
}

// A gate that goes by the figure alone, without a certificate, must fail the test above: else the test proves nothing.
func TestWithoutProofTheRiskIsViolated(t *testing.T) {
	useless := worlds[2]
	lax := trust.Rules{Risk: 0.9, Delta: 0.5, Floor: 0.5}
	bad := 0
	for seed := range uint64(3) {
		if o := live(useless, seed, lax); o.bad > trust.DefaultRules.Risk*float64(o.sent) {
			bad++
		}
	}
	if bad < 3 {
		t.Errorf("useless signals and no proof violate the risk for %d of 3 creators only", bad)
	}
}
