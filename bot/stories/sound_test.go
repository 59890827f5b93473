package stories_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// forget takes the first key out of an index of the data file, as a bad disk or
// a bug might, while no program has it open.
func (s *story) forget(index string) {
	s.t.Helper()
	db, err := bolt.Open(s.path("data/secretary.db"), 0o600, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(func(b *bolt.Tx) error {
		key, _ := b.Bucket([]byte(index)).Cursor().First()
		return b.Bucket([]byte(index)).Delete(key)
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func TestAfterACrashTheDataFileIsLookedThrough(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.restart()
	s.logs("did not close the data file")
	s.logs("the data file is sound")
	_, steps := s.check()
	s.wants(steps, "sound", "ok", "looked through", "everything agrees")
	s.stop()
	s.run()
	s.someoneElseIsAnswered()
	if strings.Contains(s.bin.out.String(), "did not close") {
		t.Error("a file that was closed counts as not closed")
	}
}

// TestADamagedFileIsToldAndServed: an index entry is gone after a crash. The
// creator learns what to do, once, and the work goes on.
func TestADamagedFileIsToldAndServed(t *testing.T) {
	s := tell(t, with("backup.every", "24h"))
	s.someoneElseIsAnswered()
	if err := os.MkdirAll(s.path("data/backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.write("data/backups/secretary-20260101-000000.db", "a copy")
	s.kill()
	s.forget("decisions_by_fan")
	s.spoiled = true
	for range 2 {
		s.run()
		s.logs("does not agree with itself", "index decisions_by_fan lacks")
		s.mila.Hears("found 1 thing", "have changed nothing", "secretary restore", "secretary-20260101-000000.db")
		s.someoneElseIsAnswered()
		code, steps := s.check()
		if code != 1 {
			t.Errorf("exit code %d, want 1", code)
		}
		s.wants(steps, "sound", "blocked", "1 thing", "secretary restore", "secretary-20260101-000000.db")
		s.kill()
	}
	if n := s.mila.Heard("found 1 thing"); n != 1 {
		t.Errorf("the creator was told %d times", n)
	}
	code, steps := s.check()
	if code != 1 {
		t.Errorf("exit code %d without the daemon, want 1", code)
	}
	s.wants(steps, "sound", "blocked", "1 thing", "secretary restore")
}

// TestCheckChangesNothing: what a crash left behind is still there after check
// looked, byte for byte, also replies of which nobody knows whether they went out.
func TestCheckChangesNothing(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.kill()
	before := s.read("data/secretary.db")
	for _, args := range [][]string{{"check"}, {"audit"}, {"backup", s.path("copy.db")}, {"export", s.path("all.jsonl")}} {
		if code, out := s.command(args...); code != 0 {
			t.Errorf("%q: exit code %d:\n%s", args, code, out)
		}
		if after, err := os.ReadFile(s.path("data/secretary.db")); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s changed the data file (%v)", args[0], err)
		}
	}
	if err := os.Remove(s.path("all.jsonl")); err != nil { // it is readable on purpose
		t.Error(err)
	}
}
