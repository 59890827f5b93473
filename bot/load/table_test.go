package main

import (
	"strings"
	"testing"
)

func TestAGoalIsMetOnItsBoundAndMissedBeyond(t *testing.T) {
	for _, c := range []struct {
		goal  goal
		value float64
		met   bool
	}{
		{atLeast(10), 10, true}, {atLeast(10), 9.99, false}, {atMost(40), 40, true}, {atMost(40), 40.1, false}, {goal{}, -5, true},
	} {
		if got := c.goal.met(c.value); got != c.met {
			t.Errorf("%s for %v: met is %v", c.goal.text(""), c.value, got)
		}
	}
}

func TestARowSaysWhatIsMissedAndHowToSeeItAgain(t *testing.T) {
	var out strings.Builder
	list := table{out: &out}
	list.add("go run ./bot/load x", row{what: "messages", value: 12345, unit: "/s", goal: atLeast(10000), base: "a bare loop", than: 49380, ratio: atLeast(0.5)})
	for _, want := range []string{"12,345/s", "goal ≥ 10,000/s", "met", "0.25", "MISSED", "a bare loop: 49,380/s", "go run ./bot/load x"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the row does not say %q:\n%s", want, out.String())
		}
	}
	if list.met != 1 || list.missed != 1 {
		t.Errorf("%d met and %d missed, want one each", list.met, list.missed)
	}
}

func TestAnUnknownFigureIsNamed(t *testing.T) {
	if _, err := chosen([]string{"ingest", "speed"}); err == nil || !strings.Contains(err.Error(), `"speed"`) {
		t.Errorf("the error is %v", err)
	}
}
