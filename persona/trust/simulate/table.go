package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"secretary/persona/trust"
)

// row is what all creators of a kind have in common.
type row struct {
	world    string
	accepted float64 // share of drafts that stand, after settled
	ece      float64 // of the figure shown, against the true probabilities, after settled; mean over the creators
	coverage []float64
	overRun  float64 // share of creators for whom more than the risk went wrong of all that went out by itself
	atCheck  float64 // share of creators with a certificate in force at some checkpoint whose true risk was too large
}

func summarise(w world, outcomes []outcome, rules trust.Rules) row {
	r := row{world: w.name, coverage: make([]float64, len(checkpoints))}
	part := 1 / float64(len(outcomes))
	for _, o := range outcomes {
		r.ece += part * ece(o.figures, o.truths)
		for _, p := range o.truths {
			r.accepted += part * p / float64(len(o.truths))
		}
		for i, c := range o.coverage {
			r.coverage[i] += part * c
		}
		if o.bad > rules.Risk*float64(o.sent) {
			r.overRun += part
		}
		if slices.ContainsFunc(o.risk, func(risk float64) bool { return risk > rules.Risk }) {
			r.atCheck += part
		}
	}
	return r
}

// ece is the mean distance between figures and true probabilities over ten groups of like figures. A single creator's
// decisions would add noise of about the size that is looked for; here the truth is known.
func ece(figures, truths []float64) float64 {
	const groups = 10
	order := make([]int, len(figures))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(figures[a], figures[b]) })
	sum := 0.0
	for g := range groups {
		off := 0.0
		for _, i := range order[g*len(order)/groups : (g+1)*len(order)/groups] {
			off += figures[i] - truths[i]
		}
		sum += math.Abs(off) / float64(len(order))
	}
	return sum
}

func header() string {
	var b strings.Builder
	b.WriteString("| creator | drafts that stand | ECE |")
	for _, n := range checkpoints {
		fmt.Fprintf(&b, " by itself at %d |", n)
	}
	b.WriteString(" risk violated over the run | at a checkpoint |\n|---|---|---|")
	b.WriteString(strings.Repeat("---|", len(checkpoints)) + "---|---|\n")
	return b.String()
}

func (r row) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %.0f %% | %.3f |", r.world, 100*r.accepted, r.ece)
	for _, c := range r.coverage {
		fmt.Fprintf(&b, " %.0f %% |", 100*c)
	}
	fmt.Fprintf(&b, " %.1f %% | %.1f %% |\n", 100*r.overRun, 100*r.atCheck)
	return b.String()
}
