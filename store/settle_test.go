package store_test

import (
	"errors"
	"testing"
	"time"

	"secretary/store"
)

func TestReplyPutOffEndsIfTheFanWroteMeanwhile(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	f.writes(anna, "wait")
	if got := f.wantState(d.ID, store.StateQueued, store.EndWrote); !got.Moved {
		t.Errorf("draft %+v", got)
	}
	f.noErr(f.Later(row.ID, f.now.Add(time.Second), "flood"))
	f.wantState(d.ID, store.StateStale, store.EndWrote)
	f.pass(time.Minute)
	if rows := f.claims(); len(rows) != 0 {
		t.Errorf("claimed %+v", rows)
	}
}

func TestReplySentWhileTheFanWroteLeavesTheNewMessage(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	newer := f.writes(anna, "how are you?")
	f.noErr(f.Sent(row.ID, 900, f.now))
	f.wantState(d.ID, store.StateSent, "")
	f.wantUnanswered(anna, newer)
	if fan := f.fan(anna); fan.Due.IsZero() || fan.Draft != 0 {
		t.Errorf("nothing is due for the newer message: %+v", fan)
	}
}

func TestSecondDraftForTheSameMessagesEndsWhenTheFirstTurnsOutSent(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	_, row := f.sending(anna, "hi")
	newer := f.writes(anna, "how are you?")
	second := f.offers(anna, store.Offer{Text: "hi, I am fine"})
	f.approves(second)
	if rows := f.claims(); len(rows) != 0 {
		t.Errorf("claimed %+v while another reply to the fan is being sent", rows)
	}
	f.noErr(f.Sent(row.ID, 900, f.now))
	f.wantState(second.ID, store.StateStale, store.EndAnswered)
	f.wantUnanswered(anna, newer)
	if rows := f.claims(); len(rows) != 0 {
		t.Errorf("claimed %+v: the fan would be greeted twice", rows)
	}
}

func TestSentTwiceIsRecordedOnce(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	f.noErr(f.Sent(row.ID, 900, f.now))
	before := f.draft(d.ID)
	f.noErr(f.Sent(row.ID, 900, f.now))
	f.noErr(f.Later(row.ID, f.now, "late"))
	f.noErr(f.Fail(row.ID, "late", "late"))
	f.noErr(f.Unknown(row.ID, "late"))
	if after := f.draft(d.ID); after.State != before.State || after.Card.Turn != before.Card.Turn {
		t.Errorf("draft %+v", after)
	}
	f.wantHistory(anna, "fan: hello", "bot: hi")
	if err := f.Sent(99, 1, f.now); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestFailedReplyKeepsItsTextAndTheReason(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	f.noErr(f.Fail(row.ID, "blocked", "Forbidden: bot was blocked"))
	got := f.wantState(d.ID, store.StateFailed, "blocked")
	if got.Text != "hi" || got.Detail != "Forbidden: bot was blocked" {
		t.Errorf("draft %+v", got)
	}
	f.wantUnanswered(anna, id)
	if cards, _ := f.Cards(0); len(cards) != 1 {
		t.Error("the creator is not told of a failed reply without a card")
	}
	if err := f.Sent(row.ID, 900, f.now); !errors.Is(err, store.ErrStale) {
		t.Errorf("got %v, want ErrStale", err)
	}
}

func TestCrashWhileSendingMakesTheReplyUnknown(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, _ := f.sending(anna, "hi")
	f.reopen()
	f.wantState(d.ID, store.StateUnknown, "")
	if fan := f.fan(anna); fan.Unsettled != 1 {
		t.Errorf("fan %+v", fan)
	}
	for range 3 {
		if rows := f.claims(); len(rows) != 0 {
			t.Fatalf("claimed %+v: it may have been sent", rows)
		}
		f.reopen()
	}
	if cards, _ := f.Cards(0); len(cards) != 1 || cards[0].ID != d.ID {
		t.Errorf("cards %+v: the creator is not asked", cards)
	}
}

func TestCrashAfterTheApprovalSendsOnce(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.approves(d)
	f.reopen()
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try})
	wantRefused(t, err, store.RefusedClosed)
	if rows := f.claims(); len(rows) != 1 {
		t.Errorf("claimed %d, want 1", len(rows))
	}
}

func TestEchoSettlesTheUnknownReply(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, _ := f.sending(anna, " hi\r\n\u202eAnna\t! ")
	f.reopen()
	id, o := f.says(anna, store.AuthorBot, "hi\nAnna !") // as Telegram lets it arrive
	if o.Settled != d.ID {
		t.Errorf("outcome %+v", o)
	}
	if got := f.wantState(d.ID, store.StateSent, ""); got.SentID != id {
		t.Errorf("sent as %d, want %d", got.SentID, id)
	}
	f.wantUnanswered(anna)
	wantRefused(t, f.Arrived(d.ID), store.RefusedClosed)
	_, err := f.SendAgain(d.ID, 0)
	wantRefused(t, err, store.RefusedClosed)
}

func TestEchoBeforeTheAnswerOfTelegramCountsOnce(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	id, o := f.says(anna, store.AuthorBot, "hi")
	if o.Settled != d.ID {
		t.Errorf("outcome %+v", o)
	}
	f.noErr(f.Sent(row.ID, id, f.now))
	if o := f.apply(store.Event{Fan: anna, Settle: true, Message: store.Message{ID: id, Author: store.AuthorOther, Date: f.now, Text: "hi"}}); !o.Duplicate {
		t.Errorf("second echo: %+v", o)
	}
	f.wantHistory(anna, "fan: hello", "bot: hi")
}

func TestEchoAfterTheAnswerOfTelegramIsADuplicate(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	_, row := f.sending(anna, "hi")
	f.noErr(f.Sent(row.ID, 900, f.now))
	f.writes(anna, "more")
	next := f.offers(anna, store.Offer{Text: "hi"}) // the same words once more
	f.approves(next)
	o := f.apply(store.Event{Fan: anna, Message: store.Message{ID: 900, Author: store.AuthorBot, Date: f.now, Text: "hi"}})
	if !o.Duplicate || o.Settled != 0 {
		t.Errorf("outcome %+v", o)
	}
	f.wantState(next.ID, store.StateQueued, "")
}

func TestEchoOfNoReplyOfOursMeansAnotherSessionAnswered(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.approves(d) // queued, never sent: an echo of it cannot be
	f.says(anna, store.AuthorBot, "hi")
	f.wantState(d.ID, store.StateStale, store.EndAnswered)
	f.wantUnanswered(anna)
	if rows := f.claims(); len(rows) != 0 {
		t.Errorf("claimed %+v: the fan would get it twice", rows)
	}
}

func TestEchoWithOtherWordsIsNotOurReply(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	id, o := f.says(anna, store.AuthorBot, "something else")
	if o.Settled != 0 || !f.wantState(d.ID, store.StateQueued, store.EndAnswered).Moved {
		t.Errorf("outcome %+v", o)
	}
	f.noErr(f.Sent(row.ID, id, f.now)) // Telegram had changed our words: it was ours after all
	f.wantState(d.ID, store.StateSent, "")
	f.wantHistory(anna, "fan: hello", "bot: something else")
	if m, _ := f.Messages(anna, []int64{id}); m[0].Draft != d.ID {
		t.Errorf("message %+v does not name its draft", m[0])
	}
}

func TestReplySentAfterTheCreatorsOwnUnanswersNothing(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	hand, _ := f.says(anna, store.AuthorHand, "hello Anna")
	f.noErr(f.Sent(row.ID, 900, f.now))
	f.wantState(d.ID, store.StateSent, "")
	if fan := f.fan(anna); fan.Answered != hand || fan.Waiting != 0 {
		t.Errorf("answered up to %d, want %d", fan.Answered, hand)
	}
}

func TestCreatorSettlesAnUnknownReplyAsArrived(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	f.noErr(f.Unknown(row.ID, "time-out"))
	if got := f.wantState(d.ID, store.StateUnknown, ""); got.Detail != "time-out" {
		t.Errorf("draft %+v", got)
	}
	newer := f.writes(anna, "hello?")
	f.noErr(f.Arrived(d.ID))
	f.wantState(d.ID, store.StateSent, "")
	f.wantUnanswered(anna, newer)
	f.wantHistory(anna, "fan: hello", "bot: hi", "fan: hello?")
	if history, _ := f.History(anna, 0, 0); history[1].ID != id {
		t.Errorf("reply without an id stands at %d, want %d", history[1].ID, id)
	}
	if fan := f.fan(anna); fan.Unsettled != 0 {
		t.Errorf("fan %+v", fan)
	}
}

func TestCreatorSendsAnUnknownReplyAgain(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	_, err := f.SendAgain(d.ID, 0)
	wantRefused(t, err, store.RefusedClosed)
	f.noErr(f.Unknown(row.ID, "time-out"))
	again, err := f.SendAgain(d.ID, 0)
	if err != nil || again.ID != row.ID || again.Text != "hi" {
		t.Errorf("row %+v (%v)", again, err)
	}
	_, err = f.SendAgain(d.ID, 0)
	wantRefused(t, err, store.RefusedClosed)
	f.wantState(d.ID, store.StateQueued, "")
	if rows := f.claims(); len(rows) != 1 || rows[0].Attempts != 2 {
		t.Errorf("claimed %+v", rows)
	}
}

func TestEchoOfTheFirstAttemptStopsTheSecond(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	f.noErr(f.Unknown(row.ID, "time-out"))
	_, err := f.SendAgain(d.ID, 0)
	f.noErr(err)
	f.says(anna, store.AuthorBot, "hi")
	f.wantState(d.ID, store.StateSent, "")
	if rows := f.claims(); len(rows) != 0 {
		t.Errorf("claimed %+v: the fan would get it twice", rows)
	}
}

func TestSendAgainOfWhatCannotBeSentAnyMoreEndsIt(t *testing.T) {
	cases := map[string]struct {
		change func(*fixture)
		state  store.State
		end    string
	}{
		store.RefusedStale:  {func(f *fixture) { f.writes(anna, "wait") }, store.StateStale, store.EndWrote},
		store.RefusedWindow: {func(f *fixture) { f.pass(store.Window) }, store.StateExpired, store.EndWindow},
	}
	for code, c := range cases {
		t.Run(code, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hello")
			d, row := f.sending(anna, "hi")
			f.noErr(f.Unknown(row.ID, "time-out"))
			c.change(f)
			_, err := f.SendAgain(d.ID, 0)
			wantRefused(t, err, code)
			f.wantState(d.ID, c.state, c.end)
			if fan := f.fan(anna); fan.Unsettled != 0 || fan.Waiting == 0 {
				t.Errorf("fan %+v: the creator said it did not arrive", fan)
			}
		})
	}
}

func TestSendAgainWithoutAConnectionMayBeTriedLater(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	f.noErr(f.Unknown(row.ID, "time-out"))
	f.noErr(f.MeddleConnection(store.Connection{ID: "c1", Owner: owner, Enabled: true}))
	_, err := f.SendAgain(d.ID, 0)
	wantRefused(t, err, store.RefusedRight)
	f.wantState(d.ID, store.StateUnknown, "")
	f.noErr(f.Arrived(d.ID))
}

func TestNothingGoesOutByItselfWhileAReplyIsUnsettled(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	_, row := f.sending(anna, "hi")
	f.writes(anna, "and?")
	holding := f.offers(anna, store.Offer{Text: "hi again", Hold: true})
	f.noErr(f.Unknown(row.ID, "time-out"))
	f.wantState(holding.ID, store.StateOpen, "")
	_, err := f.Approve(store.Approval{Draft: holding.ID, Try: holding.Try, Auto: true})
	wantRefused(t, err, store.RefusedClosed)
	f.writes(anna, "hello?")
	if d := f.offers(anna, store.Offer{Text: "yes", Hold: true}); d.State != store.StateOpen || d.Auto {
		t.Errorf("draft %+v counts down while an earlier reply is unknown", d)
	}
}

func TestAutomaticReplyQueuedBehindAnUnknownOneIsAsked(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	_, row := f.sending(anna, "hi")
	f.writes(anna, "and?")
	d := f.offers(anna, store.Offer{Text: "hi again", Hold: true})
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
	f.noErr(err)
	f.noErr(f.Unknown(row.ID, "time-out"))
	if rows := f.claims(); len(rows) != 0 {
		t.Errorf("claimed %+v", rows)
	}
	f.wantState(d.ID, store.StateOpen, "")
}
