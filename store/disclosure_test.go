package store_test

import (
	"slices"
	"testing"
	"time"

	"secretary/store"
)

// lead is the creator's disclosure line.
const lead = "an assistant helps me to write here"

// byItself approves a holding draft as the end of its countdown does.
func (f *fixture) byItself(d store.Draft) store.Outgoing {
	f.t.Helper()
	row, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true, Lead: lead})
	f.noErr(err)
	return row
}

// leading brings an automatic reply to where its disclosure line is being sent.
func (f *fixture) leading(fan store.FanID, text string) (store.Draft, store.Outgoing) {
	f.t.Helper()
	f.writes(fan, "hello")
	d := f.offers(fan, store.Offer{Text: text, Hold: true})
	f.byItself(d)
	return d, f.claimed(lead)
}

// claimed wants exactly this text to be ready for sending.
func (f *fixture) claimed(text string) store.Outgoing {
	f.t.Helper()
	rows := f.claims()
	if len(rows) != 1 || rows[0].Text != text {
		f.t.Fatalf("claimed %+v, want %q", rows, text)
	}
	return rows[0]
}

func (f *fixture) wantQuiet() {
	f.t.Helper()
	if rows := f.claims(); len(rows) != 0 {
		f.t.Errorf("claimed %+v, want nothing", rows)
	}
}

func TestDisclosureGoesBeforeTheFirstAutomaticReplyAndNeverAgain(t *testing.T) {
	f := open(t)
	d, row := f.leading(anna, "hi")
	f.wantQuiet() // the reply waits for the line to arrive
	f.noErr(f.Sent(row.ID, 900, f.now))
	f.noErr(f.Sent(f.claimed("hi").ID, 901, f.now))
	if got := f.wantState(d.ID, store.StateSent, ""); !got.Disclosed || got.SentID != 901 {
		t.Errorf("draft %+v", got)
	}
	if fan := f.fan(anna); !fan.Disclosed.Equal(f.now) || fan.Waiting != 0 {
		t.Errorf("fan %+v", fan)
	}
	f.wantHistory(anna, "fan: hello", "bot: "+lead, "bot: hi")
	if m, _ := f.Messages(anna, []int64{900, 901}); m[0].Kind != store.KindDisclosure || m[1].Kind != "text" {
		t.Errorf("messages %+v", m)
	}

	f.next = 1000
	f.writes(anna, "and you?")
	f.byItself(f.offers(anna, store.Offer{Text: "fine", Hold: true}))
	f.noErr(f.Sent(f.claimed("fine").ID, 1100, f.now))
	f.writes(bert, "me too")
	f.byItself(f.offers(bert, store.Offer{Text: "hi bert", Hold: true}))
	f.claimed(lead) // each fan is told once
}

func TestReplyThatAPersonApprovedNeedsNoDisclosure(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi", Hold: true})
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Lead: lead})
	f.noErr(err)
	f.noErr(f.Sent(f.claimed("hi").ID, 900, f.now))
	if fan := f.fan(anna); !fan.Disclosed.IsZero() {
		t.Errorf("fan %+v was told nothing", fan)
	}
}

// TestCrashAtEveryStepOfADisclosedReply: whatever the program was doing when it
// died, nothing is said twice, and the reply never comes before the line.
func TestCrashAtEveryStepOfADisclosedReply(t *testing.T) {
	t.Run("both are queued", func(t *testing.T) {
		f := open(t)
		f.writes(anna, "hello")
		f.byItself(f.offers(anna, store.Offer{Text: "hi", Hold: true}))
		f.reopen()
		f.noErr(f.Sent(f.claimed(lead).ID, 900, f.now))
		f.claimed("hi")
	})
	t.Run("the line is being sent", func(t *testing.T) {
		f := open(t)
		d, _ := f.leading(anna, "hi")
		for range 3 {
			f.reopen()
			f.wantQuiet()
		}
		if got := f.wantState(d.ID, store.StateOpen, ""); !slices.Contains(got.Why, store.WhyDisclosed) {
			t.Errorf("draft %+v", got)
		}
	})
	t.Run("the line arrived", func(t *testing.T) {
		f := open(t)
		_, row := f.leading(anna, "hi")
		f.noErr(f.Sent(row.ID, 900, f.now))
		f.reopen()
		f.claimed("hi")
	})
	t.Run("the reply is being sent", func(t *testing.T) {
		f := open(t)
		d, row := f.leading(anna, "hi")
		f.noErr(f.Sent(row.ID, 900, f.now))
		f.claimed("hi")
		f.reopen()
		f.wantQuiet()
		f.wantState(d.ID, store.StateUnknown, "")
		_, err := f.SendAgain(d.ID, 0)
		f.noErr(err)
		f.claimed("hi")
	})
}

func TestUnknownDisclosureGivesTheReplyBackToTheCreator(t *testing.T) {
	f := open(t)
	d, row := f.leading(anna, "hi")
	f.noErr(f.Unknown(row.ID, "time-out"))
	f.wantQuiet()
	got := f.wantState(d.ID, store.StateOpen, "")
	fan := f.fan(anna)
	if got.Auto || !slices.Contains(got.Why, store.WhyDisclosed) || fan.Doubtful != row.ID || fan.Unsettled != 1 {
		t.Errorf("draft %+v, fan %+v", got, fan)
	}
	f.approves(got)
	f.noErr(f.Sent(f.claimed("hi").ID, 901, f.now)) // a person decided; the doubt about the line stays
	f.writes(anna, "and?")
	if next := f.offers(anna, store.Offer{Text: "yes", Hold: true}); next.Auto {
		t.Errorf("draft %+v goes out by itself", next)
	}
}

func TestCreatorSettlesADoubtfulDisclosure(t *testing.T) {
	for arrived, want := range map[bool]string{true: "yes", false: lead} {
		f := open(t)
		d, row := f.leading(anna, "hi")
		f.noErr(f.Unknown(row.ID, "time-out"))
		turn := f.draft(d.ID).Card.Turn
		f.noErr(f.SettleDisclosure(anna, arrived))
		if fan := f.fan(anna); fan.Unsettled != 0 || fan.Doubtful != 0 || fan.Disclosed.IsZero() == arrived {
			t.Errorf("arrived %t: fan %+v", arrived, fan)
		}
		if f.draft(d.ID).Card.Turn == turn {
			t.Error("the card still asks")
		}
		wantRefused(t, f.SettleDisclosure(anna, arrived), store.RefusedClosed)
		f.wantQuiet() // the line never comes by itself, and the reply is the creator's now
		f.writes(anna, "and?")
		f.byItself(f.offers(anna, store.Offer{Text: "yes", Hold: true}))
		f.claimed(want)
	}
}

func TestEchoSettlesTheDisclosure(t *testing.T) {
	t.Run("in doubt", func(t *testing.T) {
		f := open(t)
		d, row := f.leading(anna, "hi")
		f.noErr(f.Unknown(row.ID, "time-out"))
		if _, o := f.says(anna, store.AuthorBot, lead); o.Settled != d.ID {
			t.Errorf("outcome %+v", o)
		}
		if fan := f.fan(anna); fan.Disclosed.IsZero() || fan.Unsettled != 0 || fan.Waiting != 1 {
			t.Errorf("fan %+v", fan)
		}
		f.wantState(d.ID, store.StateOpen, "") // it went back to the creator, and stays there
		f.wantQuiet()
	})
	t.Run("before the answer of Telegram", func(t *testing.T) {
		for name, late := range map[string]func(*fixture, uint64, int64) error{
			"sent":    func(f *fixture, row uint64, id int64) error { return f.Sent(row, id, f.now) },
			"unknown": func(f *fixture, row uint64, _ int64) error { return f.Unknown(row, "time-out") },
		} {
			f := open(t)
			d, row := f.leading(anna, "hi")
			id, _ := f.says(anna, store.AuthorBot, lead)
			reply := f.claimed("hi")
			f.noErr(late(f, row.ID, id)) // about the line, when the reply is under way already
			f.wantState(d.ID, store.StateQueued, "")
			f.noErr(f.Sent(reply.ID, 900, f.now))
			f.wantState(d.ID, store.StateSent, "")
			if fan := f.fan(anna); fan.Unsettled != 0 {
				t.Errorf("%s: fan %+v", name, fan)
			}
		}
	})
}

func TestFanWritesAroundADisclosure(t *testing.T) {
	cases := map[string]struct {
		before, during, after bool // when the fan writes again
		unknown               bool
		disclosed             bool
	}{
		"before it is sent":      {before: true},
		"while it is being sent": {during: true, disclosed: true},
		"once it arrived":        {after: true, disclosed: true},
		"while it gets lost":     {during: true, unknown: true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hello")
			d := f.offers(anna, store.Offer{Text: "hi", Hold: true})
			f.byItself(d)
			again := func(now bool) {
				if now {
					f.writes(anna, "wait")
				}
			}
			again(c.before)
			rows := f.claims()
			again(c.during)
			for _, row := range rows {
				if c.unknown {
					f.noErr(f.Unknown(row.ID, "time-out"))
				} else {
					f.noErr(f.Sent(row.ID, 900, f.now))
				}
			}
			again(c.after)
			f.wantQuiet()
			f.wantState(d.ID, store.StateStale, store.EndWrote)
			if fan := f.fan(anna); fan.Disclosed.IsZero() == c.disclosed || fan.Waiting != 2 {
				t.Errorf("fan %+v", fan)
			}
		})
	}
}

func TestDisclosureThatTelegramPutsOffStillComesFirst(t *testing.T) {
	f := open(t)
	d, row := f.leading(anna, "hi")
	f.noErr(f.Later(row.ID, f.now.Add(10*time.Second), "flood"))
	f.wantQuiet()
	f.pass(10 * time.Second)
	row = f.claimed(lead)
	f.noErr(f.Later(row.ID, f.now.Add(time.Minute), "flood")) // too long to go on unseen
	f.wantState(d.ID, store.StateOpen, "")
	f.pass(time.Minute)
	f.wantQuiet()
	if fan := f.fan(anna); !fan.Disclosed.IsZero() || fan.Unsettled != 0 {
		t.Errorf("fan %+v: it surely was not sent", fan)
	}
}

func TestRefusedDisclosureFailsItsReply(t *testing.T) {
	f := open(t)
	d, row := f.leading(anna, "hi")
	f.noErr(f.Fail(row.ID, "blocked", "Forbidden"))
	f.wantState(d.ID, store.StateFailed, "blocked")
	f.wantQuiet()
}

func TestPauseBetweenTheDisclosureAndItsReplyKeepsTheReply(t *testing.T) {
	f := open(t)
	d, row := f.leading(anna, "hi")
	_, err := f.UpdateSettings(func(s *store.Settings) error { s.Paused = true; return nil })
	f.noErr(err)
	f.noErr(f.Sent(row.ID, 900, f.now))
	f.wantQuiet()
	f.wantState(d.ID, store.StateOpen, "")
}

func TestSecondReplyBehindADisclosureBringsNoSecondOne(t *testing.T) {
	f := open(t)
	_, row := f.leading(anna, "hi")
	f.writes(anna, "and?")
	f.byItself(f.offers(anna, store.Offer{Text: "hi, and yes", Hold: true}))
	f.wantQuiet() // one at a time for a fan
	f.noErr(f.Sent(row.ID, 900, f.now))
	f.claimed("hi, and yes")
}

func TestFanWritesAfterADoubtfulDisclosure(t *testing.T) {
	f := open(t)
	d, row := f.leading(anna, "hi")
	f.noErr(f.Unknown(row.ID, "time-out"))
	f.writes(anna, "hello?")
	f.wantState(d.ID, store.StateStale, store.EndWrote)
	next := f.offers(anna, store.Offer{Text: "yes", Hold: true})
	if next.Auto {
		t.Errorf("draft %+v goes out by itself while the line is in doubt", next)
	}
	f.noErr(f.SettleDisclosure(anna, true))
}
