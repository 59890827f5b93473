package store_test

import (
	"testing"
	"time"

	"secretary/store"
)

func TestASpanHoldsWhatCameInItToTheSecond(t *testing.T) {
	span := store.Span{Since: noon.Add(300 * time.Millisecond), Until: noon.Add(time.Hour)}
	for date, want := range map[time.Duration]bool{
		-time.Second: false, 0: true, time.Second: true, 30 * time.Minute: true,
		time.Hour - 3*time.Second: true, time.Hour - 2*time.Second: false, time.Hour: false, time.Hour + time.Second: false,
	} {
		if got := span.Holds(noon.Add(date)); got != want {
			t.Errorf("%v after it began: held %v, want %v", date, got, want)
		}
	}
	if first := (store.Span{Until: noon}); !first.Holds(noon.Add(-time.Hour)) || first.Length() != 0 {
		t.Error("what came before the first start counts as come while the program was there")
	}
}

func TestSpansOlderThanAReplyWindowAreForgottenAndTheirNumberIsBounded(t *testing.T) {
	var s store.Settings
	s.AddSpan(store.Span{Since: noon.Add(-30 * time.Hour), Until: noon.Add(-25 * time.Hour)})
	for i := range 20 {
		begin := noon.Add(time.Duration(i) * time.Minute)
		s.AddSpan(store.Span{Since: begin, Until: begin.Add(10 * time.Second)})
	}
	if len(s.Away) != 8 || s.Away[0].Since != noon || s.Away[7].Until != noon.Add(19*time.Minute+10*time.Second) {
		t.Errorf("%d spans from %v to %v", len(s.Away), s.Away[0].Since, s.Away[len(s.Away)-1].Until)
	}
	for i := range 20 {
		if at := noon.Add(time.Duration(i)*time.Minute + time.Second); !holds(s.Away, at) {
			t.Errorf("%v is in no span", at)
		}
	}
}

func holds(spans []store.Span, at time.Time) bool {
	for _, s := range spans {
		if s.Holds(at) {
			return true
		}
	}
	return false
}

func TestTheLastContactIsNotedWithEveryBatchAndOnItsOwn(t *testing.T) {
	f := open(t)
	if at, err := f.Contact(); err != nil || !at.IsZero() {
		t.Errorf("contact %v (%v) before any", at, err)
	}
	f.appends(8, update(7, "a"))
	f.pass(time.Minute)
	f.reopen()
	if at, _ := f.Contact(); !at.Equal(f.now.Add(-time.Minute)) {
		t.Errorf("contact %v, want when the batch was stored", at)
	}
	f.noErr(f.Heard())
	if at, _ := f.Contact(); !at.Equal(f.now) {
		t.Errorf("contact %v, want now", at)
	}
}

func TestNothingThatCameWhileAwayOrIsOldGoesOutByItself(t *testing.T) {
	for name, c := range map[string]struct {
		missed bool
		pass   time.Duration
		code   string
	}{
		"fresh": {}, "came while away": {missed: true, code: store.RefusedAway},
		"just young enough": {pass: store.AutoAge}, "too old": {pass: store.AutoAge + time.Second, code: store.RefusedLate},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.apply(store.Event{Fan: anna, Message: store.Message{ID: 5, Author: store.AuthorFan, Date: f.now, Kind: "text", Text: "hi"}, Missed: c.missed})
			d := f.offers(anna, store.Offer{Text: "hello", Hold: true})
			if c.missed && d.State != store.StateOpen {
				t.Errorf("the draft is %s", d.State)
			}
			f.pass(c.pass)
			_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
			if c.missed {
				c.code = store.RefusedClosed // it asks already
			}
			wantRefusal(t, err, c.code)
			f.says(anna, store.AuthorHand, "by hand")
			f.writes(anna, "thanks")
			if f.fan(anna).Away() {
				t.Error("what was missed is answered, and still counts")
			}
		})
	}
}
