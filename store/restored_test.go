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
	unknown, ended, err := copied.Restored()
	f.noErr(err)
	if unknown != 1 || ended != 1 {
		t.Errorf("%d unknown, %d ended, want 1 and 1", unknown, ended)
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
	_, _, err = copied.Restored()
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

func TestInspectTellsASoundCopyFromABadOne(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	path := copyOf(t, f)
	before, err := os.ReadFile(path)
	f.noErr(err)
	stats, err := store.Inspect(path, testKey)
	if err != nil || stats.Fans != 1 || stats.Messages != 1 {
		t.Errorf("sound copy: %+v, %v", stats, err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("looking changed the file")
	}
	if _, err := store.Inspect(path, store.Key{9}); !errors.Is(err, store.ErrWrongKey) {
		t.Errorf("wrong key: %v", err)
	}
	if _, err := store.Inspect(f.path, testKey); !errors.Is(err, store.ErrLocked) {
		t.Errorf("in use: %v", err)
	}
	f.noErr(f.Meddle(anna, func(fan *store.Fan) { fan.Waiting = 7 }))
	if _, err := store.Inspect(copyOf(t, f), testKey); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a copy that does not agree with itself: %v", err)
	}
	f.noErr(f.Meddle(anna, func(fan *store.Fan) { fan.Waiting = 1 }))
	for _, size := range []int{0, 1, 100, len(before) / 3, len(before) - 1} {
		f.noErr(os.WriteFile(path, before[:size], 0o600))
		if _, err := store.Inspect(path, testKey); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("cut at %d: %v", size, err)
		}
	}
	if _, err := store.Inspect(path+".none", testKey); !errors.Is(err, os.ErrNotExist) {
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
