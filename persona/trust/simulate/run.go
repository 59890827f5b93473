package main

import (
	"time"

	"secretary/persona/trust"
)

const (
	decisions = 600
	perDay    = 8
	auditRate = 0.10
	hardShare = 0.3     // of the rejected drafts are thrown away outright
	draws     = 200     // fresh drafts to measure a certificate in force by
	settled   = 200     // decisions after which the figures are held to the promise
	version   = "m1/p1" // the creators here change neither model nor persona
)

// checkpoints are numbers of decisions.
var checkpoints = []int{100, 200, 400, 600}

// outcome is what became of one creator.
type outcome struct {
	coverage []float64 // at each checkpoint: share of drafts that would be answered without her
	risk     []float64 // at each checkpoint: true share of rejected among them; NaN without a certificate
	sent     int       // went out by themselves
	bad      float64   // of them, by the true probabilities
	figures  []float64 // shown after settled
	truths   []float64 // and the true probabilities of the same drafts
}

// desk is one creator with her model and record, in mode earn.
type desk struct {
	*creator
	rules   trust.Rules
	model   *trust.Model
	samples []trust.Sample
	cert    trust.Certificate
	now     time.Time
}

// live runs one creator through all decisions.
func live(w world, seed uint64, rules trust.Rules) (out outcome) {
	d := &desk{creator: newCreator(w, seed), rules: rules, model: trust.New(), now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	for i := range decisions {
		d.now = d.now.Add(24 * time.Hour / perDay)
		d.decide(i, &out)
		for _, at := range checkpoints {
			if i+1 == at {
				d.measure(i, &out)
			}
		}
	}
	return out
}

// decide lets one draft go out by itself, or asks.
func (d *desk) decide(i int, out *outcome) {
	draft := d.draft(i)
	shown := d.model.Score(draft.features, version, d.now).Bound
	if i >= settled {
		out.figures, out.truths = append(out.figures, shown), append(out.truths, draft.truth)
	}
	accepted, outright := d.rng.Float64() < draft.truth, d.rng.Float64() < hardShare
	audit := d.rng.Float64() < auditRate
	if d.goes(shown) && !audit { // nobody looks: no label
		out.sent++
		out.bad += 1 - draft.truth
		return
	}
	s := trust.Sample{At: d.now, Accepted: accepted, Hard: !accepted && outright, Audit: d.goes(shown), Features: draft.features,
		Shown: shown, Version: version}
	d.model.Learn(s)
	d.samples = append(d.samples, s)
	d.cert = trust.Certify(d.samples, version, d.rules)
}

// goes tells whether a draft shown so may go out by itself.
func (d *desk) goes(shown float64) bool { return d.cert.Holds && shown >= d.cert.Threshold }

// measure asks what the certificate in force lets through, by fresh drafts.
func (d *desk) measure(i int, out *outcome) {
	n, bad := 0.0, 0.0
	for range draws {
		draft := d.draft(i)
		if d.goes(d.model.Score(draft.features, version, d.now).Bound) {
			n++
			bad += 1 - draft.truth
		}
	}
	out.coverage = append(out.coverage, n/draws)
	out.risk = append(out.risk, bad/n)
}
