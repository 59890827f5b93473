package earn_test

import (
	"testing"

	"secretary/bot/earn"
	"secretary/store"
)

func TestAShadowReportCountsEachTryByItsLastJudgement(t *testing.T) {
	yes, no := true, false
	sum := earn.Reckon([]store.Decision{
		{Draft: 1, Try: 1, Act: store.ActSend, Accepted: &yes, Would: true},
		{Draft: 2, Try: 1, Act: store.ActAuto, Would: true},
		{Draft: 3, Try: 1, Act: store.ActAgain, Accepted: &no, Would: true},
		{Draft: 3, Try: 2, Act: store.ActSend, Accepted: &yes},
		{Draft: 2, Try: 1, Act: store.ActReworded, Accepted: &no, Would: true},
		{Draft: 4, Try: 1, Act: store.ActStale, Would: true}, // nobody decided
		{Draft: 5, Try: 1, Act: store.ActAuto, Would: true},
	})
	if sum != [3]int{4, 4, 2} {
		t.Errorf("decided, would, changed: %v, want 4, 4, 2", sum)
	}
}
