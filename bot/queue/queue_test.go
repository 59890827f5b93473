package queue

import (
	"context"
	"slices"
	"testing"
	"time"

	"secretary/store"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func waiting(chat int64, due, since, lastIn time.Time) store.Fan {
	return store.Fan{ID: store.FanID{Owner: 1, Chat: chat}, Due: due, WaitingSince: since, LastIn: lastIn}
}

func takeAll(t *testing.T, q *Queue, now time.Time) []int64 {
	t.Helper()
	var got []int64
	for {
		id, _, _, ok := q.Take(context.Background(), now)
		if !ok {
			return got
		}
		got = append(got, id.Chat)
		q.Done(id)
	}
}

func TestClosingWindowsComeFirstThenTheLongestWaiting(t *testing.T) {
	q := New()
	q.Set(waiting(1, noon, noon.Add(-time.Minute), noon))
	q.Set(waiting(2, noon, noon.Add(-time.Hour), noon))
	q.Set(waiting(3, noon, noon.Add(-time.Second), noon.Add(-23*time.Hour-30*time.Minute)))
	q.Set(waiting(4, noon.Add(time.Second), noon.Add(-48*time.Hour), noon)) // not due yet
	if got := takeAll(t, q, noon); len(got) != 3 || got[0] != 3 || got[1] != 2 || got[2] != 1 {
		t.Errorf("order %v, want [3 2 1]", got)
	}
	if got := takeAll(t, q, noon.Add(time.Second)); len(got) != 1 || got[0] != 4 {
		t.Errorf("later %v, want [4]", got)
	}
}

// Telegram's times have whole seconds, so a crowd waits equally long by them.
func TestWhoWroteInTheSameSecondIsServedInTheOrderOfComing(t *testing.T) {
	q := New()
	var want []int64
	for i := range int64(100) {
		chat := i * 37 % 100 // their ids tell nothing
		q.Set(waiting(chat, noon, noon, noon))
		want = append(want, chat)
	}
	if got := takeAll(t, q, noon); !slices.Equal(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

func TestMoneyComesBeforeTheLongerWaitButNotForEver(t *testing.T) {
	q := New()
	q.Set(waiting(1, noon, noon.Add(-11*time.Hour), noon))
	rich := waiting(2, noon, noon, noon)
	rich.Money = 7
	q.Set(rich)
	q.Set(waiting(3, noon, noon.Add(-13*time.Hour), noon))
	if got := takeAll(t, q, noon); !slices.Equal(got, []int64{3, 2, 1}) {
		t.Errorf("order %v, want [3 2 1]", got)
	}
}

func TestAFanWhoHadDraftsInVainWaitsAnew(t *testing.T) {
	q := New()
	chatty := waiting(1, noon, noon.Add(-time.Hour), noon)
	chatty.Tries = 1
	q.Set(chatty)
	q.Set(waiting(2, noon, noon.Add(-time.Minute), noon))
	if got := takeAll(t, q, noon); !slices.Equal(got, []int64{2, 1}) {
		t.Errorf("order %v, want [2 1]", got)
	}
}

func TestAWindowThatBeginsToCloseInTheQueueMovesToTheFront(t *testing.T) {
	q := New()
	q.Set(waiting(1, noon, noon.Add(-time.Hour), noon))
	q.Set(waiting(2, noon, noon, noon.Add(-22*time.Hour-30*time.Minute)))
	if id, _, _, _ := q.Take(t.Context(), noon); id.Chat != 1 {
		t.Errorf("%d came first at noon", id.Chat)
	}
	q.Set(waiting(3, noon, noon.Add(-2*time.Hour), noon))
	if got := takeAll(t, q, noon.Add(30*time.Minute)); !slices.Equal(got, []int64{2, 3}) {
		t.Errorf("order %v, want [2 3]", got)
	}
}

func TestWhatTheCreatorAsksForComesFirstOnce(t *testing.T) {
	q := New()
	q.Set(waiting(1, noon, noon.Add(-time.Hour), noon.Add(-23*time.Hour-30*time.Minute)))
	q.Set(waiting(2, noon, noon, noon))
	q.Set(waiting(3, noon, noon, noon))
	q.Hurry(store.FanID{Owner: 1, Chat: 3}) // before it is due
	if id, _, _, _ := q.Take(t.Context(), noon); id.Chat != 3 {
		t.Errorf("%d came before what the creator asks for", id.Chat)
	}
	q.Hurry(store.FanID{Owner: 1, Chat: 2}) // while it waits
	if got := takeAll(t, q, noon); !slices.Equal(got, []int64{2, 1}) {
		t.Errorf("order %v, want [2 1], each once", got)
	}
}

func TestABurstMovesTheOnePlace(t *testing.T) {
	q := New()
	for i := range 50 {
		q.Set(waiting(1, noon.Add(time.Duration(i)*time.Second), noon, noon))
	}
	if got := takeAll(t, q, noon.Add(48*time.Second)); len(got) != 0 {
		t.Errorf("due before the burst was over: %v", got)
	}
	if got := takeAll(t, q, noon.Add(49*time.Second)); len(got) != 1 {
		t.Errorf("taken %d times, want once", len(got))
	}
}

func TestAFanIsNeverWorkedOnTwiceAtOnce(t *testing.T) {
	q := New()
	q.Set(waiting(1, noon, noon, noon))
	id, work, _, ok := q.Take(context.Background(), noon)
	if !ok {
		t.Fatal("nothing to take")
	}
	q.Interrupt(id)
	if work.Err() == nil {
		t.Error("interrupt did not stop the work")
	}
	q.Set(waiting(1, noon.Add(time.Second), noon, noon))
	if _, _, _, ok := q.Take(context.Background(), noon.Add(time.Minute)); ok {
		t.Error("the same fan was handed out twice")
	}
	q.Done(id)
	if _, _, _, ok := q.Take(context.Background(), noon.Add(time.Minute)); !ok {
		t.Error("the fan's new place was lost")
	}
}

func TestAnAnsweredFanLeavesTheQueue(t *testing.T) {
	q := New()
	q.Set(waiting(1, noon, noon, noon))
	q.Set(waiting(1, time.Time{}, noon, noon))
	if got := takeAll(t, q, noon.Add(time.Hour)); len(got) != 0 {
		t.Errorf("an answered fan was handed out: %v", got)
	}
	if len(q.fans) != 0 {
		t.Errorf("%d places are kept for nothing", len(q.fans))
	}
}

func TestOverdueNamesEachWaitOnce(t *testing.T) {
	q := New()
	q.Set(waiting(1, noon, noon, noon))
	if got := q.Overdue(noon, 5); len(got) != 0 {
		t.Errorf("overdue too early: %v", got)
	}
	if got := q.Overdue(noon.Add(time.Second), 5); len(got) != 1 {
		t.Errorf("overdue %v, want one", got)
	}
	if got := q.Overdue(noon.Add(time.Minute), 5); len(got) != 0 {
		t.Errorf("named twice: %v", got)
	}
}

func TestCalmEndsAsSoonAsAFanGetsAPlace(t *testing.T) {
	q := New()
	calm, stop, ok := q.Calm(t.Context())
	if !ok {
		t.Fatal("an empty queue is not calm")
	}
	defer stop()
	q.Set(waiting(1, time.Time{}, noon, noon)) // takes a fan out that was never in
	if calm.Err() != nil {
		t.Error("a fan who waits for nothing ended the calm")
	}
	q.Set(waiting(1, noon.Add(time.Hour), noon, noon)) // still within the quiet period
	if calm.Err() == nil {
		t.Error("a fan who writes did not end the calm")
	}
	if _, _, ok := q.Calm(t.Context()); ok {
		t.Error("calm although a fan waits")
	}
}

func TestCalmComesBackWhenTheLastPlaceIsGone(t *testing.T) {
	q := New()
	q.Set(waiting(1, noon, noon, noon))
	id, _, _, _ := q.Take(t.Context(), noon)
	if _, _, ok := q.Calm(t.Context()); ok {
		t.Error("calm although a draft is being made")
	}
	q.Done(id)
	select {
	case <-q.Empty:
	default:
		t.Error("the bell did not ring")
	}
	if _, stop, ok := q.Calm(t.Context()); !ok {
		t.Error("not calm although nobody waits")
	} else {
		stop()
	}
}
