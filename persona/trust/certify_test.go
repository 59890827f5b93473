package trust_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"secretary/persona/trust"
)

// shown is n decisions on drafts shown at that figure, of which the first wrong are rejected.
func shown(figure float64, n, wrong int) []trust.Sample {
	all := make([]trust.Sample, n)
	for i := range all {
		all[i] = trust.Sample{At: noon, Shown: figure, Accepted: i >= wrong, Version: "v"}
	}
	return all
}

func certify(samples []trust.Sample) trust.Certificate {
	return trust.Certify(samples, "v", trust.DefaultRules)
}

func TestUpperIsTheExactBound(t *testing.T) {
	// Labels needed at risk 0.15 and delta 0.10 for 0, 1, 2, 3 rejections, from the binomial distribution itself.
	for k, n := range []int{15, 25, 34, 43} {
		at := trust.Rules{Risk: 0.15, Delta: 0.10, Floor: 0.8}
		enough, fewer := trust.Certify(shown(0.8, n, k), "v", at), trust.Certify(shown(0.8, n-1, k), "v", at)
		if enough.Upper > 0.15 || fewer.Upper <= 0.15 || enough.N != n || enough.Rejected != k {
			t.Errorf("%d of %d: upper %v, of one fewer %v", k, n, enough.Upper, fewer.Upper)
		}
	}
}

func TestMissingApprovalsAreExactlyThoseMissing(t *testing.T) {
	c := certify(nil)
	if c.Holds || c.Missing < 15 || c.Missing > 30 || c.Why != trust.WhyFew {
		t.Fatalf("without decisions: %+v", c)
	}
	for _, wrong := range []int{0, 1, 2} {
		samples := shown(c.Threshold, 10, wrong)
		need := certify(samples).Missing
		if almost := certify(append(samples, shown(0.99, need-1, 0)...)); almost.Holds || almost.Missing != 1 {
			t.Errorf("%d wrong, one approval before: %+v", wrong, almost)
		}
		if c := certify(append(samples, shown(0.99, need, 0)...)); !c.Holds || c.Missing != 0 || c.Why != "" {
			t.Errorf("%d wrong, after %d approvals: %+v", wrong, need, c)
		}
	}
}

func TestThresholdIsTheLowestProvenAndNeverBelowTheFloor(t *testing.T) {
	good := append(shown(0.83, 40, 0), shown(0.72, 40, 0)...)
	if c := certify(good); !c.Holds || c.Threshold != 0.70 || c.N != 80 {
		t.Errorf("all drafts above 0.72 stand: %+v", c)
	}
	if c := trust.Certify(shown(0.6, 300, 0), "v", trust.DefaultRules); c.Holds {
		t.Errorf("figures below the floor: %+v", c)
	}
	if c := trust.Certify(good, "v", trust.Rules{Risk: 0.15, Delta: 0.1, Floor: 0.9}); c.Holds || c.Threshold < 0.9 {
		t.Errorf("floor 0.9: %+v", c)
	}
	mixed := shown(0.92, 60, 0)
	for i := range 50 { // seven of ten stand, as was said
		mixed = append(mixed, trust.Sample{At: noon, Shown: 0.72, Accepted: i%10 < 3 || i%10 > 5, Version: "v"})
	}
	if c := certify(mixed); !c.Holds || c.Threshold != 0.75 || c.N != 60 {
		t.Errorf("good above 0.75 and not good enough below: %+v", c)
	}
}

func TestRejectionsKeepItFromHolding(t *testing.T) {
	if c := certify(shown(0.9, 100, 40)); c.Holds || c.Why != trust.WhyDrift && c.Why != trust.WhyRejected || c.Missing == 0 {
		t.Errorf("40 of 100 rejected: %+v", c)
	}
	if c := certify(shown(0.3, 300, 300)); c.Holds || c.Missing == 0 {
		t.Errorf("all rejected: %+v", c)
	}
}

func TestAuditThatIsThrownAwayBeginsAnew(t *testing.T) {
	samples := shown(0.9, 60, 0)
	samples = append(samples, trust.Sample{At: noon, Shown: 0.9, Hard: true, Audit: true, Version: "v"})
	if c := certify(samples); c.Holds || c.N != 0 || c.Why != trust.WhyAudit {
		t.Errorf("after a hard rejection: %+v", c)
	}
	if c := certify(append(samples, shown(0.9, 60, 0)...)); !c.Holds || c.N != 60 {
		t.Errorf("after sixty approvals more: %+v", c)
	}
	samples[60].Audit = false
	if c := certify(samples); c.N == 0 {
		t.Errorf("a rejection that was no audit: %+v", c)
	}
}

func TestAnotherVersionBeginsAnew(t *testing.T) {
	samples := shown(0.9, 60, 0)
	if c := trust.Certify(samples, "new", trust.DefaultRules); c.Holds || c.N != 0 || c.Why != trust.WhyVersion {
		t.Errorf("a new version: %+v", c)
	}
	if c := certify(append(samples, trust.Sample{Shown: math.NaN(), Version: "v"})); !c.Holds {
		t.Errorf("a decision without a figure: %+v", c)
	}
}

func TestDriftIsNoticed(t *testing.T) {
	samples := shown(0.9, 100, 0)
	doubted := false
	for n := 1; ; n++ {
		samples = append(samples, trust.Sample{At: noon, Shown: 0.9, Accepted: n%2 == 0, Version: "v"})
		c := certify(samples)
		doubted = doubted || c.Why == trust.WhyDoubt && c.Missing > 0
		if c.Why == trust.WhyDrift || c.Why == trust.WhyRejected {
			break
		}
		if n == 40 {
			t.Fatalf("after 40 decisions of which half are rejections: %+v", c)
		}
	}
	if !doubted {
		t.Error("no doubt came before")
	}
	if c := certify(append(shown(0.9, 100, 0), shown(0.9, 2, 1)...)); !c.Holds {
		t.Errorf("one rejection in a hundred: %+v", c)
	}
}

// However often one asks, a risk that is exactly the forbidden one is certified in at most delta of all lives.
func TestAskingAfterEveryDecisionDoesNotWearTheProofDown(t *testing.T) {
	const lives, length = 200, 200
	rng := rand.New(rand.NewPCG(11, 12))
	wrong := 0
	for range lives {
		var samples []trust.Sample
		for range length {
			samples = append(samples, trust.Sample{At: noon, Shown: 0.84, Accepted: rng.Float64() >= 0.15, Version: "v"})
			if len(samples)%4 == 0 && certify(samples).Holds {
				wrong++
				break
			}
		}
	}
	t.Logf("%d of %d", wrong, lives)
	if wrong > lives/10 {
		t.Errorf("certified in %d of %d lives, more than one in ten", wrong, lives)
	}
}
