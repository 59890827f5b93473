package store_test

import (
	"errors"
	"testing"
	"time"

	"secretary/store"
)

// wantRefusal holds an error against the code of a refusal; "" is no error.
func wantRefusal(t *testing.T, err error, code string) {
	t.Helper()
	var no *store.Refusal
	if code == "" && err != nil || code != "" && (!errors.As(err, &no) || no.Code != code) {
		t.Errorf("got %v, want %q", err, code)
	}
}

func TestOnlySoManyRepliesADayGoToOneFanByThemselves(t *testing.T) {
	f := open(t)
	auto := func(fan store.FanID, code string) {
		t.Helper()
		f.writes(fan, "and another thing")
		d := f.offers(fan, store.Offer{Text: "indeed", Hold: true})
		o, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true, Daily: 2})
		wantRefusal(t, err, code)
		if code != "" {
			o, err = f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Daily: 2})
			f.noErr(err)
		}
		f.claims()
		f.noErr(f.Sent(o.ID, 1000+int64(o.ID), f.now))
	}
	auto(anna, "")
	auto(anna, "")
	auto(anna, store.RefusedDaily)
	auto(bert, "")
	f.pass(24 * time.Hour)
	auto(anna, "")
	if day := f.fan(anna).Day; day.Auto != 1 {
		t.Errorf("%d counted on the second day", day.Auto)
	}
}

func TestTheModelsTimeIsCountedByDay(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	f.offers(anna, store.Offer{Text: "hello", Spent: time.Minute})
	f.noErr(f.Spend(anna, 2*time.Minute, true))
	f.noErr(f.Spend(bert, time.Minute, true)) // nobody knows bert
	if got := f.fan(anna); got.Day.On(f.now).Model != 3*time.Minute || got.Tries != 2 {
		t.Errorf("%v in %d tries, want 3 min in 2", got.Day.Model, got.Tries)
	}
	if day := f.fan(anna).Day.On(f.now.Add(24 * time.Hour)); day.Model != 0 {
		t.Errorf("%v on the next day", day.Model)
	}
}

// A message every five seconds, and a model that needs a second: no draft is
// ever decided on, and there are fewer and fewer of them.
func TestATrickleOfMessagesCostsFewerAndFewerDrafts(t *testing.T) {
	for name, slow := range map[string]bool{"a quick model": false, "a model that never gets ready": true} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			drafts := 0
			for range 30 * 12 { // half an hour
				f.writes(anna, "one more thing")
				for range 5 {
					f.pass(time.Second)
					fan := f.fan(anna)
					if fan.Due.IsZero() || f.now.Before(fan.Due) {
						continue
					}
					drafts++
					if slow {
						f.noErr(f.Spend(anna, time.Second, true))
						break // the next message interrupts it
					}
					f.offers(anna, store.Offer{Text: "wait", Spent: time.Second})
				}
			}
			if drafts < 5 || drafts > 12 {
				t.Errorf("%d drafts in half an hour of a message every five seconds", drafts)
			}
			f.says(anna, store.AuthorHand, "enough now")
			if fan := f.fan(anna); fan.Tries != 0 {
				t.Errorf("%d tries after an answer", fan.Tries)
			}
			f.writes(anna, "sorry")
			if wait := f.fan(anna).Due.Sub(f.now); wait != quiet {
				t.Errorf("after an answer the next draft waits %v", wait)
			}
		})
	}
}
