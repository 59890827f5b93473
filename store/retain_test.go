package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"secretary/store"
)

// kept is what an export holds, by kind.
type kept struct {
	messages map[store.FanID][]store.Message
	drafts   []store.Draft
	pairs    []store.Pair
	lines    int
}

func (f *fixture) kept() kept {
	f.t.Helper()
	var out bytes.Buffer
	_, err := f.Export(&out, store.FanID{})
	f.noErr(err)
	k := kept{messages: map[store.FanID][]store.Message{}}
	for d := json.NewDecoder(&out); d.More(); k.lines++ {
		var l struct {
			store.Line
			Record json.RawMessage `json:"record"`
		}
		f.noErr(d.Decode(&l))
		switch l.Kind {
		case "message":
			var m store.Message
			f.noErr(json.Unmarshal(l.Record, &m))
			id := store.FanID{Owner: l.Owner, Chat: l.Line.Fan}
			k.messages[id] = append(k.messages[id], m)
		case "draft":
			var d store.Draft
			f.noErr(json.Unmarshal(l.Record, &d))
			k.drafts = append(k.drafts, d)
		case "pair":
			var p store.Pair
			f.noErr(json.Unmarshal(l.Record, &p))
			k.pairs = append(k.pairs, p)
		}
	}
	return k
}

// wantNothingOlder holds what is left against what retention promises.
func (f *fixture) wantNothingOlder(before time.Time) {
	f.t.Helper()
	k := f.kept()
	for id, messages := range k.messages {
		waits := f.unansweredIDs(id)
		for _, m := range messages {
			if m.Date.Before(before) && (len(waits) == 0 || m.ID < waits[0]) {
				f.t.Errorf("message %d of %v is of %v", m.ID, id, m.Date)
			}
		}
	}
	for _, d := range k.drafts {
		if d.Created.Before(before) && d.State.Final() && d.Ended.Before(before) && !d.Card.Dirty {
			f.t.Errorf("draft %d ended %v", d.ID, d.Ended)
		}
	}
	for _, p := range k.pairs {
		if p.At.Before(before) && !p.Pinned {
			f.t.Errorf("pair %d is of %v", p.Seq, p.At)
		}
	}
}

// passDays lets some days pass with fans who are answered, skipped or left waiting.
func (f *fixture) passDays(rng *rand.Rand, days int) {
	for range days {
		f.pass(time.Duration(6+rng.IntN(30)) * time.Hour)
		fan := store.FanID{Owner: owner, Chat: 3000 + rng.Int64N(6)}
		for range 1 + rng.IntN(3) {
			f.writes(fan, "do you ship to Norway?")
		}
		switch rng.IntN(5) {
		case 0: // left waiting
		case 1:
			f.says(fan, store.AuthorHand, "yes, by post")
		case 2:
			d := f.offers(fan, store.Offer{Text: "perhaps", Confidence: 0.5, Known: true})
			f.noErr(second(f.Skip(d.ID, d.Try)))
		default:
			d, row := f.sending(fan, "yes, everywhere")
			f.noErr(f.CardShown(d.ID, []int64{int64(d.ID)}, "hash", f.draft(d.ID).Look()))
			f.next++
			f.noErr(f.Sent(row.ID, f.next, f.now))
			f.noErr(f.CardShown(d.ID, []int64{int64(d.ID), 9000 + int64(d.ID)}, "hash", f.draft(d.ID).Look()))
		}
	}
	if pairs, err := f.Pairs(0, 1); err == nil && len(pairs) == 1 {
		f.noErr(f.PinPair(pairs[0].Seq, true))
	}
}

func TestNothingOlderRemainsAndCountersStay(t *testing.T) {
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 1))
		f := open(t)
		f.passDays(rng, 60)
		before, err := f.Stats()
		f.noErr(err)
		decided, err := f.Decisions(store.Query{})
		f.noErr(err)
		limit := f.now.Add(-time.Duration(10+rng.IntN(30)) * 24 * time.Hour)
		n, err := f.Retain(context.Background(), limit)
		f.noErr(err)
		f.wantNothingOlder(limit)
		after, err := f.Stats()
		f.noErr(err)
		if n == 0 || after.Messages != before.Messages-n || after.Purged != n || after.Fans != before.Fans || after.Waiting != before.Waiting || !after.LastIn.Equal(before.LastIn) {
			t.Errorf("seed %d: %d went of %+v, left %+v", seed, n, before, after)
		}
		if left, err := f.Decisions(store.Query{}); err != nil || len(left) != len(decided) {
			t.Errorf("seed %d: %d decisions, were %d, %v", seed, len(left), len(decided), err)
		}
		f.check()
		lines := f.kept().lines
		if again, err := f.Retain(context.Background(), limit); err != nil || again != 0 || f.kept().lines != lines {
			t.Errorf("seed %d: a second time: %d, %v", seed, again, err)
		}
		if t.Failed() {
			return
		}
	}
}

// More than one transaction removes, and more than one view looks at.
func TestLongConversationGoesInPortions(t *testing.T) {
	f := open(t)
	const many = 6000
	var events []store.Event
	for i := range many {
		m := store.Message{ID: int64(1000 + i), Author: store.AuthorFan, Date: f.now, Kind: "text", Text: "hi"}
		if i == many-1 {
			m.Author = store.AuthorHand
		}
		events = append(events, store.Event{Op: store.Arrived, Fan: anna, Name: "Anna", Message: m})
	}
	_, err := f.Apply(events)
	f.noErr(err)
	f.next = 1000 + many
	f.writes(bert, "me too")
	f.pass(40 * day)
	f.writes(anna, "still here")
	n, err := f.Retain(context.Background(), f.now.Add(-30*day))
	f.noErr(err)
	if n != many {
		t.Errorf("%d went, want %d", n, many)
	}
	f.wantNothingOlder(f.now.Add(-30 * day))
	if got := len(f.kept().messages); got != 2 {
		t.Errorf("messages of %d fans are left", got)
	}
}

// A program that is to stop does not first remove the archive of years.
func TestRetentionEndsWithTheProgramAndGoesOnTheNextTime(t *testing.T) {
	f := open(t)
	for range 3 {
		f.writes(anna, "hello")
		f.says(anna, store.AuthorHand, "by hand")
	}
	f.now = f.now.Add(48 * time.Hour)
	ended, stop := context.WithCancel(t.Context())
	stop()
	before := f.now.Add(-time.Hour)
	if n, err := f.Retain(ended, before); n != 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d went, %v", n, err)
	}
	if n, err := f.Retain(t.Context(), before); n != 6 || err != nil {
		t.Errorf("the next time %d went, %v", n, err)
	}
}
