package stories_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

// copies lists the backups the daemon made by itself.
func (s *story) copies(suffix string) []string {
	found, err := filepath.Glob(filepath.Join(s.path("data"), "backups", "secretary-*"+suffix))
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

// What was sent after the backup must not be sent again, and no old button may
// reach anybody.
func TestRestoreSendsNothingTwice(t *testing.T) {
	s := tell(t)
	anna, bert := s.fan("Anna"), s.fan("Bert")
	s.model.Says("an answer from before the copy")
	anna.Writes("do you still hear me after the crash?")
	card := s.mila.Card("do you still hear me after the crash?")
	if code, out := s.command("backup", s.path("copy.db")); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	s.mila.Taps(card, "Send")
	anna.Gets("an answer from before the copy")
	s.model.Says("an answer from after the copy")
	bert.Writes("and what about me, after the copy?")
	lost := s.mila.Card("and what about me, after the copy?")
	if code, out := s.command("restore", s.path("copy.db")); code != 1 || !strings.Contains(out, "stop it first") {
		t.Errorf("while it runs: exit code %d:\n%s", code, out)
	}
	s.stop()

	code, out := s.command("restore", s.path("copy.db"))
	if code != 0 || !holds(out, "former data file is kept", "belongs to @mila_sec_bot", "newest message is of") {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	s.run()
	s.mila.Closed(card, "out of date")
	s.model.Says("for somebody else altogether")
	s.someoneElseIsAnswered()
	s.mila.Taps(lost, "Send")
	bert.GotNothing()
	if n := anna.count("an answer from before the copy"); n != 1 {
		t.Errorf("Anna got it %d times", n)
	}
}

func TestBrokenBackupChangesNothing(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	if code, out := s.command("backup", s.path("copy.db")); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	s.stop()
	whole := s.read("copy.db")
	before := s.read("data/secretary.db")
	for _, size := range []int{0, 10, 5000, len(whole) / 2, len(whole) - 1} {
		s.write("cut.db", string(whole[:size]))
		if code, out := s.command("restore", s.path("cut.db")); code != 1 || !strings.Contains(out, "nothing was changed") || strings.Contains(out, "panic") {
			t.Errorf("cut at %d: exit code %d:\n%s", size, code, out)
		}
	}
	if after, _ := os.ReadFile(s.path("data/secretary.db")); string(after) != string(before) {
		t.Error("the data file has changed")
	}
	s.run()
	s.someoneElseIsAnswered()
}

func TestDaemonMakesEncryptedBackupsThatBringALostMachineBack(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	s := tell(t, with("backup.every", "1s"), with("backup.keep", 2), with("backup.send", true), with("backup.recipient", id.Recipient().String()))
	anna := s.fan("Anna")
	s.model.Says("of course I remember")
	anna.Writes("do you remember the blue vase?")
	s.mila.Card("do you remember the blue vase?")
	if !s.bin.out.waitFor(patience, func(text string) bool { return strings.Count(text, "backup made") >= 3 }) {
		t.Fatal("no third backup was made")
	}
	s.stop()
	kept := s.copies(".db.age")
	if len(kept) > 2 || len(s.copies(".db")) > 0 {
		t.Errorf("kept: %v", kept)
	}
	if m := s.mila.Hears("Encrypted backup"); m.Kind != "document" || !bytes.HasPrefix(m.File, []byte("age-encryption.org/")) {
		t.Errorf("Mila got %q of %d bytes", m.Kind, len(m.File))
	}
	newest := kept[len(kept)-1]
	// the machine is lost: no data, no key
	raw, err := os.ReadFile(newest)
	if err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{"data", "data.key"} {
		if err := os.RemoveAll(s.path(gone)); err != nil {
			t.Fatal(err)
		}
	}
	s.write("copy.age", string(raw))
	s.write("identity.txt", id.String()+"\n")
	if code, out := s.command("restore", s.path("copy.age")); code != 1 || !strings.Contains(out, "--identity") {
		t.Errorf("without identity: exit code %d:\n%s", code, out)
	}
	if code, out := s.command("restore", s.path("copy.age"), "--identity", s.path("identity.txt")); code != 0 || !holds(out, "belongs to @mila_sec_bot") {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	s.run()
	s.model.Says("still here")
	anna.Writes("and now?")
	card := s.mila.Card("do you remember the blue vase?", "and now?")
	s.mila.Taps(card, "Send")
	anna.Gets("still here")
}
