package store_test

import (
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"

	"secretary/store"
)

func (f *fixture) gone() []store.GoneCard {
	f.t.Helper()
	cards, err := f.GoneCards()
	f.noErr(err)
	return cards
}

func TestCardsOfAForgottenFanAreKnownUntilTheyAreTakenDown(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.noErr(f.CardShown(d.ID, []int64{501, 502}, "hash", d.Look()))
	f.noErr(f.CardShown(d.ID, []int64{503}, "hash", d.Look())) // 502 is a copy now
	f.noErr(f.AddPrompt(d.ID, 504))
	f.writes(bert, "hello")
	other := f.offers(bert, store.Offer{Text: "hi"})
	f.noErr(f.CardShown(other.ID, []int64{505}, "hash", other.Look()))
	_, err := f.ForgetFan(anna)
	f.noErr(err)
	f.check()
	f.reopen()
	want := []store.GoneCard{{owner, 504}, {owner, 503}, {owner, 502}, {owner, 501}}
	if got := f.gone(); !slices.Equal(got, want) {
		t.Fatalf("to be taken down %v, want %v", got, want)
	}
	for range 2 { // the program may have died before it learned that it was noted
		f.noErr(f.TakenDown(want[1]))
	}
	f.reopen()
	if got := f.gone(); !slices.Equal(got, slices.Delete(want, 1, 2)) {
		t.Errorf("left to be taken down: %v", got)
	}
}

func TestCardsStayKnownWhateverElseIsErased(t *testing.T) {
	f := parted(t)
	_, err := f.ForgetFan(anna)
	f.noErr(err)
	_, err = f.Erase(store.EraseAll, f.now)
	f.noErr(err)
	f.check()
	if got := f.gone(); len(got) != 4 {
		t.Errorf("to be taken down: %v", got)
	}
}

// A file of before has no place for them; no new schema version brought it.
func TestAFileOfBeforeIsSoundAndLearnsToKnowThem(t *testing.T) {
	f := lived(t)
	f.noErr(f.Spoil(func(b *bolt.Tx) error { return b.DeleteBucket([]byte("cards_gone")) }))
	f.noErr(f.Close())
	f.Store = nil
	if _, err := store.Inspect(t.Context(), f.path, testKey); err != nil {
		t.Errorf("only looked at: %v", err)
	}
	f.reopen()
	_, err := f.ForgetFan(anna)
	f.noErr(err)
	if got := f.gone(); len(got) != 2 {
		t.Errorf("to be taken down: %v", got)
	}
}
