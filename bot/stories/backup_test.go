package stories_test

import (
	"os"
	"testing"
)

func TestBackupOfARunningDaemonCanBeStarted(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("back from the copy")
	anna.Writes("do you make copies of me?")
	card := s.mila.Card("do you make copies of me?")
	code, out := s.command("backup", s.path("copy.db"))
	if code != 0 {
		t.Fatalf("exit code %d:\n%s", code, out)
	}
	info, err := os.Stat(s.path("copy.db"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the copy: %v, %v", info, err)
	}
	s.someoneElseIsAnswered()
	s.kill()

	raw := s.read("copy.db")
	s.write("data/secretary.db", string(raw))
	s.run()
	s.mila.Taps(card, "Send")
	anna.Gets("back from the copy")
	s.mila.Closed(card, "sent")
}

func TestBackupWithoutADaemon(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	code, out := s.command("backup", s.path("copy.db"))
	if code != 0 {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if info, err := os.Stat(s.path("copy.db")); err != nil || info.Size() == 0 {
		t.Errorf("no copy: %v", err)
	}
}

func TestBackupThatCannotBeWrittenLeavesNothing(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	code, out := s.command("backup", s.path("nowhere/copy.db"))
	if code != 1 || !holds(out, "nowhere") {
		t.Errorf("exit code %d, want 1:\n%s", code, out)
	}
	s.write("precious.db", "an older copy, the only one")
	if code, _ := s.command("backup", s.path("precious.db")); code == 0 {
		if raw, _ := os.ReadFile(s.path("precious.db")); string(raw) == "an older copy, the only one" {
			t.Error("backup says it wrote a copy and did not")
		}
	} else if raw, _ := os.ReadFile(s.path("precious.db")); string(raw) != "an older copy, the only one" {
		t.Error("backup failed and harmed what was there")
	}
}

func TestBackupOverTheDataFileItselfIsRefused(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	if err := os.Symlink(s.path("data"), s.path("way")); err != nil {
		t.Fatal(err)
	}
	for _, running := range []bool{true, false} {
		for _, name := range []string{"data/secretary.db", "way/secretary.db", "data"} {
			if code, out := s.command("backup", s.path(name)); code != 1 {
				t.Errorf("backup to %s, daemon running %v: exit code %d, want 1:\n%s", name, running, code, out)
			}
		}
		if running {
			s.stop()
		}
	}
	s.run()
	s.someoneElseIsAnswered()
}

// A unix socket's path has room for about a hundred bytes.
func TestDeepDataDirectoryIsNoObstacle(t *testing.T) {
	s := stage(t)
	s.keys["data_dir"] = s.path("a/very/deep/and/long/path/to/the/data/of/one/secretary/that/nobody/would/ever/type/by/hand/on/purpose/data")
	s.writeConfig()
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	s.someoneElseIsAnswered()
	if code, out := s.command("backup", s.path("copy.db")); code != 0 {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

// A copy is good, or there is none: also one that is asked for by hand.
func TestACopyByHandIsLookedAt(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	key := s.read("data.key")
	s.write("data.key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
	code, out := s.command("backup", s.path("copy.db"))
	if _, err := os.Stat(s.path("copy.db")); code != 1 || err == nil || !holds(out, "look at the copy", "sealed with another one") {
		t.Errorf("a copy that the key beside it does not open: exit %d, %v\n%s", code, err, out)
	}
	if err := os.Remove(s.path("data.key")); err != nil {
		t.Fatal(err)
	}
	if code, out := s.command("backup", s.path("copy.db")); code != 1 || !holds(out, "copy.db was written", "could not be looked at", "put the key file back") {
		t.Errorf("without a key: exit %d\n%s", code, out)
	}
	s.write("data.key", string(key))
}
