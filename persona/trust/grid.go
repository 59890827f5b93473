package trust

import "math"

// Rules say how good is good enough.
type Rules struct {
	Risk  float64 // largest share of what goes out by itself that the creator would not have sent so
	Delta float64 // probability with which a certificate may be wrong
	Floor float64 // no threshold below it
}

// DefaultRules are in force where the creator sets nothing else.
var DefaultRules = Rules{Risk: 0.15, Delta: 0.10, Floor: 0.70}

const (
	strictest = 0.95
	gridStep  = 0.05
	// frontDoor is the share of Delta with which the sequence is entered in its middle; the rest enters at its head.
	frontDoor = 0.8
)

// step is one threshold of the sequence, and the share of Delta that enters there.
type step struct{ threshold, share float64 }

// grid lists the thresholds in the order of the test, strict ones first, the floor last. A creator hardly ever has
// enough drafts shown at 0.95 to prove anything by, and where the figures are true there is no need to: most of Delta
// enters one step below 1-Risk, where true figures leave some room.
func (r Rules) grid() []step {
	var steps []step
	middle := 0
	for i := 0; ; i++ {
		t := math.Round((strictest-float64(i)*gridStep)*100) / 100
		if t >= 1-r.Risk-gridStep-1e-9 {
			middle = i
		}
		if t <= r.Floor {
			steps = append(steps, step{threshold: r.Floor})
			break
		}
		steps = append(steps, step{threshold: t})
	}
	middle = min(middle, len(steps)-1)
	steps[0].share += 1 - frontDoor
	steps[middle].share += frontDoor
	return steps
}

// valid puts the default for each rule that makes no sense.
func (r Rules) valid() Rules {
	if !(r.Risk > 0 && r.Risk < 1) {
		r.Risk = DefaultRules.Risk
	}
	if !(r.Delta > 0 && r.Delta < 1) {
		r.Delta = DefaultRules.Delta
	}
	if !(r.Floor >= 0 && r.Floor <= 1) {
		r.Floor = DefaultRules.Floor
	}
	return r
}
