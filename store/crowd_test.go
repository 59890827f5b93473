package store_test

import (
	"fmt"
	"testing"
	"time"

	"secretary/store"
)

// showsCards puts the cards in the chat that have a place.
func (f *fixture) showsCards(places int) {
	f.t.Helper()
	cards, err := f.Cards(places)
	f.noErr(err)
	for _, d := range cards {
		f.next++
		f.noErr(f.CardShown(d.ID, []int64{1_000_000 + f.next}, "", d.Look()))
	}
}

func (f *fixture) crowd(places int) store.Crowd {
	f.t.Helper()
	c, err := f.Crowd(owner, places)
	f.noErr(err)
	return c
}

func TestTheCrowdIsWhoWaitsWithoutACard(t *testing.T) {
	f := open(t)
	fans := make([]store.FanID, 8)
	for i := range fans {
		fans[i] = store.FanID{Owner: owner, Chat: int64(i + 1)}
		f.writes(fans[i], "hello")
		if i < 6 {
			f.offers(fans[i], store.Offer{Text: "hi"})
		}
	}
	if c := f.crowd(6); c.Ready != 0 {
		t.Errorf("%+v although everybody who has a draft has a place", c)
	}
	if c := f.crowd(2); c.Ready != 4 {
		t.Errorf("%+v before the cards of two places are shown", c)
	}
	f.showsCards(2)
	want := func(what string, expect store.Crowd) {
		t.Helper()
		if c := f.crowd(2); c != expect {
			t.Errorf("%s: %+v, want %+v", what, c, expect)
		}
	}
	want("two of eight are shown", store.Crowd{Ready: 4, More: 6, Calm: 2})
	f.says(fans[7], store.AuthorHand, "by hand")
	want("one was answered by hand", store.Crowd{Ready: 4, More: 5, Calm: 2})
	o := f.approves(f.draft(f.fan(fans[0]).Draft))
	f.showsCards(2)
	want("one is on its way, the next one shown", store.Crowd{Ready: 3, More: 4, Calm: 2})
	f.claims()
	f.writes(fans[0], "are you there?") // while it is being sent
	f.offers(fans[0], store.Offer{Text: "yes"})
	want("who writes on waits again", store.Crowd{Ready: 4, More: 5, Calm: 2})
	f.noErr(f.Sent(o.ID, 5000, f.now))
	want("and after the reply, with a draft to come", store.Crowd{Ready: 3, More: 5, Calm: 2})
	f.pass(23*time.Hour + 10*time.Minute)
	f.writes(fans[1], "hello?") // her card is out of date
	f.showsCards(2)
	want("windows are closing", store.Crowd{Ready: 2, More: 5, Closing: 4, Calm: 0})
	if c, err := f.Crowd(owner+1, 2); err != nil || c.More != 0 {
		t.Errorf("somebody else's crowd %+v (%v)", c, err)
	}
}

// Sixty fans, five places, decided one by one: the order is right, the
// count is right at every step, nobody is forgotten.
func TestEverybodyInACrowdGetsACardInOrder(t *testing.T) {
	f := open(t)
	const people, places = 60, 5
	for i := range people {
		fan := store.FanID{Owner: owner, Chat: int64(i + 1)}
		f.apply(store.Event{Fan: fan, Message: store.Message{ID: int64(i + 1), Author: store.AuthorFan, Date: f.now, Kind: "text", Text: "hi"}, Money: i%3 == 2})
		f.offers(fan, store.Offer{Text: fmt.Sprint(i)})
		f.pass(time.Second)
	}
	open := map[uint64]store.Draft{}
	show := func() {
		cards, err := f.Cards(places)
		f.noErr(err)
		for _, d := range cards {
			if !d.State.Final() {
				open[d.ID] = d
			}
		}
		f.showsCards(places)
	}
	var order []int64
	last := store.Draft{}
	show()
	for len(open) > 0 {
		if more := f.crowd(places).More; more != people-len(order)-len(open) {
			t.Fatalf("%d more wait after %d were decided, with %d cards open", more, len(order), len(open))
		}
		first := uint64(0)
		for id, d := range open {
			if first == 0 || rankOf(d) < rankOf(open[first]) {
				first = id
			}
		}
		if last.ID != 0 && rankOf(open[first]) < rankOf(last) {
			t.Errorf("fan %d comes after fan %d", open[first].Fan.Chat, last.Fan.Chat)
		}
		last = open[first]
		_, err := f.Skip(first, last.Try)
		f.noErr(err)
		order = append(order, last.Fan.Chat)
		delete(open, first)
		show()
	}
	if len(order) != people {
		t.Errorf("%d of %d fans got a card", len(order), people)
	}
}

// rankOf is the place in the order: money first, then the longest wait.
func rankOf(d store.Draft) int64 {
	if (d.Fan.Chat-1)%3 == 2 {
		return d.Fan.Chat
	}
	return 1000 + d.Fan.Chat
}
