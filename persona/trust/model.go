package trust

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"time"
)

// Sample is one decision of the creator on a draft: a label, and the draft's features as they were when it was made.
type Sample struct {
	At       time.Time
	Accepted bool // the draft was sent as it was, or nearly so
	Hard     bool // thrown away outright, not merely reworded
	// Audit tells that the draft could have gone out by itself and was asked at random, or that it did go out and the
	// creator took it back.
	Audit    bool
	Features map[string]float64 // by the names in signal.go; missing ones count as the average
	// Shown is the bound that stood on the card before the creator decided, 0 to 1; NaN: none did.
	Shown   float64
	Version string // of what wrote the draft: the model's digest and the prompt's hash
}

// Score is what is believed of one draft.
type Score struct {
	P     float64 // probability that the creator lets the draft stand
	Bound float64 // lower bound of P: the figure to show and to compare
	From  int     // labels behind it
	Parts []Part  // what moved the log-odds, largest first; the intercept ("usual") included, zeros left out
}

// Part is what one feature contributes.
type Part struct {
	Name   string
	Effect float64 // on the log-odds; positive speaks for the draft
}

// Usual is the name of the part that no single feature makes: how often drafts stand at all.
const Usual = "usual"

const (
	// boundZ makes Bound a one-sided bound of 84 % belief.
	boundZ = 0.4
	// Labels fade by half within so many later labels, and within so much time.
	fadeCount = 400
	fadeTime  = 60 * 24 * time.Hour
	// window is how many labels are kept; older ones have faded to a twelfth.
	window = 1200
	// foreign is what a label counts that another model or prompt earned: the creator's taste is the same, the
	// drafts are not.
	foreign = 0.3
	// outdated is what a label counts from before drafts began to stand less often than the figures said.
	outdated = 0.3
)

// label is a Sample in the form the regression reads.
type label struct {
	at       time.Time
	raw      raw
	accepted bool
	version  string
}

// Model learns which drafts the creator lets stand. Its answers depend on nothing but the samples, in their order, and
// the arguments. It is safe for use by several goroutines.
type Model struct {
	mu      sync.Mutex
	moments [len(signals)]moments
	labels  []label // oldest first, the last window ones
	seen    int
	watch   watch
	turn    int  // labels seen when the watch last gave the alarm
	fit     *fit // of the labels as they are; nil: to be made
	version string
	hour    time.Time
	last    vector // weights of the last fit: the next ones are near
}

// New makes a model that has learned nothing yet and goes by what is typical.
func New() *Model {
	m := &Model{last: prior.mean}
	for i, s := range signals {
		m.moments[i] = typical(s)
	}
	return m
}

// Learn takes in one decision. It is cheap: the regression is fitted when a score is asked for.
func (m *Model) Learn(s Sample) {
	l := label{at: s.At, raw: read(s.Features), accepted: s.Accepted, version: s.Version}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, x := range l.raw {
		if !math.IsNaN(x) {
			m.moments[i].add(x)
		}
	}
	if len(m.labels) == window {
		m.labels = slices.Delete(m.labels, 0, 1)
	}
	m.labels = append(m.labels, l)
	m.seen++
	if m.watch.add(s) {
		m.turn = m.seen
	}
	m.fit = nil
}

// Score tells what is believed of a draft with these features, written by version, at now.
func (m *Model) Score(features map[string]float64, version string, now time.Time) Score {
	m.mu.Lock()
	defer m.mu.Unlock()
	x := m.standardise(read(features))
	f := m.fitted(version, now)
	middle, spread := f.predict(x)
	s := Score{From: m.seen, Parts: f.parts(x)}
	// The probability averaged over what the weights may be, not at the likeliest ones alone (MacKay 1992).
	s.P = sigmoid(middle / math.Sqrt(1+math.Pi/8*spread*spread))
	s.Bound = min(s.P, sigmoid(middle-boundZ*spread))
	return s
}

// fitted gives the regression for that version and hour. Callers hold the lock.
func (m *Model) fitted(version string, now time.Time) *fit {
	hour := now.Truncate(time.Hour)
	if m.fit == nil || m.version != version || !m.hour.Equal(hour) {
		m.fit, m.version, m.hour = m.regress(version, hour), version, hour
		m.last = m.fit.mean
	}
	return m.fit
}

// regress fits the regression to the labels, each with what it still counts. A label from an audit counts like any
// other: whether a draft is asked depends on its features alone, which the regression knows, so that those that went
// out unseen leave no bias. (The watch over drift, which knows no features, weighs audits more.)
func (m *Model) regress(version string, now time.Time) *fit {
	rows := make([]row, len(m.labels))
	for i, l := range m.labels {
		age := max(0, now.Sub(l.at)) // a clock that went back makes no label count more
		weight := math.Exp2(-float64(len(m.labels)-1-i)/fadeCount - float64(age)/float64(fadeTime))
		if l.version != version {
			weight *= foreign
		}
		if m.seen-len(m.labels)+i < m.turn {
			weight *= outdated
		}
		rows[i] = row{m.standardise(l.raw), weight, l.accepted}
	}
	return newFit(rows, m.last)
}

func (m *Model) standardise(r raw) vector {
	x := vector{1}
	for i := range r {
		x[1+i] = m.moments[i].standardise(r[i])
	}
	return x
}

// parts explains a prediction.
func (f *fit) parts(x vector) []Part {
	var parts []Part
	for i, w := range f.mean {
		name := Usual
		if i > 0 {
			name = signals[i-1].name
		}
		if effect := w * x[i]; effect != 0 {
			parts = append(parts, Part{name, effect})
		}
	}
	slices.SortStableFunc(parts, func(a, b Part) int { return cmp.Compare(math.Abs(b.Effect), math.Abs(a.Effect)) })
	return parts
}
