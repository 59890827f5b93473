package demo

import "time"

// scene is one of the stories. The fan's messages of one scene are written at
// once, as people do.
type scene struct {
	title string
	fan   []string
	more  string // the fan writes this while the card is open
	auto  bool   // the creator lets sure replies go out by themselves
	own   string // what the script writes instead of the draft; empty: it sends the draft
}

// pace is how long things take and may take.
type pace struct {
	quiet time.Duration // reply.quiet_period
	hold  time.Duration // reply.hold
	limit time.Duration // the longest wait for any one thing
	trial time.Duration // the longest trial draft of a model; 0: no trial

	strict bool // a scene that does not end as written is an error
}

var (
	unattended = pace{quiet: 250 * time.Millisecond, hold: 2 * time.Second, limit: 8 * time.Second, trial: 1500 * time.Millisecond, strict: true}
	attended   = pace{quiet: time.Second, hold: 10 * time.Second, limit: time.Minute}
)
