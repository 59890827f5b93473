package ledger

import (
	"encoding/json"
	"fmt"
	"math"
	"sync"
	"time"

	"secretary/persona/trust"
	"secretary/store"
)

// Newest is how many labels are learned from; older ones have faded to nothing.
const Newest = 5000

// Source is the record of decisions.
type Source interface {
	// Labelled reads the newest limit decisions after a number whose label is in
	// force, oldest first.
	Labelled(after uint64, limit int) ([]store.Decision, error)
}

// Ledger is what the creator's decisions have taught. It catches up with the
// record by itself whenever it is asked. It is safe for concurrent use.
type Ledger struct {
	source Source

	mu      sync.Mutex
	model   *trust.Model
	samples []trust.Sample // without their features, which only the model needs
	last    uint64         // the newest decision learned from
}

// New makes a ledger that has read nothing yet: that takes a moment with a long
// record, and happens at the first question.
func New(source Source) *Ledger { return &Ledger{source: source, model: trust.New()} }

// Score tells what is believed of a draft with these features.
func (l *Ledger) Score(features map[string]float64, version string, now time.Time) (trust.Score, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.catchUp(); err != nil {
		return trust.Score{}, err
	}
	return l.model.Score(features, version, now), nil
}

// Samples are the decisions learned from, oldest first, without features, and
// the number of the newest. The caller must not change them.
func (l *Ledger) Samples() ([]trust.Sample, uint64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.catchUp()
	return l.samples[:len(l.samples):len(l.samples)], l.last, err
}

// Forget drops all that was learned: the record begins anew.
func (l *Ledger) Forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.model, l.samples, l.last = trust.New(), nil, 0
}

// catchUp learns from what was decided since the last time. A label that takes
// the place of an earlier one cannot be added to it: all is learned anew.
func (l *Ledger) catchUp() error {
	fresh, err := l.source.Labelled(l.last, Newest)
	if err != nil {
		return fmt.Errorf("read decisions: %w", err)
	}
	for _, e := range fresh {
		if e.Replaces == 0 || e.Replaces > l.last {
			continue
		}
		if fresh, err = l.source.Labelled(0, Newest); err != nil {
			return fmt.Errorf("read decisions: %w", err)
		}
		l.model, l.samples = trust.New(), nil
		break
	}
	for _, e := range fresh {
		s := sample(e)
		l.model.Learn(s)
		s.Features = nil
		l.samples = append(l.samples, s)
		l.last = e.Seq
	}
	if over := len(l.samples) - Newest; over > 0 {
		l.samples = l.samples[over:]
	}
	return nil
}

// sample is a decision as package trust sees it. A reply that went out by itself
// and that the creator then wrote anew in the chat weighs like a rejection in an
// audit. A deleted one does not: Telegram does not say who deleted it, and no
// fan shall be able to end the automatic replies of all.
func sample(e store.Decision) trust.Sample {
	var signals struct {
		Features map[string]float64 `json:"features"`
	}
	if json.Unmarshal(e.Signals, &signals) != nil {
		signals.Features = nil // nothing was measured: the label still counts
	}
	return trust.Sample{
		At: e.At, Accepted: *e.Accepted, Hard: e.Hard, Audit: e.Audit || e.Auto && e.Act == store.ActReworded,
		Features: signals.Features, Shown: shown(e), Version: Version(e.Digest, e.Prompt),
	}
}

func shown(e store.Decision) float64 {
	if !e.Known {
		return math.NaN()
	}
	return e.Confidence
}

// Version names what writes drafts: the model's files and the persona.
func Version(digest, prompt string) string { return digest + "/" + prompt }
