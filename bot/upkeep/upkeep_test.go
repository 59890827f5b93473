package upkeep_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"

	"secretary/bot/backup"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/upkeep"
	"secretary/bot/words"
	"secretary/store"
)

const day = 24 * time.Hour

// copies are backups every day, into a folder of their own.
func copies(s *stage.Stage, change ...func(*upkeep.Backups)) *upkeep.Backups {
	s.Helper()
	b := &upkeep.Backups{
		Plan:  upkeep.Plan{Every: day, Keeper: backup.Keeper{Dir: filepath.Join(s.TempDir(), "a <b> & c"), Keep: 3, KeyFile: s.KeyFile, Source: s.Store.Backup}},
		Store: s.Store, Desk: s.Desk, Notices: notices(s), Clock: time.Now, Failed: pace.NewBell(), Log: s.Logger,
	}
	for _, c := range change {
		c(b)
	}
	b.Begin()
	return b
}

func notices(s *stage.Stage) *notice.Writer {
	w := notice.New(s.Store, s.Desk, pace.NewBell(), s.Logger)
	s.Run(w.Loop)
	return w
}

func count(s *stage.Stage, b *upkeep.Backups) int {
	s.Helper()
	list, err := b.Keeper.List(time.Now())
	s.Must(err)
	return len(list)
}

// encrypted sends the copies, locked, into the creator's chat.
func encrypted(s *stage.Stage) func(*upkeep.Backups) {
	id, err := age.GenerateX25519Identity()
	s.Must(err)
	return func(b *upkeep.Backups) { b.Send, b.Keeper.Recipient = true, id.Recipient() }
}

func TestCopiesAreMadeInTimeAndTheOldestGo(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		b := copies(s)
		s.Run(b.Loop)
		s.Pass(time.Minute)
		if n := count(s, b); n != 0 {
			t.Error("a copy of nothing was made at once")
		}
		s.Pass(time.Hour)
		if n := count(s, b); n != 1 {
			t.Errorf("%d copies in the first hour", n)
		}
		s.Pass(10 * day)
		if n, newest := count(s, b), time.Since(b.Last()); n != 3 || newest > day {
			t.Errorf("%d copies, the newest %v old", n, newest)
		}
		b.Watch()
		s.Pass(time.Minute)
		s.Wants("told while all is well", s.Told())
	})
}

func TestARestartNeitherForgetsNorRepeatsACopy(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		b := copies(s)
		s.Run(b.Loop)
		s.Pass(time.Hour)
		for range 5 {
			s.Stop()
			s.Run(b.Loop)
			s.Pass(time.Hour)
		}
		if n := count(s, b); n != 1 {
			t.Errorf("%d copies in six hours", n)
		}
		s.Stop()
		s.Pass(2 * day) // while the program is away
		s.Run(b.Loop)
		s.Pass(time.Minute)
		if n := count(s, b); n != 2 {
			t.Errorf("%d copies: the one that was due is missing", n)
		}
	})
}

// The clock of the machine was a year ahead, and was set right.
func TestCopiesFromTheFutureKeepNoneFromBeingMade(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		b := copies(s)
		for n := range 3 {
			_, err := b.Keeper.Make(s.Context(), time.Now().AddDate(1, 0, n))
			s.Must(err)
		}
		if age, old := b.Old(); old || !b.Last().IsZero() {
			t.Errorf("the newest is of %v, %v old: %t", b.Last(), age, old)
		}
		s.Run(b.Loop)
		s.Pass(5*day + time.Hour)
		if n, newest := count(s, b), time.Since(b.Last()); n != 3 || newest > day || newest < 0 {
			t.Errorf("%d copies, the newest %v old", n, newest)
		}
	})
}

func TestNoCopiesAreMadeWhereNoneAreWanted(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		b := copies(s, func(b *upkeep.Backups) { b.Every = 0 })
		s.Run(b.Loop)
		s.Pass(100 * day)
		b.Watch()
		s.Pass(time.Minute)
		if age, old := b.Old(); old || age != 0 || count(s, b) != 0 || len(s.Told()) != 0 {
			t.Errorf("%d copies, old %t, told %q", count(s, b), old, s.Told())
		}
	})
}

func TestACopyThatCannotBeMadeIsToldOnceAndAgainTheNextTime(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		var full atomic.Bool
		full.Store(true)
		b := copies(s)
		b.Keeper.Source = func(w io.Writer) (int64, error) {
			if full.Load() {
				return 0, errors.New("no <space> left")
			}
			return s.Store.Backup(w)
		}
		s.Run(b.Loop)
		s.Pass(6 * time.Hour)
		if told := s.Told(); len(told) != 1 || !strings.Contains(told[0], "no &lt;space&gt; left") {
			t.Errorf("told %q", told)
		}
		b.Failed.Wait(s.Context(), 0)
		full.Store(false)
		s.Pass(2 * time.Hour)
		if n := count(s, b); n != 1 {
			t.Errorf("%d copies once there was room", n)
		}
		full.Store(true)
		s.Pass(2 * day)
		if n := len(s.Told()); n != 2 {
			t.Errorf("told %d times of two troubles", n)
		}
		if left, _ := filepath.Glob(filepath.Join(b.Keeper.Dir, ".making-*")); len(left) != 0 {
			t.Errorf("half copies are left: %v", left)
		}
	})
}

func TestOldCopiesThatCannotBeRemovedAreToldOnceAndTheNewOneCounts(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		var stuck atomic.Bool
		stuck.Store(true)
		b := copies(s, encrypted(s))
		b.Keeper.Remove = func(path string) error {
			if stuck.Load() {
				return errors.New("permission <denied>")
			}
			return os.Remove(path)
		}
		s.Run(b.Loop)
		s.Pass(6 * day)
		told := s.Told()
		if n := count(s, b); n < 5 || time.Since(b.Last()) > day {
			t.Errorf("%d copies, the newest %v old", n, time.Since(b.Last()))
		}
		if len(told) != 1+count(s, b) || !strings.Contains(strings.Join(told, "\n"), "permission &lt;denied&gt;") || strings.Contains(strings.Join(told, "\n"), "No backup") {
			t.Errorf("told %q", told)
		}
		stuck.Store(false)
		s.Pass(day)
		if n := count(s, b); n != 3 {
			t.Errorf("%d copies once they could be removed", n)
		}
	})
}

func TestOnlyALockedCopyEverLeavesTheServer(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		plain := copies(s, func(b *upkeep.Backups) { b.Send = true })
		s.Run(plain.Loop)
		s.Pass(3 * day)
		if n := len(s.Telegram.Calls("sendDocument")); n != 0 {
			t.Fatalf("%d readable copies were sent", n)
		}
		s.Stop()
		b := copies(s, encrypted(s))
		s.Run(b.Loop)
		s.Pass(time.Hour)
		chat := s.Mila.Chat()
		last := chat[len(chat)-1]
		if !strings.HasPrefix(string(last.File), "age-encryption.org") || last.Text != words.BackupCaption {
			t.Errorf("the creator got %q with %.40q", last.Text, last.File)
		}
		if n := len(s.Alex.Chat()); n != 0 {
			t.Error("somebody else got it as well")
		}
	})
}

func TestACopyThatDoesNotArriveIsToldAndKept(t *testing.T) {
	for name, trouble := range map[string]sandbox.Fault{
		"refused":              {Code: 400, Times: 9},
		"a flood that lasts":   {Code: 429, RetryAfter: 60, Times: 9},
		"cut at the very end":  {DropAfter: true, Times: 9},
		"no answer":            {HangBefore: true, Times: 9},
		"too large for theirs": {Code: 413, Description: "Request Entity Too Large", Times: 9},
	} {
		t.Run(name, func(t *testing.T) {
			stage.Play(t, func(s *stage.Stage) {
				s.Telegram.Fail("sendDocument", trouble)
				b := copies(s, encrypted(s))
				s.Run(b.Loop)
				s.Pass(time.Hour)
				told := s.Told()
				if len(told) == 0 || !strings.Contains(told[len(told)-1], "could not be sent") || strings.Contains(told[len(told)-1], "<b>") || count(s, b) != 1 {
					t.Errorf("%d copies, told %q", count(s, b), told)
				}
			})
		})
	}
}

func TestACopyThatIsTooOldIsToldOnce(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		b := copies(s)
		s.Run(b.Loop)
		s.Pass(time.Hour)
		s.Stop()
		s.Run(b.Notices.Loop)
		s.Pass(3 * day)
		b.Begin() // a new life of the program, which has had no time to make one
		b.Watch()
		s.Pass(time.Minute)
		s.Wants("told at once", s.Told())
		s.Pass(20 * time.Minute)
		for range 3 {
			b.Watch()
			s.Pass(time.Minute)
		}
		if age, old := b.Old(); !old || age < 2*day || len(s.Told()) != 1 || !strings.Contains(s.Told()[0], "a &lt;b&gt; &amp; c") {
			t.Errorf("%v old: %t, told %q", age, old, s.Told())
		}
		s.Run(b.Loop)
		s.Pass(time.Minute)
		b.Watch()
		s.Stop()
		s.Run(b.Notices.Loop)
		s.Pass(3 * day)
		b.Watch()
		s.Pass(time.Minute)
		if n := len(s.Told()); n != 2 {
			t.Errorf("told %d times of two troubles", n)
		}
	})
}

func TestAFolderWithoutCopiesGrowsOldFromTheStart(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		b := copies(s)
		if _, old := b.Old(); old {
			t.Error("old at once")
		}
		s.Pass(3 * day)
		if age, old := b.Old(); !old || age < 3*day-time.Minute {
			t.Errorf("after three days without a copy: %v, old %t", age, old)
		}
		never := &upkeep.Backups{Plan: b.Plan, Clock: time.Now, Log: s.Logger}
		if _, old := never.Old(); old {
			t.Error("where nothing ever ran nothing can be late")
		}
	})
}

func TestLittleRoomIsToldOnceAndAgainAfterItHadGotBetter(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		free, err := upkeep.FreeSpace(s.TempDir())
		s.Must(err)
		room := &upkeep.Space{DataDir: s.TempDir(), Store: s.Store, Notices: notices(s), Log: s.Logger}
		watch := func(least int64) int {
			room.Least = least
			for range 3 {
				room.Watch()
				s.Pass(time.Minute)
			}
			return len(s.Told())
		}
		edge := free / 21 * 20 // enough, though not clearly
		for n, c := range []struct {
			least int64
			told  int
		}{{1, 0}, {2 * free, 1}, {edge, 1}, {2 * free, 1}, {free / 2, 1}, {2 * free, 2}} {
			if got := watch(c.least); got != c.told {
				t.Errorf("step %d: told %d times, want %d", n, got, c.told)
			}
		}
	})
}

func TestBothFoldersAreMeasuredThoughTheyAreNotThereYet(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		dir := s.TempDir()
		room := &upkeep.Space{DataDir: dir, BackupDir: filepath.Join(dir, "not", "there"), Least: 1, Store: s.Store, Log: s.Logger}
		places := room.Places()
		if len(places) != 2 || places[1].Key != "backup" || places[1].Free == 0 || places[0].Needs < 2*s.Store.Size() {
			t.Errorf("measured %+v", places)
		}
	})
}

func TestNothingHereChangesTheDataFile(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		b := copies(s)
		s.Stop() // what is told is written by others
		before := dump(s)
		s.Run(b.Loop)
		s.Run((&upkeep.Examiner{Store: s.Store, Backups: b, Notices: b.Notices, Clock: time.Now, Log: s.Logger}).Loop)
		s.Pass(3 * day)
		(&upkeep.Space{DataDir: s.TempDir(), Store: s.Store, Notices: b.Notices, Log: s.Logger}).Watch()
		if after := dump(s); after != before {
			t.Error("the data file is another one")
		}
	})
}

// dump is all that is kept, in words.
func dump(s *stage.Stage) string {
	s.Helper()
	var all strings.Builder
	_, err := s.Store.Export(&all, store.FanID{})
	s.Must(err)
	return all.String()
}

func TestASoundFileIsFoundSound(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		e := &upkeep.Examiner{Store: s.Store, Backups: copies(s), Notices: notices(s), Clock: time.Now, Log: s.Logger}
		if e.Last() != nil {
			t.Error("it says what it did not look at")
		}
		e.Examine(s.Context())
		if last := e.Last(); last == nil || last.Problems != 0 || !last.At.Equal(time.Now()) {
			t.Errorf("it says %+v", last)
		}
		s.Pass(time.Minute)
		s.Wants("told", s.Told())
	})
}

func TestAStoppedExaminationSaysNothingNew(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		e := &upkeep.Examiner{Store: s.Store, Backups: copies(s), Notices: notices(s), Clock: time.Now, Log: s.Logger}
		e.Examine(s.Context())
		before := *e.Last()
		s.Pass(time.Hour)
		ended, stop := context.WithCancel(s.Context())
		stop()
		e.Examine(ended)
		if *e.Last() != before {
			t.Errorf("it says %+v, and was stopped", *e.Last())
		}
	})
}

func TestADamagedFileIsToldOnceWithTheWayOut(t *testing.T) {
	stage.Play(t, func(s *stage.Stage) {
		b := copies(s)
		s.Run(b.Loop)
		s.Pass(time.Hour)
		key, err := store.LoadKey(s.KeyFile, true)
		s.Must(err)
		closed, err := store.Open(filepath.Join(s.TempDir(), "other.db"), key, store.Options{})
		s.Must(err)
		s.Must(closed.Close()) // it cannot be read
		e := &upkeep.Examiner{Store: closed, Backups: b, Notices: b.Notices, Clock: time.Now, Log: s.Logger}
		for range 3 {
			e.Examine(s.Context())
			s.Pass(time.Minute)
		}
		if last := e.Last(); last.Problems == 0 || last.At.IsZero() {
			t.Errorf("it says %+v", last)
		}
		if told := s.Told(); len(told) != 1 || !strings.Contains(told[0], filepath.Base(b.Newest().Path)) || strings.Contains(told[0], "a <b>") {
			t.Errorf("told %q", told)
		}
	})
}
