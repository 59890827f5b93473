package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"secretary/store"
)

// crash goes on with the file as it is on the disk, as after a power cut: the
// store that has it open is never closed properly.
func (f *fixture) crash() {
	f.t.Helper()
	content, err := os.ReadFile(f.path)
	f.noErr(err)
	f.noErr(f.Close()) // what that writes, it writes to a file nobody reads
	f.path = filepath.Join(f.t.TempDir(), "secretary.db")
	f.noErr(os.WriteFile(f.path, content, 0o600))
	f.Store = nil
	f.reopen()
}

func (f *fixture) examine(want string) {
	f.t.Helper()
	problems, err := f.Examine(f.t.Context())
	f.noErr(err)
	if want == "" && len(problems) > 0 {
		f.t.Errorf("examined and found %v", problems)
	}
	if want != "" {
		for _, p := range problems {
			if p.Error() == want {
				return
			}
		}
		f.t.Errorf("examined and found %v, want %q", problems, want)
	}
}

func (f *fixture) wantUnclean(want bool) {
	f.t.Helper()
	if got := f.Unclean(); got != want {
		f.t.Errorf("unclean is %t, want %t", got, want)
	}
}

func TestAFileKnowsWhetherItWasClosed(t *testing.T) {
	f := open(t)
	f.wantUnclean(false)
	f.reopen()
	f.wantUnclean(false)
	f.crash()
	f.wantUnclean(true)
	f.reopen() // a command looked at the file and closed it: that is no examination
	f.wantUnclean(true)
	f.examine("")
	f.wantUnclean(false)
	f.reopen()
	f.wantUnclean(false)
}

func TestWhatIsWrongIsFoundAtEveryStartUntilItIsRight(t *testing.T) {
	f := openUnchecked(t)
	archive(f)
	f.noErr(f.Meddle(bert, func(fan *store.Fan) { fan.Unsettled = 5 }))
	f.crash()
	for range 2 {
		f.wantUnclean(true)
		f.examine("fan {1000 2002} has 1 unsettled replies, not 5")
		f.reopen()
	}
}

// TestExaminingFindsWhatCheckFinds: reading in portions misses nothing that lies
// across their borders.
func TestExaminingFindsWhatCheckFinds(t *testing.T) {
	f := open(t)
	var events []store.Event
	for i := range int64(1500) {
		f.next++
		id := store.FanID{Owner: owner, Chat: 1 + i%7}
		events = append(events, store.Event{Fan: id, Message: store.Message{ID: f.next, Author: store.AuthorFan, Date: f.now, Text: fmt.Sprint(i)}})
	}
	_, err := f.Apply(events)
	f.noErr(err)
	archive(f)
	f.examine("")
}

// TestTheServiceGoesOnWhileTheFileIsExamined: what changes under the reader's
// hands is no damage.
func TestTheServiceGoesOnWhileTheFileIsExamined(t *testing.T) {
	f := open(t)
	archive(f)
	var all sync.WaitGroup
	all.Go(func() {
		for i := range int64(60) {
			fan := store.FanID{Owner: owner, Chat: 3000 + i%5}
			arrive(t, f.Store, store.Event{Fan: fan, Message: store.Message{ID: 5000 + i, Author: store.AuthorFan, Date: noon, Text: "hello"}})
			answer(t, f.Store, fan, 7000+i)
		}
	})
	for range 20 {
		f.examine("")
	}
	all.Wait()
}

func arrive(t *testing.T, s *store.Store, e store.Event) {
	if _, err := s.Apply([]store.Event{e}); err != nil {
		t.Errorf("apply: %v", err)
	}
}

// answer lets the fan have a reply from the first to the last step.
func answer(t *testing.T, s *store.Store, id store.FanID, message int64) {
	fan, err := s.Fan(id)
	d, offered := s.Offer(id, fan.Rev, store.Offer{Text: "hi", Known: true})
	_, approved := s.Approve(store.Approval{Draft: d.ID, Try: d.Try})
	rows, _, claimed := s.Claim(1, 1, 0)
	if err := errors.Join(err, offered, approved, claimed); err != nil || len(rows) != 1 {
		t.Errorf("answer %v: %v, %d rows", id, err, len(rows))
		return
	}
	if err := s.Sent(rows[0].ID, message, noon); err != nil {
		t.Errorf("sent: %v", err)
	}
}

func TestExaminingEndsWhenItsTimeIsUp(t *testing.T) {
	f := open(t)
	f.crash()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Examine(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
	f.wantUnclean(true)
}
