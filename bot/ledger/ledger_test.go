package ledger_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"secretary/bot/ledger"
	"secretary/store"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// record is a record of decisions in memory.
type record struct {
	labels []store.Decision
	reads  int
	broken error
}

func (r *record) Labelled(after uint64, limit int) ([]store.Decision, error) {
	r.reads++
	var out []store.Decision
	for _, e := range r.labels {
		if e.Seq > after {
			out = append(out, e)
		}
	}
	return out[max(0, len(out)-limit):], r.broken
}

// decide adds a decision; features speak for the draft when it is accepted.
func (r *record) decide(accepted bool, change ...func(*store.Decision)) {
	signals := `{"features":{"quantile":-3,"judge":-1}}`
	if accepted {
		signals = `{"features":{"quantile":-0.2,"judge":2}}`
	}
	e := store.Decision{
		Seq: uint64(len(r.labels)) + 1, At: noon, Act: store.ActSend, Accepted: &accepted, Known: true, Confidence: 0.5,
		Digest: "d", Prompt: "p", Signals: []byte(signals),
	}
	for _, c := range change {
		c(&e)
	}
	r.labels = append(r.labels, e)
}

var good = map[string]float64{"quantile": -0.2, "judge": 2}

func bound(t *testing.T, l *ledger.Ledger) (float64, int) {
	t.Helper()
	s, err := l.Score(good, "d/p", noon)
	if err != nil {
		t.Fatal(err)
	}
	return s.Bound, s.From
}

func TestTheFigureGrowsWithTheCreatorsDecisions(t *testing.T) {
	r := &record{}
	l := ledger.New(r)
	before, from := bound(t, l)
	if from != 0 {
		t.Errorf("from %d decisions before the first", from)
	}
	for range 20 {
		r.decide(true)
	}
	after, from := bound(t, l)
	if from != 20 || after <= before {
		t.Errorf("%.3f from %d decisions, was %.3f", after, from, before)
	}
	if again, from := bound(t, ledger.New(r)); again != after || from != 20 {
		t.Errorf("after a restart %.4f from %d, was %.4f", again, from, after)
	}
}

func TestALabelThatIsReplacedIsUnlearned(t *testing.T) {
	r, other := &record{}, &record{}
	l := ledger.New(r)
	for range 5 {
		r.decide(true)
		other.decide(true)
	}
	bound(t, l)
	r.labels = slices.Delete(r.labels, 2, 3) // as the store does: its label is no longer in force
	replaces := func(e *store.Decision) { e.Seq, e.Replaces, e.Act = 6, 3, store.ActDeleted }
	r.decide(false, replaces)
	other.labels = slices.Delete(other.labels, 2, 3)
	other.decide(false, replaces)
	got, from := bound(t, l)
	if want, _ := bound(t, ledger.New(other)); got != want || from != 5 {
		t.Errorf("%.4f from %d decisions, want %.4f from 5", got, from, want)
	}
}

func TestSamplesSayWhatCounts(t *testing.T) {
	r := &record{}
	r.decide(true)
	r.decide(false, func(e *store.Decision) { e.Hard, e.Audit, e.Digest = true, true, "other" })
	r.decide(false, func(e *store.Decision) { e.Hard, e.Auto, e.Act = true, true, store.ActDeleted })
	r.decide(false, func(e *store.Decision) { e.Hard, e.Auto, e.Act = true, true, store.ActReworded })
	r.decide(true, func(e *store.Decision) { e.Signals = []byte("no JSON") })
	samples, last, err := ledger.New(r).Samples()
	if err != nil || len(samples) != 5 || last != 5 {
		t.Fatalf("%d samples up to %d: %v", len(samples), last, err)
	}
	for i, want := range []struct {
		accepted, hard, audit bool
		version               string
	}{
		{true, false, false, "d/p"}, {false, true, true, "other/p"},
		{false, true, false, "d/p"}, // a fan may have deleted it
		{false, true, true, "d/p"}, {true, false, false, "d/p"},
	} {
		s := samples[i]
		if s.Accepted != want.accepted || s.Hard != want.hard || s.Audit != want.audit || s.Version != want.version || s.Shown != 0.5 {
			t.Errorf("sample %d: %+v, want %+v", i, s, want)
		}
	}
}

func TestARecordThatCannotBeReadIsNoOpinion(t *testing.T) {
	r := &record{broken: errors.New("disk")}
	if _, err := ledger.New(r).Score(good, "d/p", noon); !errors.Is(err, r.broken) {
		t.Errorf("got %v", err)
	}
}

func TestALongRecordIsReadOnceAndThenOnlyItsEnd(t *testing.T) {
	r := &record{}
	for range ledger.Newest + 100 {
		r.decide(true)
	}
	l := ledger.New(r)
	bound(t, l)
	r.decide(false)
	samples, last, err := l.Samples()
	if err != nil || len(samples) != ledger.Newest || last != ledger.Newest+101 || r.reads != 2 {
		t.Errorf("%d samples up to %d in %d reads: %v", len(samples), last, r.reads, err)
	}
}
