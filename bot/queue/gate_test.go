package queue

import (
	"testing"
	"time"
)

func TestAFailureThatConcernsEverybodyClosesTheGateForAWhile(t *testing.T) {
	var g Gate
	g.Fail("down", noon)
	if g.Closed(noon) != "down" {
		t.Error("the gate is open right after a failure")
	}
	retry := g.Retry("down", false, noon)
	if !retry.After(noon) || g.Closed(retry) != "" {
		t.Errorf("retry at %v meets a closed gate", retry)
	}
	for range 10 {
		g.Fail("down", noon)
	}
	if r := g.Retry("down", false, noon); r.Sub(noon) > 31*time.Second {
		t.Errorf("the next try comes only after %v", r.Sub(noon))
	}
	g.Works()
	if g.Closed(noon) != "" {
		t.Error("the gate stays closed although the model works")
	}
}

func TestAFailureOfOneAnswerIsTriedOnceMoreAndKeepsTheGateOpen(t *testing.T) {
	var g Gate
	g.Fail("cut", noon)
	if g.Closed(noon) != "" {
		t.Error("one broken answer closed the gate for all")
	}
	if r := g.Retry("cut", true, noon); !r.After(noon) {
		t.Error("a cut answer is not tried again")
	}
	if r := g.Retry("cut", false, noon); !r.IsZero() {
		t.Error("a cut answer is tried for ever")
	}
	if r := g.Retry("media", true, noon); !r.IsZero() {
		t.Error("a picture is tried again although nothing can change")
	}
}
