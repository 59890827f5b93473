package trust_test

import (
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"secretary/persona/trust"
)

// decided is a decision on a draft with one feature.
func decided(at time.Time, judge float64, accepted bool) trust.Sample {
	return trust.Sample{At: at, Accepted: accepted, Features: map[string]float64{"judge": judge}, Shown: math.NaN(), Version: "v"}
}

// taught is a model of a creator who goes by the judge alone, after n decisions.
func taught(n int, stands func(judge float64) float64) (*trust.Model, time.Time) {
	rng := rand.New(rand.NewPCG(5, 6))
	m, at := trust.New(), noon
	for range n {
		judge := 2 * rng.NormFloat64()
		at = at.Add(time.Hour)
		m.Learn(decided(at, judge, rng.Float64() < stands(judge)))
	}
	return m, at
}

func sane(t *testing.T, what string, s trust.Score) {
	t.Helper()
	if !(s.P >= 0 && s.P <= 1 && s.Bound >= 0 && s.Bound <= s.P) {
		t.Errorf("%s: %+v", what, s)
	}
	for i, p := range s.Parts {
		if p.Name == "" || math.IsNaN(p.Effect) || i > 0 && math.Abs(p.Effect) > math.Abs(s.Parts[i-1].Effect) {
			t.Errorf("%s: part %d of %+v", what, i, s.Parts)
		}
	}
}

func TestLearnsWhatTheCreatorGoesBy(t *testing.T) {
	m, at := taught(400, func(judge float64) float64 { return 1 / (1 + math.Exp(-1-1.2*judge)) })
	for _, judge := range []float64{-2, 0, 2} {
		s := m.Score(map[string]float64{"judge": judge}, "v", at)
		sane(t, "learned", s)
		if want := 1 / (1 + math.Exp(-1-1.2*judge)); math.Abs(s.P-want) > 0.1 || s.P-s.Bound > 0.12 || s.From != 400 {
			t.Errorf("judge %v: %+v, want about %v", judge, s, want)
		}
	}
}

func TestBoundRisesWithApprovals(t *testing.T) {
	m, f := trust.New(), map[string]float64{"judge": 0.5, "quantile": -1.5}
	before := m.Score(f, "v", noon).Bound
	for i := range 30 {
		m.Learn(trust.Sample{At: noon.Add(time.Duration(i) * time.Hour), Accepted: true, Features: f, Shown: math.NaN(), Version: "v"})
		after := m.Score(f, "v", noon.Add(time.Duration(i)*time.Hour)).Bound
		if after <= before {
			t.Fatalf("approval %d moved the bound from %v to %v", i+1, before, after)
		}
		before = after
	}
	if before < 0.8 {
		t.Errorf("after 30 approvals of the same kind %v is shown", before)
	}
}

func TestAnotherVersionsLabelsCountLess(t *testing.T) {
	m, at := taught(60, func(float64) float64 { return 1 })
	f := map[string]float64{"judge": 0}
	same, other, fresh := m.Score(f, "v", at).Bound, m.Score(f, "w", at).Bound, trust.New().Score(f, "w", at).Bound
	if !(fresh < other && other < same) {
		t.Errorf("bound %v for the same version, %v for another, %v without labels", same, other, fresh)
	}
}

func TestOldLabelsFade(t *testing.T) {
	m, at := taught(100, func(float64) float64 { return 1 })
	f := map[string]float64{"judge": 0}
	if now, later := m.Score(f, "v", at).Bound, m.Score(f, "v", at.AddDate(1, 0, 0)).Bound; later >= now-0.1 {
		t.Errorf("bound %v, a year later %v", now, later)
	}
}

func TestTheModelIsWhatItsSamplesMakeIt(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	asked, quiet := trust.New(), trust.New()
	for i := range 200 {
		s := decided(noon.Add(time.Duration(i)*time.Hour), rng.NormFloat64(), rng.Float64() < 0.7)
		asked.Score(s.Features, "v", s.At) // looking in between changes nothing
		asked.Learn(s)
		quiet.Learn(s)
	}
	f, now := map[string]float64{"judge": 1}, noon.Add(300*time.Hour)
	if a, b := asked.Score(f, "v", now), quiet.Score(f, "v", now); math.Abs(a.Bound-b.Bound) > 1e-6 {
		t.Errorf("bound %v, rebuilt %v", a.Bound, b.Bound)
	}
}

// Whatever comes in, a figure comes out.
func TestNoInputBreaksTheFigure(t *testing.T) {
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, -1e308, 1e308, 5e-324}
	for name, feed := range map[string]func(i int) trust.Sample{
		"all accepted":   func(i int) trust.Sample { return decided(noon.Add(time.Duration(i)*time.Minute), 1, true) },
		"all rejected":   func(i int) trust.Sample { return decided(noon.Add(time.Duration(i)*time.Minute), 1, false) },
		"a clock back":   func(i int) trust.Sample { return decided(noon.Add(-time.Duration(i)*24*time.Hour), 1, i%3 > 0) },
		"no time at all": func(i int) trust.Sample { return decided(time.Time{}, float64(i%5), i%3 > 0) },
		"odd features": func(i int) trust.Sample {
			return trust.Sample{At: noon, Accepted: i%2 == 0, Shown: odd[i%7], Features: map[string]float64{"judge": odd[i%7],
				"quantile": odd[(i+1)%7], "support": odd[(i+2)%7], "unheard of": 1, "": odd[(i+3)%7]}}
		},
		"nothing": func(int) trust.Sample { return trust.Sample{} },
	} {
		m := trust.New()
		var all []trust.Sample
		for i := range 1500 {
			s := feed(i)
			m.Learn(s)
			all = append(all, s)
			if i%300 == 0 || i < 5 {
				sane(t, name, m.Score(s.Features, "v", noon))
				sane(t, name, m.Score(map[string]float64{"judge": odd[i%7], "match": odd[(i+3)%7]}, "", noon.AddDate(-5, 0, 0)))
			}
		}
		if c := trust.Certify(all, "v", trust.Rules{}); math.IsNaN(c.Upper) || c.Missing < 0 || c.Holds == (c.Missing > 0) {
			t.Errorf("%s: %+v", name, c)
		}
		trust.Summarise(all)
	}
}

func TestModelIsSafeForManyAtOnce(t *testing.T) {
	m := trust.New()
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 50 {
				m.Learn(decided(noon, float64(i%3), i%4 > 0))
				sane(t, "at once", m.Score(map[string]float64{"judge": float64(g)}, "v", noon))
			}
		})
	}
	all.Wait()
	if s := m.Score(nil, "v", noon); s.From != 200 {
		t.Errorf("%d labels, want 200", s.From)
	}
}

func FuzzScore(f *testing.F) {
	f.Add(1.0, -2.0, 0.5, true, int64(3600))
	f.Add(math.Inf(1), math.NaN(), -1.0, false, int64(-1<<40))
	f.Fuzz(func(t *testing.T, judge, quantile, shown float64, accepted bool, seconds int64) {
		m := trust.New()
		s := trust.Sample{At: time.Unix(seconds, 0), Accepted: accepted, Audit: true, Shown: shown,
			Features: map[string]float64{"judge": judge, "quantile": quantile}}
		for range 3 {
			m.Learn(s)
		}
		sane(t, "fuzz", m.Score(s.Features, "", noon))
		trust.Certify([]trust.Sample{s, s, s}, "", trust.Rules{Risk: shown, Delta: judge, Floor: quantile})
	})
}
