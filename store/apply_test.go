package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"secretary/store"
)

func TestMessageMakesADraftDueAfterTheQuietPeriod(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "hello")
	fan := f.fan(anna)
	if !fan.Due.Equal(noon.Add(quiet)) || fan.Waiting != 1 || !fan.WaitingSince.Equal(noon) || fan.LastID != id || !fan.LastIn.Equal(noon) {
		t.Errorf("fan %+v", fan)
	}
	f.reopen() // the wait survives a restart
	due, err := f.Due()
	if err != nil || len(due) != 1 || due[0].ID != anna || !due[0].Due.Equal(noon.Add(quiet)) {
		t.Errorf("due %+v (%v)", due, err)
	}
}

func TestBurstBecomesOneDraftButNotForEver(t *testing.T) {
	f := open(t)
	ids := []int64{}
	for i := range 20 {
		ids = append(ids, f.writes(anna, "and"))
		want := f.now.Add(quiet)
		if last := noon.Add(10 * quiet); want.After(last) {
			want = last
		}
		if due := f.fan(anna).Due; !due.Equal(want) {
			t.Errorf("message %d: due %v, want %v", i, due, want)
		}
		f.pass(3 * time.Second)
	}
	d := f.offers(anna, store.Offer{Text: "one answer"})
	if !slices.Equal(d.Messages, ids) {
		t.Errorf("the draft answers %v, want %v", d.Messages, ids)
	}
}

func TestOldWaitingMessageDoesNotCutALaterBurstShort(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	f.offers(anna, store.Offer{Text: "hi"})
	f.pass(2 * time.Hour)
	f.writes(anna, "are you there?")
	if due := f.fan(anna).Due; !due.Equal(f.now.Add(quiet)) {
		t.Errorf("due %v, want a quiet period after the new message", due.Sub(f.now))
	}
}

func TestSameMessageTwiceIsOne(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "hello")
	rev := f.fan(anna).Rev
	o := f.apply(store.Event{Fan: anna, Name: "Old Name", Message: store.Message{ID: id, Author: store.AuthorFan, Date: f.now, Text: "hello"}})
	if !o.Duplicate || o.Changed || f.fan(anna).Rev != rev || f.fan(anna).Name != "Anna" {
		t.Errorf("outcome %+v, fan %+v", o, f.fan(anna))
	}
	f.wantUnanswered(anna, id)
}

func TestSameMessageIDOfAnotherFanIsAnotherMessage(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "hello")
	other := store.FanID{Owner: owner + 1, Chat: anna.Chat}
	for _, fan := range []store.FanID{bert, other} {
		o := f.apply(store.Event{Fan: fan, Message: store.Message{ID: id, Author: store.AuthorFan, Date: f.now, Text: "hello"}})
		if o.Duplicate {
			t.Errorf("message of %v lost: the id alone is not unique", fan)
		}
	}
}

func TestMessagesBeforeThePairingAreKept(t *testing.T) {
	f := open(t)
	stranger := store.FanID{Owner: 77, Chat: 78}
	id := f.writes(stranger, "anybody there?")
	f.wantUnanswered(stranger, id)
}

func TestEventFinishesItsRow(t *testing.T) {
	f := open(t)
	f.appends(3, update(1, "a"), update(2, "b"))
	f.apply(store.Event{Seq: 1, Fan: anna, Message: store.Message{ID: 1, Author: store.AuthorFan, Date: f.now}})
	f.apply(store.Event{Seq: 2, Fan: anna, Message: store.Message{ID: 1, Author: store.AuthorFan, Date: f.now}})
	if rows := f.pending(); len(rows) != 0 {
		t.Errorf("pending %+v: a duplicate is done too", rows)
	}
}

// What is worked on out of turn may be read again in its turn.
func TestAnEventOfAFinishedRowDoesNothing(t *testing.T) {
	f := open(t)
	f.appends(4, update(1, "a"), update(2, "b"), update(3, "c"))
	edit := func(seq uint64, text string) store.Event {
		return store.Event{Seq: seq, Op: store.Edited, Fan: anna, Message: store.Message{ID: 1, Author: store.AuthorFan, Date: f.now, Edited: f.now, Text: text}}
	}
	f.apply(store.Event{Seq: 1, Fan: anna, Message: store.Message{ID: 1, Author: store.AuthorFan, Date: f.now, Text: "one"}})
	f.apply(edit(2, "two"))
	f.apply(edit(3, "three"))
	before := f.fan(anna)
	if o := f.apply(edit(2, "two")); !o.Duplicate || o.Changed {
		t.Errorf("an edit that was applied before: %+v", o)
	}
	if now := f.fan(anna); now.Rev != before.Rev {
		t.Errorf("Rev moved from %d to %d", before.Rev, now.Rev)
	}
}

func TestHundredEventsAreOneTransaction(t *testing.T) {
	f := open(t)
	var events []store.Event
	for i := range int64(100) {
		events = append(events, store.Event{Fan: store.FanID{Owner: owner, Chat: i % 7}, Message: store.Message{ID: i + 1, Author: store.AuthorFan, Date: f.now, Text: "x"}})
	}
	outcomes, err := f.Apply(events)
	f.noErr(err)
	if len(outcomes) != 100 || outcomes[0].Fan.Waiting != 1 || outcomes[98].Fan.Waiting != 15 {
		t.Errorf("outcomes do not stand in order: %+v", outcomes[98])
	}
}

func TestNewMessageVoidsTheDraftAndItsApproval(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	_, o := f.says(anna, store.AuthorFan, "one more thing")
	if !slices.Equal(o.Voided, []uint64{d.ID}) {
		t.Errorf("voided %v, want draft %d", o.Voided, d.ID)
	}
	f.wantState(d.ID, store.StateStale, store.EndWrote)
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try})
	wantRefused(t, err, store.RefusedStale)
	if !errors.Is(err, store.ErrStale) {
		t.Error("a stale refusal is not ErrStale")
	}

	d = f.offers(anna, store.Offer{Text: "hi again"})
	f.approves(d)
	f.writes(anna, "wait")
	f.wantState(d.ID, store.StateStale, store.EndWrote)
	if rows := f.claims(); len(rows) != 0 {
		t.Errorf("claimed %+v although the fan wrote again", rows)
	}
}

func TestCreatorsOwnReplyAnswersAndVoids(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.approves(d)
	f.says(anna, store.AuthorHand, "hello Anna")
	f.wantState(d.ID, store.StateStale, store.EndHand)
	f.wantUnanswered(anna)
	if fan := f.fan(anna); !fan.Due.IsZero() || fan.Waiting != 0 || !fan.WaitingSince.IsZero() {
		t.Errorf("fan %+v", fan)
	}
	if rows := f.claims(); len(rows) != 0 {
		t.Errorf("claimed %+v after the creator answered", rows)
	}
	f.wantHistory(anna, "fan: hello", "hand: hello Anna")
}

func TestCreatorsReplyThatComesLateLeavesNewerMessages(t *testing.T) {
	f := open(t)
	f.writes(anna, "first")
	hand := f.next + 1
	f.next++
	newer := f.writes(anna, "second")
	f.apply(store.Event{Fan: anna, Message: store.Message{ID: hand, Author: store.AuthorHand, Date: f.now, Text: "to the first"}})
	f.wantUnanswered(anna, newer)
	if f.fan(anna).Due.IsZero() {
		t.Error("nothing is due for the newer message")
	}
}

func TestAwayTextAndOtherBotsAreHistoryOnly(t *testing.T) {
	for _, author := range []store.Author{store.AuthorAway, store.AuthorOther} {
		t.Run(string(author), func(t *testing.T) {
			f := open(t)
			id := f.writes(anna, "hello")
			d := f.offers(anna, store.Offer{Text: "hi"})
			f.says(anna, author, "I am away")
			f.wantState(d.ID, store.StateOpen, "")
			f.wantUnanswered(anna, id)
			f.wantHistory(anna, "fan: hello", string(author)+": I am away")
		})
	}
}

func TestEditOfAnUnansweredMessageMakesANewDraft(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "helo")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.pass(time.Minute)
	f.edits(anna, store.AuthorFan, id, "hello")
	f.wantState(d.ID, store.StateStale, store.EndEdited)
	messages, _ := f.Unanswered(anna)
	if m := messages[0]; m.Text != "hello" || !slices.Equal(m.Versions, []string{"helo"}) || !m.Edited.Equal(f.now) {
		t.Errorf("message %+v", m)
	}
	if due := f.fan(anna).Due; !due.Equal(f.now.Add(quiet)) {
		t.Errorf("due %v", due)
	}
}

func TestEditThatChangesNothingVoidsNothing(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "look: example.org")
	d := f.offers(anna, store.Offer{Text: "nice"})
	f.pass(time.Second)
	o := f.edits(anna, store.AuthorFan, id, "look: example.org") // Telegram added a preview
	if o.Changed {
		t.Errorf("outcome %+v", o)
	}
	f.wantState(d.ID, store.StateOpen, "")
}

func TestAnotherMessageWithANumberThatIsTakenIsPutAside(t *testing.T) {
	f := open(t)
	f.appends(3, update(1, "a"), update(2, "b"))
	at := func(seq uint64, text string) store.Outcome {
		return f.apply(store.Event{Seq: seq, Fan: anna, Message: store.Message{ID: 7, Author: store.AuthorFan, Date: f.now, Kind: "text", Text: text}})
	}
	at(1, "the first")
	f.pass(time.Minute)
	if o := at(2, "the other"); !o.Clash || o.Changed {
		t.Errorf("outcome %+v", o)
	}
	if stats, err := f.Stats(); err != nil || stats.Parked != 1 || stats.Pending != 0 {
		t.Errorf("%d parked, %d pending, %v", stats.Parked, stats.Pending, err)
	}
	if messages, _ := f.Unanswered(anna); len(messages) != 1 || messages[0].Text != "the first" {
		t.Errorf("messages %+v", messages)
	}
}

// The creator has answered by hand meanwhile: the fan's message is old, and yet the
// newest one that is known.
func TestAnEditOfAMessageNeverSeenAndAnsweredLeavesASoundFile(t *testing.T) {
	f := open(t)
	f.next = 200
	f.says(anna, store.AuthorHand, "are you there?")
	f.edits(anna, store.AuthorFan, 150, "I was, before you knew of it")
	if got := f.fan(anna); got.LastID != 150 || got.Waiting != 0 {
		t.Errorf("fan %+v", got)
	}
}

// Of a live location an edit comes every few seconds: no draft would ever stand.
func TestALiveLocationThatMovesVoidsNothing(t *testing.T) {
	f := open(t)
	at := func(op store.Op, where string) store.Outcome {
		return f.apply(store.Event{Op: op, Fan: anna, Message: store.Message{ID: 7, Author: store.AuthorFan, Date: f.now, Edited: f.now, Kind: "location", Note: where}})
	}
	at(store.Arrived, "1.00000, 2.00000")
	d := f.offers(anna, store.Offer{Text: "on your way?"})
	f.pass(time.Second)
	if o := at(store.Edited, "1.00001, 2.00000"); o.Changed {
		t.Errorf("outcome %+v", o)
	}
	f.wantState(d.ID, store.StateOpen, "")
	messages, _ := f.Unanswered(anna)
	if m := messages[0]; m.Note != "1.00001, 2.00000" || !m.Edited.Equal(f.now) {
		t.Errorf("message %+v", m)
	}
}

func TestEditOfAnAnsweredMessageKeepsBothTexts(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "yes")
	f.says(anna, store.AuthorHand, "great")
	rev := f.fan(anna).Rev
	f.edits(anna, store.AuthorFan, id, "no")
	if fan := f.fan(anna); fan.Rev != rev || fan.Waiting != 0 || !fan.Due.IsZero() {
		t.Errorf("an edit of an answered message was taken for a new one: %+v", fan)
	}
	messages, err := f.Messages(anna, []int64{id, 5})
	if err != nil || len(messages) != 1 || messages[0].Text != "no" || !slices.Equal(messages[0].Versions, []string{"yes"}) {
		t.Errorf("messages %+v (%v)", messages, err)
	}
}

func TestOlderEditDeliveredAgainChangesNothing(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "one")
	old := f.now
	f.pass(time.Minute)
	f.edits(anna, store.AuthorFan, id, "three")
	o := f.apply(store.Event{Op: store.Edited, Fan: anna, Message: store.Message{ID: id, Author: store.AuthorFan, Date: old, Edited: old, Kind: "text", Text: "two"}})
	if !o.Duplicate {
		t.Errorf("outcome %+v", o)
	}
	if messages, _ := f.Unanswered(anna); messages[0].Text != "three" {
		t.Errorf("text %q went back", messages[0].Text)
	}
}

func TestEditOfAMessageNeverSeenIsItsArrival(t *testing.T) {
	f := open(t)
	f.edits(anna, store.AuthorFan, 50, "the original got lost")
	f.wantUnanswered(anna, 50)
	f.says(anna, store.AuthorHand, "answer")
	f.edits(anna, store.AuthorFan, 40, "older than the answer")
	f.wantUnanswered(anna)
	f.wantHistory(anna, "fan: older than the answer", "fan: the original got lost", "hand: answer")
}

func TestEndlessEditsStaySmall(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "first")
	for i := range 120 {
		f.edits(anna, store.AuthorFan, id, fmt.Sprint(i))
	}
	messages, _ := f.Unanswered(anna)
	versions := messages[0].Versions
	if len(versions) > 50 || versions[0] != "first" || versions[len(versions)-1] != "118" {
		t.Errorf("%d versions from %q to %q", len(versions), versions[0], versions[len(versions)-1])
	}
}

func TestDeleteOfAllUnansweredMessagesClosesTheCard(t *testing.T) {
	f := open(t)
	first, second := f.writes(anna, "oops"), f.writes(anna, "wrong chat")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.deletes(anna, first)
	f.wantState(d.ID, store.StateStale, store.EndDeleted)
	f.wantUnanswered(anna, second)
	if f.fan(anna).Due.IsZero() {
		t.Error("nothing is due for what is left")
	}
	o := f.deletes(anna, second, first, 12345)
	if fan := f.fan(anna); fan.Waiting != 0 || !fan.Due.IsZero() || !o.Changed {
		t.Errorf("fan %+v", fan)
	}
	f.wantHistory(anna)
	if o := f.deletes(anna, second); o.Changed {
		t.Error("a second delete changed something")
	}
}

func TestDeleteOfAnAnsweredOrUnknownMessageVoidsNothing(t *testing.T) {
	f := open(t)
	old := f.writes(anna, "old")
	f.says(anna, store.AuthorHand, "answer")
	f.writes(anna, "new")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.deletes(anna, old, 424242)
	f.wantState(d.ID, store.StateOpen, "")
	if o := f.deletes(bert, 1); o.Changed || o.Fan.ID != (store.FanID{}) {
		t.Errorf("a delete began a conversation: %+v", o)
	}
	if _, err := f.Fan(bert); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestMessageThatComesAfterItsAnswerIsHistory(t *testing.T) {
	f := open(t)
	f.writes(anna, "first")
	f.says(anna, store.AuthorHand, "answer to both")
	f.apply(store.Event{Fan: anna, Message: store.Message{ID: 100, Author: store.AuthorFan, Date: f.now, Text: "came late"}})
	f.wantUnanswered(anna)
	f.wantHistory(anna, "fan: came late", "fan: first", "hand: answer to both")
}

func TestWildDatesAreStoredAsNow(t *testing.T) {
	f := open(t)
	for i, date := range []time.Time{{}, time.Unix(1<<60, 0), time.Unix(-1<<60, 0), f.now.Add(1000 * time.Hour)} {
		f.apply(store.Event{Fan: anna, Message: store.Message{ID: int64(i + 1), Author: store.AuthorFan, Date: date, Edited: date, Text: "x"}})
		if last := f.fan(anna).LastIn; !last.Equal(f.now) {
			t.Errorf("date %v: the window runs from %v, want now", date, last)
		}
	}
	f.wantUnanswered(anna, 1, 2, 3, 4)
}

func TestStatsTellWhatWasProven(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	f.says(bert, store.AuthorHand, "a chat without a fan's word")
	stats, err := f.Stats()
	if err != nil || stats.Fans != 1 || stats.Chats != 2 || stats.Messages != 2 || stats.Waiting != 1 {
		t.Errorf("stats %+v (%v)", stats, err)
	}
	if !stats.LastIn.Equal(noon) || !stats.LastOut.IsZero() {
		t.Errorf("in %v, out %v", stats.LastIn, stats.LastOut)
	}
	_, row := f.sending(anna, "hi")
	f.pass(time.Minute)
	f.noErr(f.Sent(row.ID, 900, f.now))
	if stats, _ := f.Stats(); !stats.LastOut.Equal(f.now) || stats.Waiting != 0 {
		t.Errorf("stats %+v", stats)
	}
}

func TestMessageTakenBackInTheSameBatchWaitsForNobody(t *testing.T) {
	f := open(t)
	_, err := f.Apply([]store.Event{
		{Op: store.Arrived, Fan: anna, Message: store.Message{ID: 7, Author: store.AuthorFan, Date: f.now, Kind: "text", Text: "oops"}},
		{Op: store.Deleted, Fan: anna, Deleted: []int64{7}},
	})
	f.noErr(err)
	if fan := f.fan(anna); fan.Waiting != 0 || !fan.Due.IsZero() {
		t.Errorf("fan %+v", fan)
	}
}
