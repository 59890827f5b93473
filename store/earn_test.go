package store_test

import (
	"testing"

	"secretary/store"
)

// earns puts mode earn in force, under a certificate from 70 %.
func (f *fixture) earns(change ...func(*store.Settings)) {
	f.t.Helper()
	_, err := f.UpdateSettings(func(s *store.Settings) error {
		s.Mode = store.ModeEarn
		s.Earned = store.Earned{Holds: true, Threshold: 0.7, Digest: "d1", Prompt: "p1", Weighed: s.Earned.Weighed}
		for _, c := range change {
			c(s)
		}
		return nil
	})
	f.noErr(err)
}

// certain is a draft that goes out by itself under that certificate.
func certain(text string) store.Offer {
	o := sure(text)
	o.Confidence, o.Hold, o.Why = 0.8, true, nil
	return o
}

func (f *fixture) autos(d store.Draft) error {
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
	return err
}

func TestInModeEarnOnlyWhatTheCertificateCoversGoesOutByItself(t *testing.T) {
	for name, c := range map[string]struct {
		settings func(*store.Settings)
		offer    func(*store.Offer)
		code     string
	}{
		"covered":                {nil, nil, ""},
		"no certificate":         {func(s *store.Settings) { s.Earned.Holds = false }, nil, store.RefusedEarn},
		"a stricter certificate": {func(s *store.Settings) { s.Earned.Threshold = 0.85 }, nil, store.RefusedEarn},
		"another model":          {nil, func(o *store.Offer) { o.Digest = "d2" }, store.RefusedEarn},
		"another persona":        {nil, func(o *store.Offer) { o.Prompt = "p2" }, store.RefusedEarn},
		"no figure":              {nil, func(o *store.Offer) { o.Known = false }, store.RefusedEarn},
		"a fixed sentence":       {nil, func(o *store.Offer) { o.Known, o.Fixed, o.Digest = false, true, "" }, ""},
		"fixed, no certificate":  {func(s *store.Settings) { s.Earned.Holds = false }, func(o *store.Offer) { o.Fixed = true }, store.RefusedEarn},
		"mode approve":           {func(s *store.Settings) { s.Mode = store.ModeApprove }, nil, store.RefusedMode},
		"mode auto":              {func(s *store.Settings) { s.Mode, s.Earned.Holds = store.ModeAuto, false }, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hi")
			f.earns()
			if c.settings != nil {
				f.earns(c.settings)
			}
			o := certain("hello")
			if c.offer != nil {
				c.offer(&o)
			}
			err := f.autos(f.offers(anna, o))
			if c.code == "" {
				f.noErr(err)
			} else {
				wantRefused(t, err, c.code)
			}
		})
	}
}

// The certificate may fall, or the mode change, between the approval and the
// claim: then the creator is asked.
func TestAnAutomaticReplyInTheQueueIsHeldAgainstTheCertificateOnceMore(t *testing.T) {
	for name, c := range map[string]struct {
		then func(*store.Settings)
		why  string
	}{
		"the certificate fell":    {func(s *store.Settings) { s.Earned.Holds = false }, store.WhyEarn},
		"it asks for more":        {func(s *store.Settings) { s.Earned.Threshold = 0.9 }, store.WhyEarn},
		"it is for another model": {func(s *store.Settings) { s.Earned.Digest = "d2" }, store.WhyEarn},
		"the mode changed":        {func(s *store.Settings) { s.Mode = store.ModeApprove }, store.WhyMode},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hi")
			f.earns()
			d := f.offers(anna, certain("hello"))
			f.noErr(f.autos(d))
			f.earns(c.then)
			if rows := f.claims(); len(rows) != 0 {
				t.Fatalf("claimed %+v", rows)
			}
			d = f.wantState(d.ID, store.StateOpen, "")
			if got := d.Why[len(d.Why)-1]; got != c.why || d.Auto {
				t.Errorf("asked because of %q (auto %t), want %q", got, d.Auto, c.why)
			}
			f.wantActs("auto", "stop")
			f.approves(d)
			if rows := f.claims(); len(rows) != 1 {
				t.Errorf("the creator's tap sends %d", len(rows))
			}
		})
	}
}

// A rejection makes the certificate doubtful in its own transaction. What is
// queued waits, neither sent nor given back, until somebody has weighed it.
func TestAReplyInTheQueueWaitsUntilARejectionIsWeighed(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	f.writes(bert, "hi")
	f.earns()
	d, other := f.offers(anna, certain("hello")), f.offers(bert, certain("hello"))
	f.noErr(f.autos(d))
	_, err := f.Stop(other.ID, other.Try, store.WhyStopped)
	f.noErr(err)
	_, err = f.Skip(other.ID, other.Try)
	f.noErr(err)
	f.writes(bert, "and?")
	wantRefused(t, f.autos(f.offers(bert, certain("well"))), store.RefusedDoubt)
	if rows := f.claims(); len(rows) != 0 {
		t.Fatalf("claimed %+v with a rejection not weighed", rows)
	}
	f.wantState(d.ID, store.StateQueued, "")
	labels, err := f.Labelled(0, 10)
	f.noErr(err)
	f.earns(func(s *store.Settings) { s.Earned.Weighed = labels[len(labels)-1].Seq })
	if rows := f.claims(); len(rows) != 1 || rows[0].Draft != d.ID {
		t.Errorf("claimed %+v after the weighing, want draft %d", rows, d.ID)
	}
}

func TestApprovalsRaiseNoDoubt(t *testing.T) {
	f := open(t)
	f.earns()
	f.writes(bert, "hi")
	f.sent(bert, sure("good day"))
	f.writes(anna, "hi")
	f.noErr(f.autos(f.offers(anna, certain("hello"))))
}
