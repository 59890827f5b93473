package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"secretary/store"
)

func (f *fixture) wantPairs(want ...store.Pair) []store.Pair {
	f.t.Helper()
	got, err := f.Pairs(0, 1000)
	f.noErr(err)
	if len(got) != len(want) {
		f.t.Fatalf("pairs %+v, want %+v", got, want)
	}
	for i, p := range got {
		w := want[i]
		if p.Fan != w.Fan || p.Message != w.Message || p.Question != w.Question || p.Answer != w.Answer || p.Draft != w.Draft || p.Hand != w.Hand {
			f.t.Errorf("pair %+v, want %+v", p, w)
		}
	}
	return got
}

func TestAnApprovedReplyIsAPairOnceItIsSent(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi there")
	f.writes(anna, "what is a print?")
	_, row := f.sending(anna, "40 €")
	f.wantPairs()
	f.noErr(f.Sent(row.ID, 900, f.now))
	f.noErr(f.Sent(row.ID, 900, f.now)) // told twice
	f.wantPairs(store.Pair{Fan: anna, Message: 900, Question: "hi there\nwhat is a print?", Answer: "40 €"})
}

func TestAnEditedReplyIsAPairWithTheFinalWords(t *testing.T) {
	f := open(t)
	f.writes(anna, "what is a print?")
	d := f.offers(anna, store.Offer{Text: "It costs forty euros."})
	_, err := f.Approve(store.Approval{Draft: d.ID, Text: "40 € 🙂"})
	f.noErr(err)
	f.noErr(f.Sent(f.claims()[0].ID, 900, f.now))
	f.wantPairs(store.Pair{Fan: anna, Message: 900, Question: "what is a print?", Answer: "40 € 🙂", Draft: "It costs forty euros."})
}

func TestAnAnswerByHandIsAPair(t *testing.T) {
	f := open(t)
	f.writes(anna, "what is a print?")
	answer, _ := f.says(anna, store.AuthorHand, "40 € by hand")
	f.says(anna, store.AuthorHand, "and the post on top")
	f.says(bert, store.AuthorHand, "hello Bert, long time")
	f.wantPairs(store.Pair{Fan: anna, Message: answer, Question: "what is a print?", Answer: "40 € by hand", Hand: true})
}

func TestWhatNobodyLookedAtTeachesNothing(t *testing.T) {
	f := open(t)
	f.noErr(second(f.UpdateSettings(func(s *store.Settings) error { s.Mode = "auto"; return nil })))
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hello you", Hold: true})
	_, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try, Auto: true})
	f.noErr(err)
	f.noErr(f.Sent(f.claims()[0].ID, 900, f.now))
	f.writes(anna, "are you a bot?")
	f.approves(f.offers(anna, store.Offer{Text: "Mia and her assistant.", Fixed: true}))
	f.noErr(f.Sent(f.claims()[0].ID, 901, f.now))
	f.wantPairs()

	f.edits(anna, store.AuthorBot, 900, "hello Anna!")
	f.wantPairs(store.Pair{Fan: anna, Message: 900, Question: "hello", Answer: "hello Anna!", Draft: "hello you"})
}

func TestAnUnknownReplyBecomesAPairWhenItIsSettled(t *testing.T) {
	for name, settle := range map[string]func(*fixture, store.Draft) int64{
		"by its echo":          func(f *fixture, _ store.Draft) int64 { id, _ := f.says(anna, store.AuthorBot, "40 €"); return id },
		"by the creator":       func(f *fixture, d store.Draft) int64 { f.noErr(f.Arrived(d.ID)); return 0 },
		"by being sent again":  sentAgain,
		"late, by its outcome": func(f *fixture, d store.Draft) int64 { f.noErr(f.Sent(1, 900, f.now)); return 900 },
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "what is a print?")
			d, row := f.sending(anna, "40 €")
			f.noErr(f.Unknown(row.ID, "time-out"))
			f.wantPairs()
			message := settle(f, d)
			f.wantPairs(store.Pair{Fan: anna, Message: message, Question: "what is a print?", Answer: "40 €"})
		})
	}
}

func sentAgain(f *fixture, d store.Draft) int64 {
	row, err := f.SendAgain(d.ID, 0)
	f.noErr(err)
	f.claims()
	f.noErr(f.Sent(row.ID, 905, f.now))
	return 905
}

func TestAPairFollowsWhatTheCreatorDoesToTheMessage(t *testing.T) {
	f := open(t)
	f.writes(anna, "what is a print?")
	answer, _ := f.says(anna, store.AuthorHand, "40 €")
	f.edits(anna, store.AuthorHand, answer, "45 €")
	f.wantPairs(store.Pair{Fan: anna, Message: answer, Question: "what is a print?", Answer: "45 €", Hand: true})
	f.deletes(anna, answer)
	f.wantPairs()
	f.edits(anna, store.AuthorHand, answer, "46 €")
	f.wantPairs()
}

func TestWithoutWordsThereIsNoPair(t *testing.T) {
	f := open(t)
	f.next++
	f.apply(store.Event{Op: store.Arrived, Fan: anna, Message: store.Message{ID: f.next, Author: store.AuthorFan, Date: f.now, Kind: "photo"}})
	f.says(anna, store.AuthorHand, "lovely!")
	f.writes(anna, "and this one?")
	f.says(anna, store.AuthorHand, " \n ")
	f.wantPairs()
}

func TestTheOldestPairsGiveWayExceptPinnedOnes(t *testing.T) {
	s, err := store.Open(filepath.Join(t.TempDir(), "secretary.db"), testKey, store.Options{MaxPairs: 3})
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{t: t, Store: s, now: noon, next: 100}
	defer func() { f.check(); f.noErr(f.Close()) }()
	ask := func(text string) {
		f.writes(anna, text)
		f.says(anna, store.AuthorHand, "answer to "+text)
	}
	ask("one")
	ask("two")
	f.noErr(f.PinPair(1, true))
	for _, text := range []string{"three", "four", "five"} {
		ask(text)
	}
	got, err := f.Pairs(0, 10)
	f.noErr(err)
	var kept []string
	for _, p := range got {
		kept = append(kept, p.Question)
	}
	if want := []string{"one", "three", "four", "five"}; !slices.Equal(kept, want) {
		t.Errorf("kept %q, want %q", kept, want)
	}
}

func TestPairsCanBeForgotten(t *testing.T) {
	f := open(t)
	for _, fan := range []store.FanID{anna, bert, anna} {
		f.writes(fan, "hello")
		f.says(fan, store.AuthorHand, "hi")
	}
	f.noErr(f.DropPair(1))
	f.noErr(f.DropPair(1))
	if _, err := f.Pair(1); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a forgotten pair is read: %v", err)
	}
	left, err := f.LastPairs(10)
	f.noErr(err)
	if len(left) != 2 || left[0].Seq != 3 || left[1].Seq != 2 {
		t.Errorf("left %+v, want the third and the second", left)
	}
	if err := f.PinPair(1, true); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a forgotten pair is pinned: %v", err)
	}
	f.reopen()
	f.writes(bert, "again")
	f.says(bert, store.AuthorHand, "yes")
	if after, err := f.Pairs(3, 10); err != nil || len(after) != 1 || after[0].Seq != 4 {
		t.Errorf("a number was used twice: %+v, %v", after, err)
	}
}

func second[T any](_ T, err error) error { return err }

// The echo of a reply may come before Telegram's answer to it, changed beyond
// recognition, and may be taken back as fast.
func TestAPairIsWhatTheFanGot(t *testing.T) {
	f := open(t)
	f.writes(anna, "what is a print?")
	_, row := f.sending(anna, "40 €")
	changed, _ := f.says(anna, store.AuthorBot, "40 euros")
	f.noErr(f.Sent(row.ID, changed, f.now))
	want := store.Pair{Fan: anna, Message: changed, Question: "what is a print?", Answer: "40 euros"}
	f.wantPairs(want)

	f.writes(anna, "and the post?")
	_, row = f.sending(anna, "5 €")
	gone, _ := f.says(anna, store.AuthorBot, "5 euros")
	f.deletes(anna, gone)
	f.noErr(f.Sent(row.ID, gone, f.now))
	f.wantPairs(want)
}

// A reply behind a message that waits stays when its draft is too old to be
// kept. It can still be edited.
func TestAReplyWhoseDraftIsTooOldCanBeEdited(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d, row := f.sending(anna, "hi")
	waits := f.writes(anna, "still there?")
	f.next++
	f.noErr(f.Sent(row.ID, f.next, f.now))
	reply := f.next
	f.noErr(f.CardShown(d.ID, []int64{7}, "", f.draft(d.ID).Look()))
	f.pass(40 * day)
	f.noErr(second(f.Retain(context.Background(), f.now.Add(-30*day))))
	if _, err := f.Draft(d.ID); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("the draft is still there: %v", err)
	}
	if o := f.edits(anna, store.AuthorBot, reply, "hi there"); !o.Changed {
		t.Errorf("outcome %+v", o)
	}
	f.wantUnanswered(anna, waits)
}
