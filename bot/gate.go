package bot

import (
	"encoding/json"
	"sync"
	"time"

	"secretary/persona"
)

// gate keeps the lanes from asking a model that just failed: while it is
// closed, cards come at once, without a draft and with the reason.
type gate struct {
	mu    sync.Mutex
	kind  string
	until time.Time
	wait  backoff
}

// patient lists failures that may pass by themselves and concern every fan.
var patient = map[string]bool{"down": true, "busy": true, "server": true, "no_model": true, "remote": true, "persona": true, "slow": true}

// retriable lists failures of one answer, worth one more try of their own.
var retriable = map[string]bool{"cut": true, "empty": true}

const (
	retryAnswer = 10 * time.Second
	afterGate   = 50 * time.Millisecond // later than the gate's end, not at it
)

func (g *gate) fail(kind string, now time.Time) {
	if !patient[kind] {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.wait.First == 0 {
		g.wait = backoff{First: time.Second, Max: 30 * time.Second}
	}
	g.kind, g.until = kind, now.Add(g.wait.Next())
}

func (g *gate) works() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.kind, g.until = "", time.Time{}
	g.wait.Reset()
}

// closed is the failure that keeps the gate shut, or "".
func (g *gate) closed(now time.Time) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.Before(g.until) {
		return g.kind
	}
	return ""
}

// retry is when a fan without a draft is tried again; zero where only a
// person's Again can help. first tells that this was the first try.
func (g *gate) retry(kind string, first bool, now time.Time) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case patient[kind] && g.until.After(now):
		return g.until.Add(afterGate)
	case patient[kind]:
		return now.Add(time.Second)
	case retriable[kind] && first:
		return now.Add(retryAnswer)
	}
	return time.Time{}
}

// signals keeps what the confidence was made of, for learning from decisions.
func signals(d persona.Draft) json.RawMessage {
	raw, err := json.Marshal(d.Signals)
	if err != nil {
		return nil
	}
	return raw
}
