package audit_test

import (
	"strings"
	"testing"
	"time"

	"secretary/bot/audit"
)

func TestSinceIsASpanOrADay(t *testing.T) {
	now := time.Date(2026, 3, 14, 12, 0, 0, 0, time.Local)
	for text, want := range map[string]time.Time{
		"": {}, "7d": now.AddDate(0, 0, -7), "36h": now.Add(-36 * time.Hour), "2026-03-01": time.Date(2026, 3, 1, 0, 0, 0, 0, time.Local),
	} {
		if got, err := audit.Since(text, now); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v (%v), want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"yesterday", "-3d", "0d", "d", "-1h", "7"} {
		if got, err := audit.Since(text, now); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}

func TestALineSaysWhoWhatAndWhen(t *testing.T) {
	figure, yes := 0.724, true
	var out strings.Builder
	err := audit.Print(&out, []audit.Line{
		{At: time.Date(2026, 3, 14, 12, 0, 0, 0, time.Local), Fan: 7, Draft: 3, Try: 2, Act: "send", By: 510, Confidence: &figure, Threshold: 0.7, Mode: "earn", Model: "m", Accepted: &yes, SpotCheck: true},
		{Fan: 8, Draft: 4, Try: 1, Act: "stop", Detail: "earn"},
	})
	want := "2026-03-14 12:00:00  fan 7  draft 3.2  send  by 510  72 % of 70 %  earn  m  accepted  spot check\n"
	if err != nil || !strings.HasPrefix(out.String(), want) || !strings.Contains(out.String(), "stop (earn)  by itself  - of 0 %  -  -\n") {
		t.Errorf("%v\n%s", err, out.String())
	}
}
