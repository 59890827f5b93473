package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"secretary/store"
)

// Cards is all that the card writer has to do for the one owner.
func (f *fixture) Cards(slots int) ([]store.Draft, error) {
	cards, err := f.Store.Cards(owner, slots)
	if err != nil {
		return nil, err
	}
	news, err := f.News(owner, 1000)
	return append(cards, news...), err
}

func (f *fixture) cards(slots int) []uint64 {
	f.t.Helper()
	drafts, err := f.Cards(slots)
	f.noErr(err)
	ids := []uint64{}
	for _, d := range drafts {
		ids = append(ids, d.ID)
	}
	return ids
}

func (f *fixture) wantCards(slots int, want ...uint64) {
	f.t.Helper()
	if got := f.cards(slots); !slices.Equal(got, want) {
		f.t.Errorf("cards for %d slots: %v, want %v", slots, got, want)
	}
}

func (f *fixture) shows(draft uint64, messages ...int64) {
	f.t.Helper()
	f.noErr(f.CardShown(draft, messages, "hash", f.draft(draft).Look()))
}

func TestOnlySoManyCardsAskAtOnceMostUrgentFirst(t *testing.T) {
	f := open(t)
	ids := map[string]uint64{}
	for i, name := range []string{"first", "second", "third"} {
		fan := store.FanID{Owner: owner, Chat: int64(i + 1)}
		f.writes(fan, name)
		f.pass(time.Minute)
		ids[name] = f.offers(fan, store.Offer{Text: "hi"}).ID
	}
	f.wantCards(0)
	f.wantCards(2, ids["first"], ids["second"])
	f.shows(ids["first"], 1, 2)
	f.wantCards(2, ids["second"])
	f.shows(ids["second"], 3)
	f.wantCards(2)
	d := f.draft(ids["first"])
	_, err := f.Skip(d.ID, d.Try)
	f.noErr(err)
	f.wantCards(2, ids["first"], ids["third"]) // its card must say so, and its slot is free
	f.shows(ids["first"])
	f.wantCards(2, ids["third"])
	if d := f.draft(ids["first"]); !slices.Equal(d.Card.Messages, []int64{1, 2}) || d.Card.Hash != "hash" || !d.Card.Shown.Equal(f.now) {
		t.Errorf("card %+v", d.Card)
	}
}

func TestClosingWindowComesBeforeLongerWaiting(t *testing.T) {
	f := open(t)
	f.writes(bert, "long ago")
	f.pass(time.Hour)
	f.writes(anna, "later")
	f.now = noon.Add(23 * time.Hour)
	f.writes(bert, "still waits longest, but wrote again")
	f.pass(70 * time.Minute)
	b, a := f.offers(bert, store.Offer{Text: "hi"}), f.offers(anna, store.Offer{Text: "hi"})
	f.wantCards(5, a.ID, b.ID)
}

func TestCardsOfClosedWindowsNeverKeepOthersAway(t *testing.T) {
	f := open(t)
	fans := []store.FanID{anna, bert, {Owner: owner, Chat: 3}}
	ids := []uint64{}
	for _, fan := range fans {
		f.writes(fan, "hello")
		ids = append(ids, f.offers(fan, store.Offer{Text: "hi"}).ID)
	}
	f.pass(store.Window)
	_, err := f.Expire(f.now, 0)
	f.noErr(err)
	f.wantCards(2, ids[0], ids[1]) // but not all at once
	f.shows(ids[0], 1)
	f.shows(ids[1], 2)
	f.wantCards(2)
	live := store.FanID{Owner: owner, Chat: 4}
	f.writes(live, "hello")
	d := f.offers(live, store.Offer{Text: "hi"})
	f.wantCards(2, d.ID)
	f.wantCards(4, d.ID, ids[2])
}

func TestCountdownIsShownWhateverIsOpen(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi", Hold: true})
	f.wantCards(0, d.ID)
}

func TestAutomaticReplySentWithoutACardIsShownAfterwards(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi", Auto: true})
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
	f.noErr(err)
	f.noErr(f.Sent(f.claims()[0].ID, 900, f.now))
	f.wantCards(0, d.ID)
}

func TestStaleDraftNeverShownNeedsNoCard(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	f.offers(anna, store.Offer{Text: "hi"})
	f.writes(anna, "wait")
	f.wantCards(5)
}

func TestCardDrawnFromAnOlderDraftStaysDirty(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.approves(d) // while the card was on its way to Telegram
	f.noErr(f.CardShown(d.ID, []int64{7}, "", d.Look()))
	f.wantCards(0, d.ID)
	f.shows(d.ID, 7)
	f.wantCards(0)
	f.noErr(f.Redraw(d.ID))
	f.wantCards(0, d.ID)
	f.noErr(f.CardShown(d.ID, nil, "", ""))
	f.wantCards(0)
}

func TestCardThatCannotBeShownDoesNotBlockTheOthers(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.noErr(f.CardShown(d.ID, nil, "refused", d.Look()))
	f.wantCards(5)
	again, err := f.Again(d.ID, d.Try, "")
	f.noErr(err)
	f.wantCards(5, again.ID) // something else to show, another chance
}

func TestForcedCardIsShownNow(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.wantCards(0)
	f.noErr(f.Force(d.ID))
	f.wantCards(0, d.ID)
	if !f.draft(d.ID).Card.Forced {
		t.Error("the card writer cannot see that the card is forced")
	}
	f.shows(d.ID, 7)
	if f.draft(d.ID).Card.Forced {
		t.Error("forced for ever")
	}
	f.noErr(f.Force(d.ID))
	f.shows(d.ID, 8)
	for _, message := range []int64{7, 8} {
		if got, err := f.DraftByCard(message); err != nil || got.ID != d.ID {
			t.Errorf("card %d leads to draft %d (%v)", message, got.ID, err)
		}
	}
}

func TestForcedCardIsNotShownOnceItsDraftIsStale(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.noErr(f.Force(d.ID))
	f.writes(anna, "wait")
	f.wantCards(5)
}

func TestReplyToAnyMessageOfACardFindsTheDraft(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.shows(d.ID, 10, 11, 12)
	f.noErr(f.AddPrompt(d.ID, 13))
	f.noErr(f.AddPrompt(d.ID, 14))
	prompts, err := f.TakePrompts(d.ID)
	if err != nil || !slices.Equal(prompts, []int64{13, 14}) {
		t.Errorf("prompts %v (%v)", prompts, err)
	}
	if prompts, _ := f.TakePrompts(d.ID); len(prompts) != 0 {
		t.Errorf("prompts taken twice: %v", prompts)
	}
	f.writes(anna, "wait") // the draft is stale; its card still leads to it
	f.reopen()
	for message := int64(10); message <= 14; message++ {
		if got, err := f.DraftByCard(message); err != nil || got.ID != d.ID {
			t.Errorf("message %d leads to draft %d (%v)", message, got.ID, err)
		}
	}
	if _, err := f.DraftByCard(15); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestCardOfNoDraftIsNotFound(t *testing.T) {
	f := open(t)
	_, taken := f.TakePrompts(9)
	for _, err := range []error{f.CardShown(9, []int64{1}, "", ""), f.AddPrompt(9, 1), f.Force(9), f.Redraw(9), taken} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("got %v, want ErrNotFound", err)
		}
	}
}

func TestAnEarlierMessageWithTheButtonsBecomesACopy(t *testing.T) {
	f := open(t)
	anna := store.FanID{Owner: owner, Chat: 1}
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "Hi!"})
	for _, messages := range [][]int64{{5, 6}, {7}, {7}, {8}, {6}} {
		f.shows(d.ID, messages...)
	}
	if c := f.draft(d.ID).Card; !slices.Equal(c.Messages, []int64{6}) || !slices.Equal(c.Copies, []int64{7, 8}) {
		t.Errorf("messages %v, copies %v", c.Messages, c.Copies)
	}
}

func TestACardThatChangedWhileItWasDrawnIsKnownByWhatItShows(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "Hi!"})
	for _, c := range []struct {
		name   string
		change func(uint64) error
		want   string
	}{
		{"it changed before it ever stood there", f.Force, "drawn"},
		{"it changed", f.Force, "drawn"},
		{"what stands there may be wrong", f.Redraw, ""},
	} {
		look := f.draft(d.ID).Look()
		f.noErr(c.change(d.ID))
		f.noErr(f.CardShown(d.ID, []int64{5}, "drawn", look))
		if got := f.draft(d.ID).Card; got.Hash != c.want || !got.Dirty {
			t.Errorf("%s: hash %q, dirty %t, want %q and dirty", c.name, got.Hash, got.Dirty, c.want)
		}
	}
}

// Ten thousand replies that went out by themselves keep no card waiting that asks
// something: they stand apart, and a look reads so many at most.
func TestWhatOnlyTellsStandsBehindWhatAsks(t *testing.T) {
	f := open(t)
	var told []uint64
	for i := range 40 {
		fan := store.FanID{Owner: owner, Chat: int64(i + 1)}
		f.writes(fan, "hi")
		d := f.offers(fan, store.Offer{Text: "hello", Hold: true, Auto: true})
		f.noErr(f.Hold(d.ID, d.Try, f.now))
		_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
		f.noErr(err)
		told = append(told, d.ID)
	}
	f.writes(anna, "are you there?")
	asks := f.offers(anna, store.Offer{Text: "yes"})
	if cards, err := f.Store.Cards(owner, 5); err != nil || len(cards) != 1 || cards[0].ID != asks.ID {
		t.Errorf("the card that asks is not alone in front: %d cards (%v)", len(cards), err)
	}
	news, err := f.News(owner, 8)
	if f.noErr(err); len(news) != 8 || news[0].ID != told[0] || news[7].ID != told[7] {
		t.Errorf("news: %d drafts", len(news))
	}
	row := f.claims()[0]
	f.noErr(f.Unknown(row.ID, "unknown"))
	if cards, err := f.Store.Cards(owner, 0); err != nil || len(cards) != 1 || cards[0].ID != row.Draft {
		t.Errorf("a doubt is not among the cards that ask: %d cards (%v)", len(cards), err)
	}
	if news, err := f.News(owner+1, 8); err != nil || len(news) != 0 {
		t.Errorf("somebody else has %d news (%v)", len(news), err)
	}
}

// A file of before knew the drafts of dirty cards by their number alone.
func TestDirtyCardsOfAnOlderFileAreWritten(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	shown := f.offers(anna, store.Offer{Text: "hello"})
	f.shows(shown.ID, 500)
	_, err := f.Skip(shown.ID, shown.Try)
	f.noErr(err)
	bea := store.FanID{Owner: owner, Chat: 4711}
	f.writes(bea, "hi")
	told := f.offers(bea, store.Offer{Text: "hello", Hold: true, Auto: true})
	f.noErr(f.Hold(told.ID, told.Try, f.now))
	_, err = f.Approve(store.Approval{Draft: told.ID, Try: told.Try, Auto: true})
	f.noErr(err)
	f.noErr(f.Spoil(func(b *bolt.Tx) error {
		dirty := b.Bucket([]byte("cards_dirty"))
		var keys [][]byte
		for key, _ := dirty.Cursor().First(); key != nil; key, _ = dirty.Cursor().First() {
			keys = append(keys, slices.Clone(key[9:]))
			if err := dirty.Delete(key); err != nil {
				return err
			}
		}
		for _, key := range keys {
			if err := dirty.Put(key, []byte{}); err != nil {
				return err
			}
		}
		return nil
	}))
	f.reopen() // and what is left is checked at the end
	if cards, err := f.Store.Cards(owner, 0); err != nil || len(cards) != 1 || cards[0].ID != shown.ID {
		t.Errorf("%d cards are to be written (%v), want that of the skipped draft", len(cards), err)
	}
	if news, err := f.News(owner, 10); err != nil || len(news) != 1 || news[0].ID != told.ID {
		t.Errorf("%d cards only tell something (%v), want that of the automatic reply", len(news), err)
	}
}
