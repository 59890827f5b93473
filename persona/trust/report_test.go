package trust_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"secretary/persona/trust"
)

func TestReportOfKnownNumbers(t *testing.T) {
	samples := append(shown(0.9, 10, 1), shown(0.4, 10, 6)...)
	r := trust.Summarise(append(samples, trust.Sample{Shown: math.NaN(), Accepted: true}))
	brier := (9*0.01 + 0.81 + 4*0.36 + 6*0.16) / 20
	if r.N != 20 || r.Accepted != 13 || math.Abs(r.Brier-brier) > 1e-9 || math.Abs(r.Reference-0.65*0.35) > 1e-9 {
		t.Errorf("report %+v, want a Brier score of %v", r, brier)
	}
	// Of the 91 pairs 9*6 are ranked right, and 9*1 + 4*6 are ties.
	if want := (54 + 33.0/2) / 91; math.Abs(r.AUROC-want) > 1e-9 {
		t.Errorf("AUROC %v, want %v", r.AUROC, want)
	}
	if len(r.Curve) != 2 || r.Curve[0] != (trust.Point{Threshold: 0.9, Coverage: 0.5, Risk: 0.1}) || r.Curve[1].Risk != 0.35 {
		t.Errorf("curve %+v", r.Curve)
	}
	if want := 0.5*0.1 + 0.5*0.35; math.Abs(r.AURC-want) > 1e-9 || len(r.Bins) != 10 || r.Recent != 21 || math.Abs(r.RecentRate-14.0/21) > 1e-9 {
		t.Errorf("AURC %v, want %v; %d bins; recent %d, %v", r.AURC, want, len(r.Bins), r.Recent, r.RecentRate)
	}
}

func TestReportTellsTrueFiguresFromFalse(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var honest, boasting []trust.Sample
	for range 4000 {
		p := rng.Float64()
		accepted := rng.Float64() < p
		honest = append(honest, trust.Sample{Shown: p, Accepted: accepted})
		boasting = append(boasting, trust.Sample{Shown: math.Sqrt(p), Accepted: accepted})
	}
	good, bad := trust.Summarise(honest), trust.Summarise(boasting)
	if good.ECE > 0.03 || bad.ECE < 0.1 || bad.Brier <= good.Brier || math.Abs(good.AUROC-bad.AUROC) > 1e-9 {
		t.Errorf("honest %v, %v; boasting %v, %v", good.ECE, good.Brier, bad.ECE, bad.Brier)
	}
}

func TestReportOfLittleOrNothing(t *testing.T) {
	for _, samples := range [][]trust.Sample{nil, {{Shown: math.NaN()}}, shown(0.9, 1, 0), shown(0.9, 60, 60), shown(0.9, 60, 0)} {
		r := trust.Summarise(samples)
		if !math.IsNaN(r.AUROC) || math.IsNaN(r.Brier) || math.IsNaN(r.ECE) || math.IsNaN(r.RecentRate) {
			t.Errorf("%d samples: %+v", len(samples), r)
		}
	}
}
