package words_test

import (
	"strings"
	"testing"

	"secretary/bot/words"
)

func TestTheShadowReportSaysWhatWouldHaveGoneOut(t *testing.T) {
	for _, c := range []struct {
		would, changed int
		shown          []words.Change
		want           string
	}{
		{0, 0, nil, "<b>Last 7 days:</b> nothing would have gone out by itself."},
		{1, 0, nil, "<b>Last 7 days:</b> 1 reply would have gone out by itself; you did not change it."},
		{31, 2, []words.Change{{Draft: "hi", Sent: "hey you", Act: "own"}, {Draft: "no", Act: "skip"}},
			"<b>Last 7 days:</b> 31 would have gone out by themselves; you changed 2 of them.\n“hi” → “hey you”\n“no” → skipped"},
	} {
		if got := words.Shadow(c.would, c.changed, c.shown); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestTheCertificateIsToldInWords(t *testing.T) {
	for why, want := range map[string]string{"few": "7 more good decisions", "audit": "spot check", "version": "are new", "drift": "less often", "doubt": "look worse", "rejected": "too many"} {
		if got := words.Certificate(false, 0.8, 3, 1, why, 7); !strings.Contains(got, want) || !strings.Contains(got, "7 more") {
			t.Errorf("%s: %q lacks %q", why, got, want)
		}
	}
	if got := words.Certificate(true, 0.8, 40, 2, "", 0); !strings.Contains(got, "80 %") || !strings.Contains(got, "changed 2") {
		t.Errorf("holds: %q", got)
	}
}
