package store_test

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"secretary/store"
)

func TestApproveTwiceSendsOnce(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	var approved, claimed atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try}); err == nil {
				approved.Add(1)
			} else {
				wantRefused(t, err, store.RefusedClosed)
			}
			rows, _, err := f.Claim(10, 10, 0)
			if err != nil {
				t.Error(err)
			}
			claimed.Add(int64(len(rows)))
		})
	}
	all.Wait()
	if approved.Load() != 1 || claimed.Load() != 1 {
		t.Errorf("%d approvals and %d claims of one draft", approved.Load(), claimed.Load())
	}
}

func TestReplyGoesToTheFanWithExactlyWhatWasShown(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "  hi\r\n<b>Anna</b> "})
	f.approves(d)
	f.wantState(d.ID, store.StateQueued, "")
	rows := f.claims()
	want := store.Outgoing{
		ID: 1, Draft: d.ID, Fan: anna, Rev: d.Rev, Text: d.Text, State: store.RowSending, Attempts: 1,
		Claimed: noon, Connection: "c1", Read: id,
	}
	if len(rows) != 1 || rows[0] != want {
		t.Errorf("claimed %+v, want %+v", rows, want)
	}
	f.noErr(f.Sent(1, 900, noon.Add(time.Second)))
	got := f.wantState(d.ID, store.StateSent, "")
	if got.SentID != 900 || !got.Sent.Equal(noon.Add(time.Second)) || !got.Ended.Equal(noon) || !got.Card.Dirty {
		t.Errorf("draft %+v", got)
	}
	f.wantUnanswered(anna)
	f.wantHistory(anna, "fan: hello", "bot: "+d.Text)
	if m, _ := f.Messages(anna, []int64{900}); m[0].Draft != d.ID {
		t.Errorf("message %+v does not name its draft", m[0])
	}
}

func TestOwnWordsReplaceTheDraft(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	_, err := f.Again(d.ID, d.Try, "") // the card changed while the creator typed
	f.noErr(err)
	row, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Text: "hello Anna"})
	if err != nil || row.Text != "hello Anna" {
		t.Errorf("row %+v (%v)", row, err)
	}
	f.noErr(f.Sent(f.claims()[0].ID, 900, f.now))
	got := f.wantState(d.ID, store.StateEdited, "")
	if got.Text != "hello Anna" || got.Previous != "hi" || !got.Own {
		t.Errorf("draft %+v", got)
	}
}

func TestApprovalIsRefusedWithTheReason(t *testing.T) {
	cases := map[string]struct {
		before func(*fixture)
		offer  store.Offer
		ask    store.Approval
	}{
		store.RefusedWindow:     {func(f *fixture) { f.pass(store.Window - time.Minute) }, store.Offer{Text: "hi"}, store.Approval{Margin: time.Minute}},
		store.RefusedRight:      {func(f *fixture) { f.connect("c1", true) }, store.Offer{Text: "hi"}, store.Approval{}},
		store.RefusedConnection: {func(f *fixture) { f.connect("c1", false, store.CanReply) }, store.Offer{Text: "hi"}, store.Approval{Text: "own"}},
		store.RefusedEmpty:      {func(*fixture) {}, store.Offer{Problem: "down"}, store.Approval{}},
		store.RefusedClosed:     {func(*fixture) {}, store.Offer{Text: "hi"}, store.Approval{Auto: true}},
		store.RefusedPaused: {func(f *fixture) {
			_, err := f.UpdateSettings(func(s *store.Settings) error { s.Paused = true; return nil })
			f.noErr(err)
		}, store.Offer{Text: "hi", Hold: true}, store.Approval{Auto: true}},
	}
	for code, c := range cases {
		t.Run(code, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hello")
			c.before(f)
			d := f.offers(anna, c.offer)
			c.ask.Draft, c.ask.Try = d.ID, d.Try
			_, err := f.Approve(c.ask)
			wantRefused(t, err, code)
			var refusal *store.Refusal
			if errors.As(err, &refusal) && refusal.Draft.ID != d.ID {
				t.Errorf("the refusal shows draft %d", refusal.Draft.ID)
			}
			if rows := f.claims(); len(rows) != 0 {
				t.Errorf("claimed %+v", rows)
			}
		})
	}
}

func TestWhitespaceIsNoText(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Text: " \n"})
	wantRefused(t, err, store.RefusedEmpty)
}

func TestPausedCreatorStillSendsByHand(t *testing.T) {
	f := open(t)
	_, err := f.UpdateSettings(func(s *store.Settings) error { s.Paused = true; return nil })
	f.noErr(err)
	f.writes(anna, "hello")
	f.approves(f.offers(anna, store.Offer{Text: "hi"}))
	if rows := f.claims(); len(rows) != 1 {
		t.Errorf("claimed %d, want 1", len(rows))
	}
}

func TestPauseStopsAnAutomaticReplyThatStillWaits(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi", Hold: true})
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
	f.noErr(err)
	_, err = f.UpdateSettings(func(s *store.Settings) error { s.Paused = true; return nil })
	f.noErr(err)
	if rows := f.claims(); len(rows) != 0 {
		t.Errorf("claimed %+v although everything is paused", rows)
	}
	got := f.wantState(d.ID, store.StateOpen, "")
	f.approves(got)
	if rows := f.claims(); len(rows) != 1 {
		t.Error("the creator cannot send it any more")
	}
}

func TestClaimLooksAtTheWorldOnceMore(t *testing.T) {
	cases := map[string]struct {
		change func(*fixture)
		state  store.State
		end    string
	}{
		"window closes": {func(f *fixture) { f.pass(store.Window - 30*time.Second) }, store.StateExpired, store.EndWindow},
		"disconnected":  {func(f *fixture) { f.connect("c1", false) }, store.StateFailed, store.EndConnection},
		"fan writes":    {func(f *fixture) { f.writes(anna, "wait") }, store.StateStale, store.EndWrote},
		"fan deletes":   {func(f *fixture) { f.deletes(anna, 101) }, store.StateStale, store.EndDeleted},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hello")
			d := f.offers(anna, store.Offer{Text: "hi"})
			f.noErr(f.CardShown(d.ID, []int64{7}, "", d.Look()))
			f.approves(d)
			f.noErr(f.CardShown(d.ID, nil, "", f.draft(d.ID).Look()))
			c.change(f)
			rows, next, err := f.Claim(10, 10, time.Minute)
			if err != nil || len(rows) != 0 || !next.IsZero() {
				t.Errorf("claimed %+v, next %v (%v)", rows, next, err)
			}
			f.wantState(d.ID, c.state, c.end)
			if cards, _ := f.Cards(0); len(cards) != 1 || cards[0].ID != d.ID {
				t.Errorf("cards %+v: the creator is not told", cards)
			}
		})
	}
}

// TestClaimTrustsNoEarlierCheck: what voids a draft also takes its reply out of
// the queue. Should that ever be forgotten somewhere, Claim is the last gate.
func TestClaimTrustsNoEarlierCheck(t *testing.T) {
	cases := map[string]struct {
		meddle func(*fixture) error
		state  store.State
		end    string
	}{
		"rev moved": {func(f *fixture) error { return f.Meddle(anna, func(fan *store.Fan) { fan.Rev++ }) }, store.StateStale, store.EndWrote},
		"disabled": {func(f *fixture) error {
			return f.MeddleConnection(store.Connection{ID: "c1", Owner: owner, Rights: []string{store.CanReply}})
		}, store.StateFailed, store.EndConnection},
		"right gone": {func(f *fixture) error {
			return f.MeddleConnection(store.Connection{ID: "c1", Owner: owner, Enabled: true})
		}, store.StateFailed, store.EndRight},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hello")
			d := f.offers(anna, store.Offer{Text: "hi"})
			f.approves(d)
			f.noErr(c.meddle(f))
			if rows := f.claims(); len(rows) != 0 {
				t.Errorf("claimed %+v", rows)
			}
			f.wantState(d.ID, c.state, c.end)
		})
	}
}

func TestClaimTakesOnePerFanAndTellsWhenToComeBack(t *testing.T) {
	f := open(t)
	carl := store.FanID{Owner: owner, Chat: 3}
	for _, fan := range []store.FanID{anna, bert, carl} {
		f.writes(fan, "hello")
		f.approves(f.offers(fan, store.Offer{Text: "hi"}))
	}
	rows, next, err := f.Claim(2, 2, 0)
	if err != nil || len(rows) != 2 || !next.Equal(f.now) {
		t.Errorf("claimed %d, next %v (%v), want 2 and more at once", len(rows), next, err)
	}
	f.noErr(f.Later(rows[0].ID, f.now.Add(30*time.Second), "flood"))
	f.writes(rows[1].Fan, "more")
	f.approves(f.offers(rows[1].Fan, store.Offer{Text: "second"}))
	more, next, err := f.Claim(10, 10, 0)
	if err != nil || len(more) != 1 || more[0].Fan != carl || !next.Equal(f.now.Add(30*time.Second)) {
		t.Errorf("claimed %+v, next %v (%v), want Carl's only", more, next, err)
	}
	f.pass(30 * time.Second)
	if rows := f.claims(); len(rows) != 1 || rows[0].Attempts != 2 {
		t.Errorf("claimed %+v, want the one put off", rows)
	}
	if _, next, _ := f.Claim(10, 10, 0); !next.IsZero() {
		t.Errorf("next %v although nothing waits for a time", next)
	}
}

// received puts an update of a chat into the inbox, where it waits for its turn.
func (f *fixture) received(id, chat int64) {
	f.t.Helper()
	f.appends(id+1, store.Update{ID: id, Kind: "business_message", Chat: chat, Raw: []byte("{}")})
}

func TestNothingIsSentToAFanOfWhomSomethingWaitsInTheInbox(t *testing.T) {
	f := open(t)
	for _, id := range []store.FanID{anna, bert} {
		f.writes(id, "hi")
		f.approves(f.offers(id, store.Offer{Text: "hello"}))
	}
	f.received(1, anna.Chat)
	rows, next, err := f.Claim(10, 10, 0)
	f.noErr(err)
	if len(rows) != 1 || rows[0].Fan != bert || next.IsZero() {
		t.Errorf("claimed %+v, to look again at %v: want Bert's reply only", rows, next)
	}
	f.noErr(f.Finish(1))
	if rows = f.claims(); len(rows) != 1 || rows[0].Fan != anna {
		t.Errorf("claimed %+v once Anna was heard", rows)
	}
}

func TestAnUpdateThatWaitsForItsConnectionHoldsUpNoReplyForEver(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	f.approves(f.offers(anna, store.Offer{Text: "hello"}))
	f.received(1, anna.Chat)
	f.pass(10 * time.Minute)
	if rows := f.claims(); len(rows) != 1 {
		t.Errorf("claimed %+v after ten minutes", rows)
	}
}

func TestWhatAPersonDecidedOvertakesWhatGoesOutByItself(t *testing.T) {
	f := open(t)
	crowd := []store.FanID{anna, bert, {Owner: owner, Chat: 2003}}
	for _, id := range crowd {
		f.writes(id, "hi")
		d := f.offers(id, store.Offer{Text: "by itself", Hold: true, Known: true})
		_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
		f.noErr(err)
	}
	zoe := store.FanID{Owner: owner, Chat: 2009}
	f.writes(zoe, "hi")
	f.approves(f.offers(zoe, store.Offer{Text: "by hand"}))
	rows, _, err := f.Claim(10, 1, 0)
	f.noErr(err)
	if len(rows) != 2 || rows[0].Fan != zoe || rows[1].Fan != anna {
		t.Errorf("claimed %+v, want Zoë's reply and then one that goes out by itself", rows)
	}
	if rows = f.claims(); len(rows) != 2 || rows[0].Fan != bert {
		t.Errorf("then %+v", rows)
	}
}

func TestUpdatesOfAChatArePendingUntilTheyAreFinished(t *testing.T) {
	f := open(t)
	f.received(1, anna.Chat)
	f.received(2, bert.Chat)
	f.received(3, anna.Chat)
	f.received(4, 0)
	ids := func() (ids []int64) {
		rows, err := f.PendingOf(anna.Chat, 0)
		f.noErr(err)
		for _, row := range rows {
			ids = append(ids, row.ID)
		}
		return ids
	}
	if got := ids(); !slices.Equal(got, []int64{1, 3}) {
		t.Errorf("pending of Anna: %v", got)
	}
	_, err := f.Apply([]store.Event{{Seq: 1, Op: store.Arrived, Fan: anna, Message: store.Message{ID: 1, Author: store.AuthorFan, Date: f.now, Text: "hi"}}})
	f.noErr(err)
	f.noErr(f.Park(3, "no reason"))
	f.noErr(f.Finish(4))
	if got := ids(); len(got) != 0 {
		t.Errorf("pending of Anna in the end: %v", got)
	}
}
