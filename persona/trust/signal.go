package trust

// signal is a measurement of a draft that the regression knows, and what is believed of it before anything was learned.
type signal struct {
	name      string
	low, high float64 // where honest values lie; others are moved to the nearer end
	mean, sd  float64 // typical of a chat model of 4B parameters and a creator with some regular fans
	weight    float64 // effect of one standard deviation on the log-odds
	spread    float64 // standard deviation of the belief in weight
}

// signals lists every feature, by the names under which persona.Signals.Features holds them. A feature that is missing
// counts as the average one, and a name that is not here counts nothing.
var signals = [...]signal{
	{"quantile", -12, 0, -2, 1.3, 0.5, 0.3},  // 10 % quantile of the tokens' logprobs
	{"first", -12, 0, -1, 0.9, 0.3, 0.3},     // logprob of the first token, which decides where a reply goes
	{"judge", -7, 7, 0, 1.3, 0.85, 0.3},      // logit of the probability of Yes to "would the creator send exactly this?"
	{"support", 0, 1, 0.5, 0.3, 0.2, 0.2},    // nearness of the best question that was answered before
	{"similar", 0, 1, 0.2, 0.2, 0.2, 0.2},    // share of 3-grams in common with the answers found
	{"length", -4, 0, -0.6, 0.5, 0.15, 0.2},  // -|ln(length / creator's usual length)|
	{"language", 0, 1, 0.95, 0.3, 0.15, 0.2}, // 1: the draft is in the language the fan should get
	{"tenure", 0, 12, 3, 1.5, 0.05, 0.2},     // ln(1 + messages the fan ever wrote)
	{"hand", -12, 0, -4, 2, 0, 0.2},          // -ln(1 + hours since the creator last wrote to the fan by hand)
	{"greeting", 0, 1, 0.25, 0.5, 0.1, 0.2},  // the fan only greets, thanks, or sends an emoji
	{"question", 0, 1, 0.4, 0.5, -0.1, 0.2},  // the fan asks something
	{"money", 0, 1, 0.1, 0.5, -0.15, 0.2},    // the fan speaks of money
	{"match", 0, 1, 0.5, 0.22, 1.1, 0.3},     // without a model: share of the question that the quoted example covers
}

// Belief in the intercept, the log-odds of an average draft, before anything was learned.
const (
	interceptMean   = -0.4
	interceptSpread = 1.0
)

// size is the number of weights: the intercept, then one for each signal.
const size = 1 + len(signals)

// vector holds the intercept's 1 and the standardised features, or weights for them.
type vector [size]float64

// prior is the regression before the first label: its weights, and the inverse of their variances.
var prior = func() (p struct{ mean, precision vector }) {
	p.mean[0], p.precision[0] = interceptMean, 1/(interceptSpread*interceptSpread)
	for i, s := range signals {
		p.mean[1+i], p.precision[1+i] = s.weight, 1/(s.spread*s.spread)
	}
	return p
}()
