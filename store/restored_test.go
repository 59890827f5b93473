package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"secretary/store"
)

// copyOf makes a backup file of the fixture's store.
func copyOf(t *testing.T, f *fixture) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	f.noErr(err)
	_, err = f.Backup(file)
	f.noErr(errors.Join(err, file.Close()))
	return path
}

func TestNothingOfARestoredCopyGoesOut(t *testing.T) {
	f := open(t)
	f.connect("c1", true, store.CanReply)
	f.writes(anna, "hello")
	f.approves(f.offers(anna, store.Offer{Text: "hi Anna"})) // queued, and sent after the copy was made
	f.writes(bert, "and me?")
	asked := f.offers(bert, store.Offer{Text: "you too", Hold: true})
	path := copyOf(t, f)

	copied, err := store.Open(path, testKey, store.Options{Now: func() time.Time { return f.now }})
	f.noErr(err)
	defer copied.Close()
	after, err := copied.Restored()
	f.noErr(err)
	if after != (store.Aftermath{Unknown: 1, Ended: 1}) {
		t.Errorf("%+v, want one unknown and one ended", after)
	}
	if rows, _, err := copied.Claim(10, 10, 0); err != nil || len(rows) != 0 {
		t.Errorf("a restored copy sends %+v (%v)", rows, err)
	}
	d, err := copied.Draft(asked.ID)
	if err != nil || d.State != store.StateStale || d.End != store.EndRestored {
		t.Errorf("the draft that waited is %s/%s (%v)", d.State, d.End, err)
	}
	if due, err := copied.Due(); err != nil || len(due) != 0 {
		t.Errorf("due: %+v (%v)", due, err)
	}
	if problems := copied.Check(); len(problems) > 0 {
		t.Errorf("not sound: %v", problems)
	}
}

// A card of a draft made after the copy still stands in the chat; its button
// must not send the draft of another fan that happened to get the same number.
func TestNumbersOfDraftsAreNeverUsedTwiceAfterARestore(t *testing.T) {
	f := open(t)
	f.connect("c1", true, store.CanReply)
	path := copyOf(t, f)
	f.writes(anna, "hello")
	lost := f.offers(anna, store.Offer{Text: "hi Anna"})

	copied, err := store.Open(path, testKey, store.Options{Now: func() time.Time { return f.now }})
	f.noErr(err)
	defer copied.Close()
	_, err = copied.Restored()
	f.noErr(err)
	_, err = copied.Apply([]store.Event{{Op: store.Arrived, Fan: bert, Message: store.Message{ID: 9, Author: store.AuthorFan, Date: f.now, Kind: "text", Text: "me"}}})
	f.noErr(err)
	fan, err := copied.Fan(bert)
	f.noErr(err)
	d, err := copied.Offer(bert, fan.Rev, store.Offer{Text: "you"})
	f.noErr(err)
	if d.ID <= lost.ID+1000 {
		t.Errorf("new draft %d, lost one %d", d.ID, lost.ID)
	}
	var refusal *store.Refusal
	if _, err := copied.Approve(store.Approval{Draft: lost.ID, Try: 1}); !errors.As(err, &refusal) || refusal.Code != store.RefusedMissing {
		t.Errorf("the lost card's button: %v", err)
	}
}

// Of two lives that begin with the same copy, neither uses a number of the other:
// the cards of both stand in the creator's chat.
func TestACopyThatIsPutBackTwiceGoesOnWithOtherNumbers(t *testing.T) {
	f := open(t)
	f.connect("c1", true, store.CanReply)
	f.writes(anna, "hello")
	content, err := os.ReadFile(copyOf(t, f))
	f.noErr(err)
	seen := map[[2]uint64]bool{}
	for range 3 {
		path := filepath.Join(t.TempDir(), "secretary.db")
		f.noErr(os.WriteFile(path, content, 0o600))
		life, err := store.Open(path, testKey, store.Options{Now: func() time.Time { return f.now }})
		f.noErr(err)
		defer life.Close()
		_, err = life.Restored()
		f.noErr(err)
		fan, err := life.Fan(anna)
		f.noErr(err)
		d, err := life.Offer(anna, fan.Rev, store.Offer{Text: "hi Anna"})
		f.noErr(err)
		reply, err := life.Approve(store.Approval{Draft: d.ID, Try: d.Try})
		f.noErr(err)
		for i, id := range []uint64{d.ID, reply.ID} {
			if seen[[2]uint64{uint64(i), id}] {
				t.Errorf("the number %d is used by two of them", id)
			}
			seen[[2]uint64{uint64(i), id}] = true
		}
	}
}

// The creator may have taken it back after the copy was made.
func TestNothingGoesOutByItselfAfterARestore(t *testing.T) {
	for name, c := range map[string]struct {
		mode, usual, fan string
		want             string // the general mode afterwards
		asks             bool
	}{
		"chosen":             {mode: store.ModeAuto, usual: store.ModeApprove, want: store.ModeApprove, asks: true},
		"earned":             {mode: store.ModeEarn, want: store.ModeApprove, asks: true},
		"configured":         {usual: store.ModeAuto, want: store.ModeApprove, asks: true},
		"of one fan":         {usual: store.ModeApprove, fan: store.ModeAuto, asks: true},
		"where nothing does": {usual: store.ModeApprove, fan: store.ModeOff},
		"off altogether":     {mode: store.ModeOff, usual: store.ModeAuto, want: store.ModeOff},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hello")
			_, err := f.UpdateSettings(func(s *store.Settings) error { s.Mode, s.Default = c.mode, c.usual; return nil })
			f.noErr(err)
			f.noErr(f.SetFan(anna, func(fan *store.Fan) { fan.Mode = c.fan }))
			after, err := f.Restored()
			f.noErr(err)
			s, err := f.Settings()
			f.noErr(err)
			fan, err := f.Fan(anna)
			f.noErr(err)
			if after.Asks != c.asks || s.Mode != c.want || fan.Mode == store.ModeAuto {
				t.Errorf("asks %t, the mode is %q, the fan's %q", after.Asks, s.Mode, fan.Mode)
			}
		})
	}
}

func TestInspectTellsASoundCopyFromABadOne(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	path := copyOf(t, f)
	before, err := os.ReadFile(path)
	f.noErr(err)
	stats, err := store.Inspect(t.Context(), path, testKey)
	if err != nil || stats.Fans != 1 || stats.Messages != 1 {
		t.Errorf("sound copy: %+v, %v", stats, err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("looking changed the file")
	}
	if _, err := store.Inspect(t.Context(), path, store.Key{9}); !errors.Is(err, store.ErrWrongKey) {
		t.Errorf("wrong key: %v", err)
	}
	if _, err := store.Inspect(t.Context(), f.path, testKey); !errors.Is(err, store.ErrLocked) {
		t.Errorf("in use: %v", err)
	}
	f.noErr(f.Meddle(anna, func(fan *store.Fan) { fan.Waiting = 7 }))
	if _, err := store.Inspect(t.Context(), copyOf(t, f), testKey); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a copy that does not agree with itself: %v", err)
	}
	f.noErr(f.Meddle(anna, func(fan *store.Fan) { fan.Waiting = 1 }))
	for _, size := range []int{0, 1, 100, len(before) / 3, len(before) - 1} {
		f.noErr(os.WriteFile(path, before[:size], 0o600))
		if _, err := store.Inspect(t.Context(), path, testKey); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("cut at %d: %v", size, err)
		}
	}
	if _, err := store.Inspect(t.Context(), path+".none", testKey); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestHoldKeepsTheDaemonOut(t *testing.T) {
	f := open(t)
	if _, err := store.Hold(f.path); !errors.Is(err, store.ErrLocked) {
		t.Errorf("while it is open: %v", err)
	}
	f.noErr(f.Close())
	release, err := store.Hold(f.path)
	f.noErr(err)
	if _, err := store.Open(f.path, testKey, store.Options{LockWait: 1}); !errors.Is(err, store.ErrLocked) {
		t.Errorf("while it is held: %v", err)
	}
	f.noErr(release())
	f.Store = nil
	f.reopen()
}
