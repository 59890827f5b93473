package store

import (
	"encoding/json"
	"time"
)

// Decision is one line of the append-only record of what became of a draft: it
// is both what the audit shows and what the confidence learns from. It holds no
// text of anybody.
type Decision struct {
	Seq   uint64
	At    time.Time
	Draft uint64
	Try   int
	Fan   FanID
	Act   string // one of the Act… codes
	By    int64  // the creator's user id; 0: by itself

	// Accepted is the label: whether the creator let the draft stand (sent
	// unchanged or with a tiny edit). Nil: nobody looked, it teaches nothing.
	Accepted *bool
	Distance float64 // normalised edit distance from the draft to what was sent, 0 to 1
	Hard     bool    // rejected outright, not merely reworded
	Auto     bool    // it went, or was about to go, out by itself
	Would    bool    // it would have gone out by itself in mode earn
	Audit    bool    // it could have gone out by itself and was asked at random

	Confidence float64 // as shown at the time, 0 to 1, if Known
	Known      bool
	Threshold  float64 // in force at the time
	Mode       string
	Why        []string // codes of why a person was asked, without details
	Model      string
	Digest     string // of the model's files
	Prompt     string // hash of the prompt
	Signals    json.RawMessage
}
