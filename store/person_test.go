package store_test

import (
	"testing"

	"secretary/store"
)

// wants makes the fan ask for a person.
func (f *fixture) wants(fan store.FanID, text string) store.Outcome {
	f.t.Helper()
	f.next++
	return f.apply(store.Event{
		Op: store.Arrived, Fan: fan, Person: &store.Notice{Key: "person", Text: "Anna asks for you"},
		Message: store.Message{ID: f.next, Author: store.AuthorFan, Date: f.now, Kind: "text", Text: text},
	})
}

func (f *fixture) general(mode string) {
	f.t.Helper()
	_, err := f.UpdateSettings(func(s *store.Settings) error { s.Mode = mode; return nil })
	f.noErr(err)
}

func TestFanWhoAsksForAPersonIsAnsweredByOne(t *testing.T) {
	f := open(t)
	f.general(store.ModeAuto)
	f.writes(anna, "hello")
	holding := f.offers(anna, store.Offer{Text: "hi", Hold: true})
	if o := f.wants(anna, "/human"); !o.Person || o.Fan.Mode != store.ModeApprove {
		t.Errorf("outcome %+v", o)
	}
	f.wantState(holding.ID, store.StateStale, store.EndWrote)
	if notices, _ := f.Notices(0); len(notices) != 1 {
		t.Errorf("the creator is told %d times", len(notices))
	}
	d := f.offers(anna, store.Offer{Text: "sure, one moment", Hold: true})
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
	wantRefused(t, err, store.RefusedMode)
}

func TestPartingSentenceGoesInTheModeThatWas(t *testing.T) {
	for mode, want := range map[string]string{store.ModeAuto: "", store.ModeApprove: store.RefusedMode} {
		f := open(t)
		f.general(mode)
		f.wants(anna, "/human")
		d := f.offers(anna, store.Offer{Text: "mila will answer you", Hold: true, Fixed: true, Parting: true})
		_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
		if want != "" {
			wantRefused(t, err, want)
			continue
		}
		f.noErr(err)
		f.noErr(f.Sent(f.claimed("mila will answer you").ID, 900, f.now))
		f.wantState(d.ID, store.StateSent, "")
		fan := f.fan(anna)
		if !fan.Person.Told || fan.Waiting != 1 || fan.Due.IsZero() {
			t.Errorf("fan %+v: the sentence answers nothing, a person still has to", fan)
		}
	}
}

func TestPartingSentenceDoesNotOutliveAChangeOfTheGeneralMode(t *testing.T) {
	f := open(t)
	f.general(store.ModeAuto)
	f.wants(anna, "/human")
	d := f.offers(anna, store.Offer{Text: "mila will answer you", Hold: true, Fixed: true, Parting: true})
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
	f.noErr(err)
	f.general(store.ModeApprove)
	f.wantQuiet()
	f.wantState(d.ID, store.StateOpen, "")
}

func TestCreatorLiftsTheWishForAPerson(t *testing.T) {
	f := open(t)
	f.general(store.ModeAuto)
	f.wants(anna, "/human")
	f.noErr(f.SetFan(anna, func(fan *store.Fan) { fan.Mode, fan.Person = "", store.Person{} }))
	f.writes(anna, "all good now")
	f.byItself(f.offers(anna, store.Offer{Text: "lovely", Hold: true}))
	f.claimed(lead)
}

func TestWishForAPersonChangesNothingWhereNothingIsDrafted(t *testing.T) {
	f := open(t)
	f.general(store.ModeOff)
	if o := f.wants(anna, "/human"); !o.Person || o.Fan.Mode != "" {
		t.Errorf("outcome %+v", o)
	}
	if notices, _ := f.Notices(0); len(notices) != 1 {
		t.Error("the creator is not told")
	}
}

func TestWishThatIsKnownOrAnsweredIsNoNewOne(t *testing.T) {
	f := open(t)
	f.wants(anna, "/human")
	f.says(anna, store.AuthorHand, "here i am")
	f.noErr(f.SetFan(anna, func(fan *store.Fan) { fan.Mode, fan.Person = "", store.Person{} }))
	again := store.Event{Op: store.Edited, Fan: anna, Person: &store.Notice{Text: "again"}, Message: store.Message{
		ID: 101, Author: store.AuthorFan, Date: f.now, Kind: "text", Text: "/human!", Edited: f.now.Add(1),
	}}
	if o := f.apply(again); o.Person || o.Fan.Mode != "" {
		t.Errorf("outcome %+v", o)
	}
}
