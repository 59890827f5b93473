package store_test

import (
	"fmt"
	"testing"

	"secretary/store"
)

const manyFans = 10_000

// crowd is a store with very many fans who all wait with a draft.
func crowd(b *testing.B) *fixture {
	f := open(b)
	events := make([]store.Event, manyFans)
	for i := range events {
		events[i] = store.Event{Fan: store.FanID{Owner: owner, Chat: int64(i)}, Message: store.Message{ID: int64(i + 1), Author: store.AuthorFan, Date: f.now, Text: "hello"}}
	}
	for len(events) > 0 {
		_, err := f.Apply(events[:100])
		f.noErr(err)
		events = events[100:]
	}
	b.ResetTimer()
	return f
}

func BenchmarkAppendHundredUpdates(b *testing.B) {
	f := open(b)
	for i := range b.N {
		batch := make([]store.Update, 100)
		for j := range batch {
			batch[j] = update(int64(i*100+j), fmt.Sprintf(`{"update_id":%d,"business_message":{"text":"hello"}}`, i*100+j))
		}
		f.appends(int64(i), batch...)
	}
}

func BenchmarkApplyHundredEvents(b *testing.B) {
	f := open(b)
	for i := range b.N {
		events := make([]store.Event, 100)
		for j := range events {
			events[j] = store.Event{Fan: store.FanID{Owner: owner, Chat: int64(j % 10)}, Message: store.Message{ID: int64(i*100 + j + 1), Author: store.AuthorFan, Date: f.now, Text: "hello"}}
		}
		_, err := f.Apply(events)
		f.noErr(err)
	}
}

func BenchmarkClaimAmongManyFans(b *testing.B) {
	f := crowd(b)
	for i := range b.N {
		d := f.offers(store.FanID{Owner: owner, Chat: int64(i % manyFans)}, store.Offer{Text: "hi"})
		f.approves(d)
		rows := f.claims()
		f.noErr(f.Fail(rows[0].ID, "x", "x"))
	}
}

func BenchmarkCardsAmongManyFans(b *testing.B) {
	f := crowd(b)
	for i := range int64(2000) {
		f.offers(store.FanID{Owner: owner, Chat: i}, store.Offer{Text: "hi"})
	}
	b.ResetTimer()
	for range b.N {
		if cards, err := f.Cards(5); err != nil || len(cards) != 5 {
			b.Fatal(len(cards), err)
		}
	}
}

func BenchmarkWaitingAmongManyFans(b *testing.B) {
	f := crowd(b)
	for range b.N {
		if fans, err := f.Waiting(10); err != nil || len(fans) != 10 {
			b.Fatal(len(fans), err)
		}
	}
}
