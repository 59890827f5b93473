package queue

import (
	"sync"
	"time"

	"secretary/bot/pace"
)

// Gate keeps the lanes from asking a model that just failed: while it is
// closed, cards come at once, without a draft and with the reason.
type Gate struct {
	mu    sync.Mutex
	kind  string
	until time.Time
	wait  pace.Backoff
}

// patient lists failures that may pass by themselves and concern every fan.
var patient = map[string]bool{"down": true, "busy": true, "server": true, "no_model": true, "remote": true, "persona": true, "slow": true}

// retriable lists failures of one answer, worth one more try of their own.
var retriable = map[string]bool{"cut": true, "empty": true}

const (
	retryAnswer = 10 * time.Second
	afterGate   = 50 * time.Millisecond // later than the gate's end, not at it
)

// Fail notes a failure; one that concerns every fan closes the gate.
func (g *Gate) Fail(kind string, now time.Time) {
	if !patient[kind] {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.wait.First == 0 {
		g.wait = pace.Backoff{First: time.Second, Max: 30 * time.Second}
	}
	g.kind, g.until = kind, now.Add(g.wait.Next())
}

// Works notes that the model answered.
func (g *Gate) Works() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.kind, g.until = "", time.Time{}
	g.wait.Reset()
}

// Closed is the failure that keeps the gate shut, or "".
func (g *Gate) Closed(now time.Time) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.Before(g.until) {
		return g.kind
	}
	return ""
}

// Retry is when a fan without a draft is tried again; zero where only a
// person's Again can help. first tells that this was the first try.
func (g *Gate) Retry(kind string, first bool, now time.Time) time.Time {
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
