package sandbox_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func encode(t *testing.T, v any) json.RawMessage {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestUntilWaitsForACondition(t *testing.T) {
	w := newWorld(t)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	go w.mila.Start("")
	if err := w.Until(ctx, "mila has started", func() bool { return len(w.mila.Chat()) == 1 }); err != nil {
		t.Error(err)
	}
}

func TestUntilNamesWhatItWaitedForAndTheLastCalls(t *testing.T) {
	w := newWorld(t)
	w.call("getMe", nil)
	w.call("sendMessage", nil)
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	err := w.Until(ctx, "pigs fly", func() bool { return false })
	contains(t, "error", err.Error(), "wait until pigs fly: context deadline exceeded; last calls: getMe 200, sendMessage 400")
}

func TestUntilEndsWithTheServer(t *testing.T) {
	w := newWorld(t)
	done := make(chan error, 1)
	looked := make(chan struct{}, 100)
	go func() {
		done <- w.Until(context.Background(), "pigs fly", func() bool { looked <- struct{}{}; return false })
	}()
	<-looked
	w.Close()
	contains(t, "error", (<-done).Error(), "the sandbox was closed")
}

func TestCallsHoldWhatWasAskedAndAnswered(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	w.send(w.mila, "hi")
	w.call("getMe", nil)
	calls := w.Calls("sendMessage")
	same(t, "calls", []any{len(calls), len(w.Calls("")), calls[0].Params["text"], calls[0].Params["chat_id"], calls[0].Status, calls[0].At},
		[]any{1, 2, "hi", json.Number("510000001"), 200, w.clock.Now()})
	contains(t, "response", string(calls[0].Response), `"ok":true`)
}

func TestEventsComeInOrderToEverySubscriber(t *testing.T) {
	w := newWorld(t)
	a, cancelA := w.Subscribe()
	b, _ := w.Subscribe()
	w.mila.Start("")
	w.call("getMe", nil)
	var kinds []string
	var last uint64
	for range 3 {
		e := <-a
		kinds = append(kinds, e.Kind)
		if last != 0 && e.Seq != last+1 {
			t.Errorf("event %d follows %d", e.Seq, last)
		}
		last = e.Seq
	}
	same(t, "kinds", kinds, []string{"update", "message", "call"})
	cancelA()
	cancelA()
	if _, open := <-a; open {
		t.Error("the channel is open after cancel")
	}
	w.Close()
	for range b {
	}
}

func TestSlowSubscriberSeesAGapAndHoldsUpNobody(t *testing.T) {
	w := newWorld(t)
	events, cancel := w.Subscribe()
	for range 1000 {
		w.mila.Sends("x")
	}
	n := len(events)
	same(t, "held", n, 1024)
	for range n {
		<-events
	}
	w.mila.Sends("x")
	if e := <-events; e.Seq <= 1026 {
		t.Errorf("no gap: %d", e.Seq)
	}
	cancel()
}

func TestServerListensWhereItIsTold(t *testing.T) {
	s := sandbox.New(sandbox.Options{Addr: "127.0.0.1:0"})
	defer s.Close()
	contains(t, "url", s.URL(), "http://127.0.0.1:")
	same(t, "bot", s.Bot().Username, "sandbox_secretary_bot")
}
