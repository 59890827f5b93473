package store_test

import (
	"errors"
	"testing"
	"time"

	"secretary/store"
)

// atOnce offers anna a draft that goes out by itself without a countdown.
func (f *fixture) atOnce(a store.Approval) (store.Draft, store.Outgoing) {
	f.t.Helper()
	d, row, err := f.OfferAndSend(anna, f.fan(anna).Rev, store.Offer{Text: "hi", Hold: true, Known: true}, a)
	f.noErr(err)
	return d, row
}

func TestWhatGoesOutAtOnceIsOfferedAndApprovedInOneCommit(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	before := f.Commits()
	d, row := f.atOnce(store.Approval{Lead: "written with help"})
	if n := f.Commits() - before; n != 1 {
		t.Errorf("%d commits", n)
	}
	if d.State != store.StateQueued || !d.Approved || row.Draft != d.ID || !row.Auto || !row.Disclosure {
		t.Errorf("draft %+v, reply %+v", d, row)
	}
	decisions, err := f.Decisions(store.Query{})
	f.noErr(err)
	if len(decisions) != 1 || decisions[0].Act != store.ActAuto || decisions[0].By != 0 || decisions[0].Accepted != nil {
		t.Errorf("recorded as %+v", decisions)
	}
	if claimed := f.claims(); len(claimed) != 1 || claimed[0].Text != "written with help" {
		t.Errorf("claimed %+v", claimed)
	}
}

// Whatever Approve refuses must be refused here too: nothing may go out by a
// shorter way.
func TestNothingGoesOutAtOnceThatMayNotGoOutByItself(t *testing.T) {
	set := func(change func(*store.Settings)) func(*fixture) {
		return func(f *fixture) {
			_, err := f.UpdateSettings(func(s *store.Settings) error { change(s); return nil })
			f.noErr(err)
		}
	}
	for code, c := range map[string]struct {
		hinder func(*fixture)
		a      store.Approval
	}{
		store.RefusedPaused:     {set(func(s *store.Settings) { s.Paused = true }), store.Approval{}},
		store.RefusedMode:       {set(func(s *store.Settings) { s.Mode = store.ModeApprove }), store.Approval{}},
		store.RefusedEarn:       {set(func(s *store.Settings) { s.Mode = store.ModeEarn }), store.Approval{}},
		store.RefusedWindow:     {func(*fixture) {}, store.Approval{Margin: store.Window}},
		store.RefusedRight:      {func(f *fixture) { f.connect("c1", true) }, store.Approval{}},
		store.RefusedConnection: {func(f *fixture) { f.connect("c1", false, store.CanReply) }, store.Approval{}},
		store.RefusedLate:       {func(f *fixture) { f.pass(store.AutoAge + time.Minute) }, store.Approval{}},
		store.RefusedDaily: {func(f *fixture) {
			_, row := f.atOnce(store.Approval{})
			f.claims()
			f.noErr(f.Sent(row.ID, 900, f.now))
			f.next = 900
			f.writes(anna, "and now?")
		}, store.Approval{Daily: 1}},
	} {
		t.Run(code, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hello")
			c.hinder(f)
			d, row := f.atOnce(c.a)
			if row.ID != 0 || d.State != store.StateHolding || len(f.claims()) != 0 {
				t.Errorf("draft is %s, reply %+v", d.State, row)
			}
			c.a.Draft, c.a.Try, c.a.Auto = d.ID, d.Try, true
			_, err := f.Approve(c.a)
			wantRefused(t, err, code)
		})
	}
}

func TestAStaleOfferDoesNotGoOutAtOnce(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	rev := f.fan(anna).Rev
	f.writes(anna, "no, wait")
	_, row, err := f.OfferAndSend(anna, rev, store.Offer{Text: "hi", Hold: true}, store.Approval{})
	if !errors.Is(err, store.ErrStale) || row.ID != 0 || len(f.claims()) != 0 {
		t.Errorf("reply %+v: %v", row, err)
	}
}

func TestADraftThatThePersonIsAskedAboutDoesNotGoOutAtOnce(t *testing.T) {
	for name, o := range map[string]store.Offer{
		"asked":    {Text: "hi"},
		"caution":  {Text: "hi", Hold: true, Caution: true},
		"no words": {Text: " ", Hold: true},
	} {
		f := open(t)
		f.writes(anna, "hello")
		_, row, err := f.OfferAndSend(anna, f.fan(anna).Rev, o, store.Approval{Text: "hi", Anyway: true})
		if err != nil || row.ID != 0 || len(f.claims()) != 0 {
			t.Errorf("%s: reply %+v: %v", name, row, err)
		}
	}
}
