package store_test

import (
	"sync"
	"testing"

	"secretary/store"
)

// What is remembered of settings and connections must never be older than what
// whoever reads it has heard of, however many others read at the same time.
func TestARecordThatIsReadAllTheTimeIsNeverOlderThanItsLastChange(t *testing.T) {
	f := open(t)
	var readers sync.WaitGroup
	defer readers.Wait()
	over := make(chan struct{})
	defer close(over)
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-over:
					return
				default:
				}
				_, err := f.Settings()
				f.ok(err)
				_, err = f.Current(owner)
				f.ok(err)
			}
		})
	}
	for n := range uint64(200) {
		_, err := f.UpdateSettings(func(s *store.Settings) error { s.Studied = n; s.Told["n"] += "x"; return nil })
		f.noErr(err)
		if s, err := f.Settings(); err != nil || s.Studied != n || len(s.Told["n"]) != int(n)+1 {
			t.Fatalf("after change %d it reads %+v (%v)", n, s, err)
		}
		f.connect("c1", n%2 == 0, store.CanReply)
		if c, err := f.Current(owner); err != nil || c.Enabled != (n%2 == 0) {
			t.Fatalf("after change %d the connection reads %+v (%v)", n, c, err)
		}
	}
}

func TestAChangeThatFailedLeavesWhatIsReadAsItWas(t *testing.T) {
	f := open(t)
	_, err := f.UpdateSettings(func(s *store.Settings) error { s.Mode = store.ModeAuto; return nil })
	f.noErr(err)
	f.Limit(1) // a full disk
	_, err = f.UpdateSettings(func(s *store.Settings) error {
		s.Mode, s.Told["much"] = store.ModeOff, string(make([]byte, 1<<20))
		return nil
	})
	f.Limit(0)
	if s, again := f.Settings(); err == nil || again != nil || s.Mode != store.ModeAuto || len(s.Told["much"]) > 0 {
		t.Errorf("it failed with %v and reads mode %q (%v)", err, s.Mode, again)
	}
}
