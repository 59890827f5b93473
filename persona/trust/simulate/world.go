package main

import (
	"math"
	"math/rand/v2"
)

// world is a kind of creator with a model of a certain quality.
type world struct {
	name   string
	bias   float64 // log-odds that an average draft stands
	effect float64 // how much the signals tell: factor on the effects
	drift  bool    // after about 300 decisions the creator begins to want something else
	tells  bool    // the signals carry information all the time: the figures are held to the promised calibration
}

var worlds = []world{
	{name: "good model", bias: 2.1, effect: 1, tells: true},
	{name: "mediocre model", bias: 0.85, effect: 0.8, tells: true},
	{name: "useless signals", bias: 0.85},
	{name: "drifting", bias: 2.1, effect: 1, drift: true},
}

// effects of the signals on the log-odds, for one standard deviation; binary ones from 0 to 1.
var effects = map[string]float64{
	"quantile": 0.6, "first": 0.25, "judge": 0.8, "support": 0.5, "similar": 0.4, "length": 0.4, "language": 0.8,
	"tenure": 0.1, "hand": 0, "greeting": 0.7, "question": -0.3, "money": -0.8,
}

const (
	// driftTime is how many decisions a drift takes: about a week.
	driftTime = 50
	// driftDepth is what an average draft loses by it, in log-odds: four of five stood before, half do after.
	driftDepth = 2
	// hidden is the spread, in log-odds, of all that a creator goes by and nobody measures.
	hidden = 0.5
)

// creator decides on drafts. Her effects differ a little from those of her kind.
type creator struct {
	world
	rng     *rand.Rand
	effects map[string]float64
	turn    int // the decision at which a drift sets in
}

func newCreator(w world, seed uint64) *creator {
	c := &creator{world: w, rng: rand.New(rand.NewPCG(seed, 7)), effects: map[string]float64{}}
	for _, name := range order {
		c.effects[name] = w.effect * (effects[name] + 0.15*c.rng.NormFloat64())
	}
	c.bias += 0.2 * c.rng.NormFloat64()
	c.turn = 300 + c.rng.IntN(50)
	return c
}

// shares of the messages that are of a kind; effects count from the average draft.
var shares = map[string]float64{"greeting": 0.3, "question": 0.4, "money": 0.08, "language": 0.95}

// order makes a run depend on its seed alone.
var order = []string{"quantile", "first", "judge", "support", "similar", "length", "language", "tenure", "hand", "greeting", "question", "money"}

// draft is what comes up for decision: what is measured of it, and the probability that it stands, which nobody knows.
type draft struct {
	features map[string]float64
	truth    float64
}

// draft makes the i-th draft. The measurements are skewed, cut off and sometimes missing, as real ones are, and the
// creator also goes by things that nobody measures.
func (c *creator) draft(i int) draft {
	z := map[string]float64{}
	quality := c.rng.NormFloat64() // the model's signals agree to a degree
	for _, name := range order {
		z[name] = c.rng.NormFloat64()
		if name == "quantile" || name == "first" || name == "judge" {
			z[name] = 0.5*quality + math.Sqrt(1-0.25)*z[name]
		}
	}
	kind := c.rng.Float64()
	z["greeting"], z["question"] = one(kind < shares["greeting"]), one(kind > 1-shares["question"])
	z["money"], z["language"] = one(kind > 1-shares["money"]), one(c.rng.Float64() < shares["language"])
	logit := c.bias - driftDepth*c.gone(i) + hidden*c.rng.NormFloat64()
	for _, name := range order {
		logit += c.effects[name] * (z[name] - shares[name])
	}
	return draft{c.measure(i, z), 1 / (1 + math.Exp(-logit))}
}

// gone is how much of the drift is over at the i-th decision, 0 to 1.
func (c *creator) gone(i int) float64 {
	if !c.drift {
		return 0
	}
	return max(0, min(1, float64(i-c.turn)/driftTime))
}

// measure turns the standard normal z into values as persona measures them.
func (c *creator) measure(i int, z map[string]float64) map[string]float64 {
	f := map[string]float64{
		"quantile": -math.Exp(0.4 - 0.5*z["quantile"]), "first": -math.Exp(-0.4 - 0.7*z["first"]), "judge": 0.7 + 1.4*z["judge"],
		"length": -math.Exp(-0.8 - 0.6*z["length"]), "language": z["language"], "tenure": max(0, 3+1.2*z["tenure"]),
		"greeting": z["greeting"], "question": z["question"], "money": z["money"],
	}
	if i >= 30 { // before, there is little to retrieve
		f["support"], f["similar"] = 1/(1+math.Exp(-z["support"])), 0.5/(1+math.Exp(1-z["similar"]))
	}
	if c.rng.Float64() < 0.5 {
		f["hand"] = -math.Abs(3 + 2*z["hand"])
	}
	return f
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
