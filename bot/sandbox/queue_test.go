package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// pollInBackground asks getUpdates and waits until the server has the poll.
func (w *world) pollInBackground(p params) <-chan reply {
	w.t.Helper()
	before := len(w.Calls("getUpdates"))
	body, _ := json.Marshal(p)
	url := w.URL() + "/bot" + w.Token() + "/getUpdates"
	answers := make(chan reply, 1)
	go func() {
		r, _ := post(url, "application/json", bytes.NewReader(body))
		answers <- r
	}()
	w.until("a poll arrives", func() bool { return len(w.Calls("getUpdates")) > before && w.Polling() })
	return answers
}

func (w *world) waitForPoll() { w.t.Helper(); w.until("a poll waits", w.Polling) }

func (w *world) until(what string, cond func() bool) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := w.Until(ctx, what, cond); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) push(n int) {
	for range n {
		w.Push(json.RawMessage(`{"message":{}}`))
	}
}

func TestOffsetAcknowledgesEverythingBelowIt(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.FirstUpdateID = 100 })
	w.push(3)
	same(t, "all", ids(w.poll(0)), []int64{100, 101, 102})
	same(t, "again", ids(w.poll(0)), []int64{100, 101, 102})
	same(t, "from 101", ids(w.poll(101)), []int64{101, 102})
	same(t, "100 is gone for good", ids(w.poll(0)), []int64{101, 102})
	same(t, "all acknowledged", ids(w.poll(103)), []int64{})
}

func TestNegativeOffsetKeepsTheLastAndForgetsTheRest(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.FirstUpdateID = 100 })
	w.push(5)
	same(t, "last two", ids(w.poll(-2)), []int64{103, 104})
	same(t, "the rest is forgotten", ids(w.poll(0)), []int64{103, 104})
	same(t, "more than there are", ids(w.poll(-50)), []int64{103, 104})
}

func TestOffsetFarOffAcknowledgesNothing(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.FirstUpdateID = 500000 })
	w.push(2)
	same(t, "far ahead", ids(w.poll(500013)), []int64{500000, 500001})
	same(t, "long past", ids(w.poll(399999)), []int64{500000, 500001})
	same(t, "just ahead acknowledges all", ids(w.poll(500012)), []int64{})
}

func TestTakenLiterallyAnOffsetConfirmsAllBelow(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.FirstUpdateID, o.Literal = 500000, true })
	w.push(2)
	same(t, "none", ids(w.poll(0)), []int64{500000, 500001})
	same(t, "the first", ids(w.poll(500001)), []int64{500001})
	same(t, "far ahead", ids(w.poll(900000)), []int64{})
}

func TestLimitIsClampedToOneAndAHundred(t *testing.T) {
	w := newWorld(t)
	w.push(120)
	for limit, want := range map[int]int{-5: 1, 0: 1, 7: 7, 1000: 100} {
		var list []update
		w.call("getUpdates", params{"limit": limit}).into(t, &list)
		same(t, "limit", len(list), want)
	}
	same(t, "default", len(w.poll(0)), 100)
}

func TestUpdateIdsStartAtRandomAndThenCount(t *testing.T) {
	a, b := newWorld(t), newWorld(t)
	a.push(2)
	b.push(1)
	first := ids(a.poll(0))
	same(t, "next", first[1], first[0]+1)
	if first[0] <= 0 || first[0] == ids(b.poll(0))[0] {
		t.Errorf("ids start at %d in both", first[0])
	}
}

func TestUpdateIdsJumpAfterAnIdleWeek(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.FirstUpdateID = 2_000_000_000 })
	w.push(1)
	w.clock.pass(7 * 24 * time.Hour)
	w.push(1)
	if id := w.poll(0)[0].id(); id >= 2_000_000_000 {
		t.Errorf("id is %d, not chosen anew", id)
	}
}

func TestRepeatedPollIsSlowedDown(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Brisk = false })
	w.poll(7)
	answers := w.pollInBackground(params{"offset": 7, "timeout": 0})
	w.push(1)
	var list []update
	(<-answers).into(t, &list)
	same(t, "updates", len(list), 1)
}

func TestSameOffsetWithinHalfASecondGetsOneUpdate(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Brisk = false })
	w.push(4)
	same(t, "first", len(w.poll(0)), 4)
	same(t, "at once again", len(w.poll(0)), 1)
	w.clock.pass(time.Second)
	same(t, "a second later", len(w.poll(0)), 4)
}

func TestBriskPollsAreNotSlowedDown(t *testing.T) {
	w := newWorld(t)
	w.push(4)
	w.poll(0)
	same(t, "at once again", len(w.poll(0)), 4)
}

func TestWaitingPollWakesForAnUpdate(t *testing.T) {
	w := newWorld(t)
	answers := w.pollInBackground(params{"timeout": 50})
	w.mila.Start("")
	var list []update
	(<-answers).into(t, &list)
	same(t, "kinds", kinds(list), []string{"message"})
}

func TestPollEndsEmptyWhenItsTimeIsUp(t *testing.T) {
	w := newWorld(t)
	var list []update
	w.call("getUpdates", params{"timeout": 1}).into(t, &list)
	same(t, "updates", len(list), 0)
}

func TestNewerWaitingPollEndsTheOlderWith409(t *testing.T) {
	w := newWorld(t)
	older := w.pollInBackground(params{"timeout": 50})
	w.poll(0) // does not wait, so it ends nobody
	newer := w.pollInBackground(params{"timeout": 50})
	(<-older).wantError(t, 409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	w.push(1)
	if r := <-newer; !r.OK {
		t.Errorf("the newer poll got %d %s", r.Code, r.Text)
	}
}

func TestWebhookConflictsWithPolling(t *testing.T) {
	w := newWorld(t)
	waiting := w.pollInBackground(params{"timeout": 50})
	w.SetWebhook("https://example.org/hook")
	(<-waiting).wantError(t, 409, "Conflict: terminated by setWebhook request")
	w.call("getUpdates", nil).wantError(t, 409,
		"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	same(t, "deleted", w.call("deleteWebhook", nil).Text, "Webhook was deleted")
	same(t, "again", w.call("deleteWebhook", nil).Text, "Webhook is already deleted")
	w.poll(0)
}

func TestSecondPollerEndsEveryPollWith409(t *testing.T) {
	w := newWorld(t)
	waiting := w.pollInBackground(params{"timeout": 50})
	w.SecondPoller(true)
	(<-waiting).wantError(t, 409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	if r := w.call("getUpdates", nil); r.Status != 409 {
		t.Errorf("got %d", r.Status)
	}
	w.SecondPoller(false)
	w.poll(0)
}

func TestFurtherConflictsAreDelayedThreeSeconds(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.Brisk = false })
	w.SecondPoller(true)
	start := time.Now()
	w.call("getUpdates", nil)
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("the first 409 took %v", d)
	}
	start = time.Now()
	w.call("getUpdates", nil)
	if d := time.Since(start); d < 3*time.Second {
		t.Errorf("the second 409 took only %v", d)
	}
}

func TestPendingUpdatesSurviveDeleteWebhookUnlessDropped(t *testing.T) {
	w := newWorld(t)
	w.SetWebhook("https://example.org/hook")
	w.push(2)
	info := w.call("getWebhookInfo", nil).object(t)
	same(t, "pending", info["pending_update_count"], 2.0)
	same(t, "url", info["url"], "https://example.org/hook")
	w.call("deleteWebhook", nil)
	same(t, "kept", len(w.poll(0)), 2)
	w.call("deleteWebhook", params{"drop_pending_updates": true})
	same(t, "dropped", len(w.poll(0)), 0)
}

func TestSetWebhookWantsHTTPSAndOneASecond(t *testing.T) {
	w := newWorld(t)
	w.call("setWebhook", params{"url": "http://example.org"}).wantError(t, 400,
		"Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
	same(t, "set", w.call("setWebhook", params{"url": "https://example.org"}).Text, "Webhook was set")
	w.call("setWebhook", params{"url": "https://example.com"}).wantError(t, 429, "Too Many Requests: retry after 1")
	w.clock.pass(time.Second)
	same(t, "same", w.call("setWebhook", params{"url": "https://example.org"}).Text, "Webhook is already set")
}

func TestMessagesLiveADayFromTheirDate(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	w.clock.pass(24*time.Hour - time.Second)
	same(t, "before", len(w.poll(0)), 1)
	w.clock.pass(time.Second)
	same(t, "after", len(w.poll(0)), 0)
}

func TestCallbacksLive150Seconds(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.TapWait = time.Millisecond })
	w.mila.Start("")
	card := w.sendButton(w.mila, "Send", "ok:1")
	w.drain()
	w.mila.Taps(card, "Send")
	w.clock.pass(150*time.Second - 1)
	same(t, "before", kinds(w.poll(0)), []string{"callback_query"})
	w.clock.pass(1)
	same(t, "after", len(w.poll(0)), 0)
}

func TestAllowedUpdatesAreKeptAndAppliedAtCreation(t *testing.T) {
	w := newWorld(t)
	w.mila.Start("")
	w.call("getUpdates", params{"allowed_updates": []string{"callback_query"}})
	w.mila.Sends("not wanted")
	same(t, "the queued one stays, the new one never was", kinds(w.drain()), []string{"message"})
	info := w.call("getWebhookInfo", nil).object(t)
	same(t, "kept", info["allowed_updates"], []any{"callback_query"})

	w.call("getUpdates", params{"allowed_updates": []string{}})
	w.mila.Sends("wanted")
	same(t, "an empty list is the default", kinds(w.drain()), []string{"message"})
	same(t, "default is not listed", w.call("getWebhookInfo", nil).object(t)["allowed_updates"], nil)
}

func TestUnwantedUpdatesUseNoID(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.FirstUpdateID = 10 })
	w.call("getUpdates", params{"allowed_updates": []string{"business_message"}})
	w.mila.Connect()
	w.alex.Writes(w.mila, "hi")
	same(t, "ids", ids(w.poll(0)), []int64{10})
}

func TestAllowedUpdatesOfAnotherTypeChangeNothing(t *testing.T) {
	w := newWorld(t)
	w.call("getUpdates", params{"allowed_updates": []string{"Message", "no_such_kind"}})
	for _, odd := range []any{nil, "null", "message", 7, []any{"message", 7}} {
		w.call("getUpdates", params{"allowed_updates": odd})
		same(t, "kept", w.call("getWebhookInfo", nil).object(t)["allowed_updates"], []any{"message"})
	}
}

func TestDefaultDeliversBusinessUpdates(t *testing.T) {
	w := newWorld(t)
	w.mila.Connect()
	id := w.alex.Writes(w.mila, "hi")
	w.alex.Edits(w.mila, id, "hi!")
	w.alex.Deletes(w.mila, id)
	same(t, "kinds", kinds(w.poll(0)), []string{"business_connection", "business_message", "edited_business_message", "deleted_business_messages"})
}

func TestPushedUpdatesKeepTheirIdsAndOrder(t *testing.T) {
	w := newWorld(t, func(o *sandbox.Options) { o.FirstUpdateID = 100 })
	w.Push(json.RawMessage(`{"brand_new":{}}`))
	w.Push(json.RawMessage(`{"update_id":100,"brand_new":{}}`))
	w.Push(json.RawMessage(`{"update_id":5,"message":{}}`))
	same(t, "ids", ids(w.poll(0)), []int64{100, 100, 5})
	same(t, "the last one acknowledges all before it", ids(w.poll(6)), []int64{})
}

func TestUpdateOf64KilobytesIsDropped(t *testing.T) {
	w := newWorld(t)
	w.mila.Sends(string(bytes.Repeat([]byte("x"), 1<<16)))
	w.mila.Sends("small")
	list := w.poll(0)
	same(t, "updates", len(list), 1)
	same(t, "text", list[0].body(t)["text"], "small")
}

func TestAnswersStayBelowFourMegabytes(t *testing.T) {
	w := newWorld(t)
	for range 100 {
		w.Push(encode(t, params{"message": params{"text": string(bytes.Repeat([]byte("x"), 60_000))}}))
	}
	list := w.poll(0)
	same(t, "first part", len(list), 69)
	same(t, "rest", len(w.poll(list[68].id()+1)), 31)
}
