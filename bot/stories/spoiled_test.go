package stories_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// usedBytes is how much of a data file its pages take; what is behind them is
// room to grow.
func usedBytes(t *testing.T, path string) int {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	size := 0
	_ = db.View(func(b *bolt.Tx) error { size = int(b.Size()); return nil }) // which fails nowhere
	return size
}

// spoil writes a data file that is not whole, and lets every command that reads
// it say so: one sentence that names the file, no panic, no byte changed.
func (s *story) spoil(what string, content []byte, sure bool, commands ...[]string) {
	s.t.Helper()
	s.write("data/secretary.db", string(content))
	for _, args := range commands {
		code, out := s.command(args...)
		if code != 0 && code != 1 || strings.Contains(out, "panic") || strings.Contains(out, "goroutine") || strings.Contains(out, "fault") {
			s.t.Errorf("%s, %q: exit code %d:\n%s", what, args, code, tail(out, 30))
		}
		if sure && (code != 1 || !holds(out, "damaged", "secretary.db") && !holds(out, "cut.db")) {
			s.t.Errorf("%s, %q: exit code %d, want 1 and a sentence that names the file:\n%s", what, args, code, tail(out, 30))
		}
		if after, err := os.ReadFile(s.path("data/secretary.db")); err != nil || !bytes.Equal(after, content) {
			s.t.Errorf("%s, %q: the data file was changed (%v)", what, args, err)
		}
		for _, made := range []string{"copy.db", "all.jsonl"} {
			_ = os.Remove(s.path(made)) // most commands make none
		}
	}
}

// TestADataFileCutAtAnyByteIsRefusedByEveryCommand cuts the file of a program
// that was at work at many places, also within a page.
func TestADataFileCutAtAnyByteIsRefusedByEveryCommand(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	s.spoiled = true
	whole := s.read("data/secretary.db")
	used := usedBytes(t, s.path("data/secretary.db"))
	commands := [][]string{
		{"run"}, {"check"}, {"backup", s.path("copy.db")}, {"export", s.path("all.jsonl")}, {"audit"},
	}
	cuts := []int{0, 1, 16, 80, 4095, 4096, 4097, 8192, used / 2, used - 1}
	r := rand.New(rand.NewPCG(5, 5))
	for range 20 {
		cuts = append(cuts, r.IntN(used))
	}
	for i, at := range cuts {
		these := commands[i%len(commands):][:1]
		if at == used/2 {
			these = commands
		}
		s.spoil(fmt.Sprintf("cut at %d of %d", at, used), whole[:at], true, these...)
	}
	s.write("cut.db", string(whole[:used/3]))
	s.spoil("a cut backup", whole, true, []string{"restore", s.path("cut.db")})
	s.spoiled = false
	s.run()
	s.someoneElseIsAnswered()
}

// TestADataFileWithHolesNeverEndsInAPanic turns bytes over and empties pages
// anywhere. Much of it shows only when it is read: check reads all of it.
func TestADataFileWithHolesNeverEndsInAPanic(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	s.spoiled = true
	whole := s.read("data/secretary.db")
	used := usedBytes(t, s.path("data/secretary.db"))
	commands := [][]string{{"check"}, {"audit"}, {"check"}, {"export", s.path("all.jsonl")}, {"check"}, {"backup", s.path("copy.db")}}
	r := rand.New(rand.NewPCG(6, 6))
	for i := range 24 {
		spoiled, at := bytes.Clone(whole), r.IntN(used)
		if i%2 == 0 {
			at -= at % 4096
			clear(spoiled[at:min(at+4096, used)])
		} else {
			spoiled[at] ^= byte(1 + r.IntN(255))
		}
		s.spoil(fmt.Sprintf("hole at %d of %d", at, used), spoiled, false, commands[i%len(commands)])
	}
	s.spoiled = false
	s.write("data/secretary.db", string(whole))
	s.run()
	s.someoneElseIsAnswered()
}

// TestADataFileThatIsHeldIsNamedByEveryCommand: somebody else holds the lock,
// and no daemon answers.
func TestADataFileThatIsHeldIsNamedByEveryCommand(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	db, err := bolt.Open(s.path("data/secretary.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() }) // before the end of the story, which reads the file
	for _, args := range [][]string{{"run"}, {"check"}, {"backup", s.path("copy.db")}, {"export", s.path("all.jsonl")}, {"audit"}} {
		if code, out := s.command(args...); code != 1 || !holds(out, "in use", "already running") {
			t.Errorf("%q: exit code %d, want 1:\n%s", args, code, tail(out, 30))
		}
	}
}

// TestADataFileOfANewerProgramIsNamedByEveryCommand: whoever goes back to an
// older program must not lose what the newer one wrote.
func TestADataFileOfANewerProgramIsNamedByEveryCommand(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	s.spoiled = true
	db, err := bolt.Open(s.path("data/secretary.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(b *bolt.Tx) error {
		return b.Bucket([]byte("meta")).Put([]byte("version"), []byte{0, 0, 0, 0, 0, 0, 0, 99})
	})
	if err != nil || db.Close() != nil {
		t.Fatal(err)
	}
	newer := s.read("data/secretary.db")
	s.write("cut.db", string(newer))
	for _, args := range [][]string{
		{"run"}, {"check"}, {"backup", s.path("copy.db")}, {"export", s.path("all.jsonl")}, {"audit"}, {"restore", s.path("cut.db")},
	} {
		if code, out := s.command(args...); code != 1 || !holds(out, "newer", "version 99") {
			t.Errorf("%q: exit code %d, want 1:\n%s", args, code, tail(out, 30))
		}
		if after, err := os.ReadFile(s.path("data/secretary.db")); err != nil || !bytes.Equal(after, newer) {
			t.Errorf("%q changed the data file (%v)", args, err)
		}
	}
}
