package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"secretary/store"
)

// TestMessagesInAnyOrderStandInTheOrderOfTheirIDs fills many blocks from the front,
// from the back and from the middle, several in one transaction, with texts of
// which some need a block of their own.
func TestMessagesInAnyOrderStandInTheOrderOfTheirIDs(t *testing.T) {
	f := open(t)
	r := rand.New(rand.NewPCG(8, 9))
	fans := []store.FanID{bert, anna, {Owner: owner, Chat: 1}}
	texts := map[store.FanID]map[int64]string{}
	order := r.Perm(300)
	slices.Sort(order[:60])
	slices.Sort(order[60:120])
	slices.Reverse(order[60:120])
	for part := range slices.Chunk(order, 20) {
		var events []store.Event
		for _, n := range part {
			id, text := fans[n%3], fmt.Sprintf("text %d %s", n, strings.Repeat("é", r.IntN(60)))
			if n%25 == 0 {
				text = strings.Repeat("a long story ", 400)
			}
			if texts[id] == nil {
				texts[id] = map[int64]string{}
			}
			texts[id][int64(n+1)] = text
			events = append(events, store.Event{Fan: id, Message: store.Message{ID: int64(n + 1), Author: store.AuthorAway, Date: f.now, Kind: "text", Text: text}})
		}
		_, err := f.Apply(events)
		f.noErr(err)
	}
	for range 2 {
		for id, want := range texts {
			history, err := f.History(id, 0, 0)
			f.noErr(err)
			if len(history) != len(want) || !slices.IsSortedFunc(history, func(a, b store.Message) int { return int(a.ID - b.ID) }) {
				t.Errorf("%d messages of %v, want %d in order", len(history), id, len(want))
			}
			for _, m := range history {
				if m.Text != want[m.ID] {
					t.Errorf("message %d of %v is another", m.ID, id)
				}
			}
			newest, err := f.History(id, 0, 7)
			f.noErr(err)
			if len(newest) != 7 || newest[6].ID != history[len(history)-1].ID || newest[0].ID != history[len(history)-7].ID {
				t.Errorf("the newest 7 of %v are others", id)
			}
		}
		f.noErr(f.Close()) // and the same once more when they are deflated
		f.Store = nil
		_, _, err := store.Compact(f.path, testKey)
		f.noErr(err)
		f.reopen()
	}
}

// A block that was deflated and is written to again is as it was, and more.
func TestADeflatedBlockTakesEditsLateMessagesAndDeletes(t *testing.T) {
	f := open(t)
	for range 40 {
		f.writes(anna, "how are you today? I love your new photos")
	}
	f.noErr(f.Close())
	f.Store = nil
	_, _, err := store.Compact(f.path, testKey)
	f.noErr(err)
	f.reopen()
	f.edits(anna, store.AuthorFan, 110, "edited")
	f.deletes(anna, 120)
	f.apply(store.Event{Fan: anna, Message: store.Message{ID: 50, Author: store.AuthorFan, Date: f.now, Kind: "text", Text: "late"}})
	f.writes(anna, "new")
	history, err := f.History(anna, 0, 0)
	f.noErr(err)
	if len(history) != 41 || history[0].Text != "late" || history[10].Text != "edited" || history[40].Text != "new" {
		t.Errorf("%d messages: %+v", len(history), history)
	}
}

// Blocks in the files of creators were deflated with it.
func TestTheDictionaryNeverChanges(t *testing.T) {
	sum := sha256.Sum256(store.Dictionary)
	if got := hex.EncodeToString(sum[:8]); got != "58825352ca9e6563" {
		t.Errorf("the dictionary is %s", got)
	}
}

// What was cut, or is no block at all, is an error or records, never a panic.
func FuzzBlock(f *testing.F) {
	f.Add([]byte{1, 2, 0, 1, 7, 1, 9, 0, 1, 8, 0})
	f.Add([]byte{1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Add([]byte{2, 10, 75, 4, 0})
	f.Fuzz(func(t *testing.T, plain []byte) {
		if again, err := store.Reblock(plain); err == nil {
			if twice, err := store.Reblock(again); err != nil || !bytes.Equal(again, twice) {
				t.Errorf("%x became %x (%v)", again, twice, err)
			}
		}
	})
}
