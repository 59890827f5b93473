package store_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"secretary/store"
)

func TestOfferKeepsAllThatDraftingCameTo(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "hello")
	o := store.Offer{
		Text: "hi", Confidence: 0.25, Known: true, Why: []string{"low"}, Fixed: true,
		Model: "m", Prompt: "p", Signals: json.RawMessage(`{"a":1}`), Retry: noon.Add(time.Minute),
	}
	d := f.offers(anna, o)
	f.reopen()
	got := f.draft(d.ID)
	want := store.Draft{
		ID: d.ID, Fan: anna, Rev: f.fan(anna).Rev, Try: 1, State: store.StateOpen, Messages: []int64{id}, Text: "hi",
		Fixed: true, Confidence: 0.25, Known: true, Why: []string{"low"}, Model: "m", Prompt: "p", Tries: 1,
		Signals: o.Signals, Created: noon, Window: noon.Add(store.Window), Card: store.Card{Dirty: true, Turn: 1},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("draft\n%+v, want\n%+v", got, want)
	}
	if fan := f.fan(anna); fan.Draft != d.ID || !fan.Due.Equal(o.Retry) {
		t.Errorf("fan %+v", fan)
	}
}

func TestOfferForAnOlderRevIsStale(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	rev := f.fan(anna).Rev
	f.writes(anna, "wait")
	due := f.fan(anna).Due
	if _, err := f.Offer(anna, rev, store.Offer{Text: "hi"}); !errors.Is(err, store.ErrStale) {
		t.Errorf("got %v, want ErrStale", err)
	}
	if fan := f.fan(anna); fan.Draft != 0 || !fan.Due.Equal(due) {
		t.Errorf("a refused offer left traces: %+v", fan)
	}
	if _, err := f.Offer(bert, 0, store.Offer{}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestOfferFillsTheDraftThatIsThere(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	working := f.offers(anna, store.Offer{Problem: store.ProblemWorking})
	down := f.offers(anna, store.Offer{Problem: "down"})
	if _, err := f.Offer(anna, down.Rev, store.Offer{Problem: store.ProblemWorking}); !errors.Is(err, store.ErrStale) {
		t.Errorf("working replaced a known problem: %v", err)
	}
	filled := f.offers(anna, store.Offer{Text: "hi"})
	if filled.ID != working.ID || filled.Try != 1 || filled.Problem != "" {
		t.Errorf("draft %+v", filled)
	}
	if _, err := f.Offer(anna, filled.Rev, store.Offer{Problem: "down"}); !errors.Is(err, store.ErrStale) {
		t.Errorf("a problem replaced a text: %v", err)
	}
	other := f.offers(anna, store.Offer{Text: "hi there"})
	if other.ID != working.ID || other.Try != 2 {
		t.Errorf("another text has try %d of draft %d, want 2 of %d", other.Try, other.ID, working.ID)
	}
	_, err := f.Approve(store.Approval{Draft: filled.ID, Try: 1})
	wantRefused(t, err, store.RefusedTry)
}

func TestOfferAfterApprovalIsStale(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Problem: store.ProblemWorking})
	_, err := f.Approve(store.Approval{Draft: d.ID, Text: "my own words"})
	f.noErr(err)
	if _, err := f.Offer(anna, d.Rev, store.Offer{Text: "late"}); !errors.Is(err, store.ErrStale) {
		t.Errorf("queued: got %v, want ErrStale", err)
	}
	f.noErr(f.Sent(f.claims()[0].ID, 900, f.now))
	if _, err := f.Offer(anna, d.Rev, store.Offer{Text: "late"}); !errors.Is(err, store.ErrStale) {
		t.Errorf("sent: got %v, want ErrStale", err)
	}
}

func TestOfferAfterSkipIsStaleUnlessMadeOnPurpose(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Problem: store.ProblemWorking})
	_, err := f.Skip(d.ID, d.Try)
	f.noErr(err)
	f.wantState(d.ID, store.StateSkipped, "")
	if _, err := f.Offer(anna, d.Rev, store.Offer{Text: "late"}); !errors.Is(err, store.ErrStale) {
		t.Errorf("got %v, want ErrStale", err)
	}
	if waiting, _ := f.Waiting(0); len(waiting) != 0 {
		t.Errorf("a skipped fan waits: %+v", waiting)
	}
	f.offers(anna, store.Offer{Text: "opened again"}) // with the present Rev: somebody asked for it
	if waiting, _ := f.Waiting(0); len(waiting) != 1 {
		t.Error("a fan opened on purpose does not wait")
	}
}

func TestSkippedMessagesStayQuotedUntilAnAnswer(t *testing.T) {
	f := open(t)
	first := f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	_, err := f.Skip(d.ID, d.Try)
	f.noErr(err)
	if due := f.fan(anna).Due; !due.IsZero() {
		t.Errorf("due %v after a skip", due)
	}
	second := f.writes(anna, "still here?")
	d = f.offers(anna, store.Offer{Text: "yes"})
	if !slices.Equal(d.Messages, []int64{first, second}) {
		t.Errorf("the card quotes %v, want both", d.Messages)
	}
}

func TestMessageThatComesAfterASkipOfNewerOnesIsNotForgotten(t *testing.T) {
	f := open(t)
	f.next++
	f.writes(anna, "second")
	d := f.offers(anna, store.Offer{Text: "hi"})
	_, err := f.Skip(d.ID, d.Try)
	f.noErr(err)
	f.apply(store.Event{Fan: anna, Message: store.Message{ID: f.next - 1, Author: store.AuthorFan, Date: f.now, Text: "first, but late"}})
	if waiting, _ := f.Waiting(0); len(waiting) != 1 || f.fan(anna).Due.IsZero() {
		t.Errorf("nobody looks at it: %+v", f.fan(anna))
	}
}

func TestEditOfASkippedMessageAsksOnceMore(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "ok")
	d := f.offers(anna, store.Offer{Text: "hi"})
	_, err := f.Skip(d.ID, d.Try)
	f.noErr(err)
	f.edits(anna, store.AuthorFan, id, "ok, but can I pay tomorrow?")
	if waiting, _ := f.Waiting(0); len(waiting) != 1 || f.fan(anna).Due.IsZero() {
		t.Errorf("fan %+v", f.fan(anna))
	}
}

func TestAgainMakesANewTryDueWithTheWish(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi", Confidence: 0.9, Known: true, Hold: true})
	again, err := f.Again(d.ID, d.Try, "shorter, in Spanish")
	f.noErr(err)
	if again.State != store.StateDrafting || again.Try != 2 || again.Text != "" || again.Previous != "hi" ||
		again.Instruction != "shorter, in Spanish" || again.Known || again.Auto {
		t.Errorf("draft %+v", again)
	}
	if due := f.fan(anna).Due; !due.Equal(f.now) {
		t.Errorf("due %v, want now", due)
	}
	_, err = f.Approve(store.Approval{Draft: d.ID, Try: 1})
	wantRefused(t, err, store.RefusedTry)
	_, err = f.Approve(store.Approval{Draft: d.ID, Try: 2})
	wantRefused(t, err, store.RefusedEmpty)
	if filled := f.offers(anna, store.Offer{Text: "hola"}); filled.ID != d.ID || filled.Try != 2 || filled.State != store.StateOpen {
		t.Errorf("filled %+v", filled)
	}
	_, err = f.Again(d.ID, 1, "old button")
	wantRefused(t, err, store.RefusedTry)
}

func TestStopBeatsTheCountdown(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi", Hold: true})
	if d.State != store.StateHolding || !d.Auto || !d.HoldUntil.IsZero() {
		t.Errorf("draft %+v", d)
	}
	f.noErr(f.Hold(d.ID, d.Try, noon.Add(10*time.Second)))
	if holding, _ := f.Holding(); len(holding) != 1 || !holding[0].HoldUntil.Equal(noon.Add(10*time.Second)) {
		t.Errorf("holding %+v", holding)
	}
	stopped, err := f.Stop(d.ID, d.Try, store.WhyStopped)
	if err != nil || stopped.State != store.StateOpen || !slices.Contains(stopped.Why, store.WhyStopped) {
		t.Errorf("stopped %+v (%v)", stopped, err)
	}
	_, err = f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
	wantRefused(t, err, store.RefusedClosed)
	_, err = f.Stop(d.ID, d.Try, store.WhyStopped)
	wantRefused(t, err, store.RefusedClosed)
	wantRefused(t, f.Hold(d.ID, d.Try, noon), store.RefusedClosed)
	if holding, _ := f.Holding(); len(holding) != 0 {
		t.Errorf("holding %+v after the stop", holding)
	}
	f.approves(stopped) // the creator still may
}

func TestCountdownThatNobodySawRunsAfresh(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi", Hold: true})
	f.noErr(f.CardShown(d.ID, []int64{7}, "", d.Look()))
	f.noErr(f.Hold(d.ID, d.Try, noon.Add(10*time.Second)))
	f.pass(time.Hour)
	f.reopen()
	got := f.wantState(d.ID, store.StateHolding, "")
	if !got.HoldUntil.IsZero() || !got.Card.Dirty {
		t.Errorf("draft %+v", got)
	}
}

func TestWindowThatClosesEndsTheDraft(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.noErr(f.CardShown(d.ID, []int64{7}, "", d.Look()))
	rev := f.fan(anna).Rev
	margin := time.Minute
	f.pass(store.Window - margin - time.Second)
	if expired, err := f.Expire(f.now, margin); err != nil || len(expired) != 0 {
		t.Errorf("expired %+v (%v) with a second left", expired, err)
	}
	f.pass(time.Second)
	expired, err := f.Expire(f.now, margin)
	if err != nil || len(expired) != 1 || expired[0].State != store.StateExpired {
		t.Errorf("expired %+v (%v)", expired, err)
	}
	f.wantState(d.ID, store.StateExpired, store.EndWindow)
	if _, err := f.Offer(anna, rev, store.Offer{Text: "the model was at work"}); !errors.Is(err, store.ErrStale) {
		t.Errorf("got %v, want ErrStale", err)
	}
}

func TestDraftNeverShownStaysWithTheProblemThatTheWindowClosed(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi", Hold: true})
	f.pass(store.Window)
	for range 2 {
		if expired, err := f.Expire(f.now, 0); err != nil || len(expired) != 0 {
			t.Errorf("expired %+v (%v)", expired, err)
		}
	}
	got := f.wantState(d.ID, store.StateOpen, "")
	if got.Problem != store.ProblemWindow || got.Auto || got.Card.Turn != d.Card.Turn+1 {
		t.Errorf("draft %+v", got)
	}
	cards, _ := f.Cards(1)
	if len(cards) != 1 || cards[0].ID != d.ID {
		t.Errorf("cards %+v: the creator never learns of the fan", cards)
	}
	f.noErr(f.CardShown(d.ID, []int64{7}, "", got.Look()))
	if expired, _ := f.Expire(f.now, 0); len(expired) != 0 {
		t.Errorf("expired %+v although the card says so already", expired)
	}
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: got.Try})
	wantRefused(t, err, store.RefusedWindow)
}

func TestMessageThatCameLateKeepsTheWindowOpen(t *testing.T) {
	f := open(t)
	f.says(anna, store.AuthorHand, "hello, this is me")
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.noErr(f.CardShown(d.ID, []int64{7}, "", d.Look()))
	f.pass(time.Hour)
	f.apply(store.Event{Fan: anna, Message: store.Message{ID: 50, Author: store.AuthorFan, Date: f.now, Text: "before your hello"}})
	f.now = noon.Add(store.Window)
	if expired, err := f.Expire(f.now, 0); err != nil || len(expired) != 0 {
		t.Errorf("expired %+v (%v)", expired, err)
	}
	f.pass(time.Hour)
	if expired, _ := f.Expire(f.now, 0); len(expired) != 1 {
		t.Error("not expired an hour later")
	}
}

func TestDecisionOnNoDraftIsRefused(t *testing.T) {
	f := open(t)
	_, err := f.Approve(store.Approval{Draft: 5})
	wantRefused(t, err, store.RefusedMissing)
	_, err = f.Skip(5, 1)
	wantRefused(t, err, store.RefusedMissing)
	_, err = f.SendAgain(5, 0)
	wantRefused(t, err, store.RefusedMissing)
	wantRefused(t, f.Arrived(5), store.RefusedMissing)
	if _, err := f.Draft(5); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestFinalDraftsAreFinal(t *testing.T) {
	ends := map[store.State]func(*fixture, store.Draft){
		store.StateSkipped: func(f *fixture, d store.Draft) { _, err := f.Skip(d.ID, d.Try); f.noErr(err) },
		store.StateStale:   func(f *fixture, _ store.Draft) { f.writes(anna, "more") },
		store.StateExpired: func(f *fixture, _ store.Draft) {
			f.pass(25 * time.Hour)
			_, err := f.Expire(f.now, 0)
			f.noErr(err)
		},
		store.StateFailed: func(f *fixture, d store.Draft) {
			f.approves(d)
			f.noErr(f.Fail(f.claims()[0].ID, "blocked", "bot was blocked"))
		},
		store.StateSent: func(f *fixture, d store.Draft) {
			f.approves(d)
			f.noErr(f.Sent(f.claims()[0].ID, 900, f.now))
		},
	}
	for state, end := range ends {
		t.Run(string(state), func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hello")
			d := f.offers(anna, store.Offer{Text: "hi"})
			f.noErr(f.CardShown(d.ID, []int64{7}, "", d.Look()))
			end(f, d)
			before := f.wantState(d.ID, state, f.draft(d.ID).End)
			_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try})
			wantRefused(t, err, map[bool]string{true: store.RefusedStale, false: store.RefusedClosed}[state == store.StateStale])
			for _, attempt := range []func(){
				func() { _, _ = f.Approve(store.Approval{Draft: d.ID, Text: "own words"}) },
				func() { _, _ = f.Again(d.ID, d.Try, "") },
				func() { _, _ = f.Skip(d.ID, d.Try) },
				func() { _, _ = f.Stop(d.ID, d.Try, store.WhyStopped) },
				func() { _ = f.Hold(d.ID, d.Try, noon) },
				func() { _ = f.Arrived(d.ID) },
				func() { _, _ = f.SendAgain(d.ID, 0) },
				func() { _ = f.Fail(1, "other", "other") },
				func() { _ = f.Unknown(1, "other") },
				func() { _ = f.Later(1, noon, "other") },
				func() { _, _ = f.Offer(anna, d.Rev, store.Offer{Text: "late"}) },
				func() { f.connect("c1", false) },
				func() { f.reopen() },
			} {
				attempt()
				if after := f.draft(d.ID); !reflect.DeepEqual(before, after) {
					t.Fatalf("changed from\n%+v to\n%+v", before, after)
				}
			}
		})
	}
}
