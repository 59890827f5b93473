package store_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"secretary/store"
)

// lived gives both fans a history of everything the store keeps.
func lived(t *testing.T) *fixture {
	t.Helper()
	f := open(t)
	f.connect("c1", true, store.CanReply)
	for _, fan := range []store.FanID{anna, bert} {
		f.writes(fan, "do you ship to Norway?")
		d, row := f.sending(fan, "yes, everywhere")
		f.next++
		f.noErr(f.Sent(row.ID, f.next, f.now))
		f.noErr(f.CardShown(d.ID, []int64{int64(500 + d.ID)}, "hash", d.Look()))
		_, err := f.Remember(fan, func(m *store.Memory) { m.Facts = append(m.Facts, store.Fact{Key: "lives in", Value: "Norway"}) })
		f.noErr(err)
		f.writes(fan, "and how long does it take?")
		d = f.offers(fan, store.Offer{Text: "about a week", Confidence: 0.8, Known: true})
		f.noErr(f.CardShown(d.ID, []int64{int64(500 + d.ID)}, "hash", d.Look()))
		_, err = f.Append([]store.Update{{ID: f.next, Kind: "business_message", Chat: fan.Chat, Raw: []byte(`{"x":1}`)}}, f.next+1)
		f.noErr(err)
		f.next++
	}
	return f
}

func exported(f *fixture, id store.FanID) (lines []store.Line, text string) {
	f.t.Helper()
	var out bytes.Buffer
	n, err := f.Export(&out, id)
	f.noErr(err)
	for s := bufio.NewScanner(bytes.NewReader(out.Bytes())); s.Scan(); {
		var l store.Line
		f.noErr(json.Unmarshal(s.Bytes(), &l))
		lines = append(lines, l)
	}
	if n != int64(out.Len()) {
		f.t.Errorf("%d bytes told, %d written", n, out.Len())
	}
	return lines, out.String()
}

func TestForgottenFanIsNowhereAndTheOthersStay(t *testing.T) {
	f := lived(t)
	_, before := exported(f, bert)
	gone, err := f.ForgetFan(anna)
	f.noErr(err)
	if gone.Messages != 3 || gone.Drafts != 2 || gone.Pairs != 1 {
		t.Errorf("gone: %+v", gone)
	}
	if _, err := f.Fan(anna); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the fan is still there: %v", err)
	}
	if _, err := f.ForgetFan(anna); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("forgotten twice: %v", err)
	}
	cards := f.gone()
	if len(cards) != 2 {
		t.Fatalf("to be taken down: %+v", cards)
	}
	if _, err := f.DraftByCard(cards[0].Message); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the card still has a draft: %v", err)
	}
	all, text := exported(f, store.FanID{})
	for _, l := range all {
		if l.Fan == anna.Chat {
			t.Errorf("an export still holds a %s of the fan", l.Kind)
		}
	}
	if _, after := exported(f, bert); after != before {
		t.Errorf("another fan has changed:\n%s\n%s", before, after)
	}
	if !strings.Contains(text, "about a week") {
		t.Error("the export of everything lacks the other fan")
	}
	rows, err := f.Pending(0, 100)
	f.noErr(err)
	for _, r := range rows {
		if r.Chat == anna.Chat {
			t.Error("a raw update of the fan is still there")
		}
	}
	f.check()
	f.writes(anna, "hello again") // all begins anew
	if fan := f.fan(anna); fan.Waiting != 1 || !fan.Disclosed.IsZero() {
		t.Errorf("after writing again: %+v", fan)
	}
}

func TestFanIsNotForgottenWhileAReplyIsOnItsWay(t *testing.T) {
	f := open(t)
	f.connect("c1", true, store.CanReply)
	f.writes(anna, "hello")
	f.sending(anna, "hi")
	if _, err := f.ForgetFan(anna); !errors.Is(err, store.ErrOnItsWay) {
		t.Errorf("got %v", err)
	}
}

func TestExportOfAFanHoldsHimAlone(t *testing.T) {
	f := lived(t)
	lines, text := exported(f, anna)
	kinds := map[string]int{}
	for _, l := range lines {
		kinds[l.Kind]++
		if l.Fan != anna.Chat {
			t.Errorf("a %s of %d", l.Kind, l.Fan)
		}
	}
	for kind, n := range map[string]int{"fan": 1, "message": 3, "draft": 2, "pair": 1, "memory": 1} {
		if kinds[kind] != n {
			t.Errorf("%d lines of kind %s, want %d", kinds[kind], kind, n)
		}
	}
	if kinds["decision"] == 0 || !strings.Contains(text, "ship to Norway?") {
		t.Errorf("kinds %v", kinds)
	}
	if _, err := f.Export(&bytes.Buffer{}, store.FanID{Owner: owner, Chat: 999}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// weighing is a writer that tells how much more memory is in use at the last
// record of an export than before it.
type weighing struct{ before, after uint64 }

func (w *weighing) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(`"kind":"draft"`)) || bytes.Contains(p, []byte(`"kind":"fan"`)) {
		w.after = inUse()
	}
	return len(p), nil
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestExportHoldsNoMoreThanARecordInMemory(t *testing.T) {
	f := open(t)
	f.connect("c1", true, store.CanReply)
	for range 40 {
		f.writes(anna, "and now?")
		f.offers(anna, store.Offer{Text: strings.Repeat("a long answer ", 10_000), Confidence: 0.8, Known: true})
	}
	w := &weighing{before: inUse()}
	n, err := f.Export(w, store.FanID{})
	f.noErr(err)
	if grew := int64(w.after) - int64(w.before); grew > n/4 {
		t.Errorf("%d bytes more in memory for an export of %d", grew, n)
	}
}

func TestWhatIsOldGoesAndWhatWaitsStays(t *testing.T) {
	f := lived(t)
	f.pass(40 * 24 * time.Hour)
	f.writes(bert, "still me, today")
	limit := f.now.Add(-30 * 24 * time.Hour)
	n, err := f.Retain(context.Background(), limit)
	f.noErr(err)
	if n != 4 { // of each fan: the question and its answer
		t.Errorf("%d messages went, want 4", n)
	}
	f.check()
	f.wantUnanswered(anna, f.unansweredIDs(anna)...)
	if got := len(f.unansweredIDs(anna)); got != 1 {
		t.Errorf("Anna waits with %d messages, want 1", got)
	}
	if d, err := f.Open(); err != nil || len(d) == 0 {
		t.Errorf("the draft that waits is gone: %v, %v", d, err)
	}
	stats, err := f.Stats()
	f.noErr(err)
	if stats.Purged != 4 || stats.Fans != 2 {
		t.Errorf("stats %+v", stats)
	}
	if pairs, err := f.Pairs(0, 10); err != nil || len(pairs) != 0 {
		t.Errorf("old pairs: %v, %v", pairs, err)
	}
	if again, err := f.Retain(context.Background(), limit); err != nil || again != 0 {
		t.Errorf("a second time: %d, %v", again, err)
	}
}

func (f *fixture) unansweredIDs(id store.FanID) (ids []int64) {
	f.t.Helper()
	messages, err := f.Unanswered(id)
	f.noErr(err)
	for _, m := range messages {
		ids = append(ids, m.ID)
	}
	return ids
}
