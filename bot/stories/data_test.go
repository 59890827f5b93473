package stories_test

import (
	"os"
	"strings"
	"testing"
)

// refused expects run to end with 1, one clear sentence, and the data untouched.
func (s *story) refused(words ...string) {
	s.t.Helper()
	before, _ := os.ReadFile(s.path("data/secretary.db"))
	code, out := s.command("run")
	if code != 1 || !holds(out, words...) {
		s.t.Errorf("exit code %d, want 1 and the words %q:\n%s", code, words, out)
	}
	after, _ := os.ReadFile(s.path("data/secretary.db"))
	if string(before) != string(after) {
		s.t.Error("the refused data file was changed")
	}
}

func TestMissingKeyOverExistingDataIsRefused(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	key := s.read("data.key")
	if err := os.Remove(s.path("data.key")); err != nil {
		t.Fatal(err)
	}
	s.refused("key")
	if _, err := os.Stat(s.path("data.key")); err == nil {
		t.Error("a new key was made over existing data")
	}
	s.write("data.key", string(key))
	s.run()
	s.someoneElseIsAnswered()
}

func TestWrongKeyIsRefused(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	key := s.read("data.key")
	s.write("data.key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")
	s.refused("key")
	s.write("data.key", "this is no key")
	s.refused("key")
	s.write("data.key", string(key))
	s.run()
	s.someoneElseIsAnswered()
}

func TestTruncatedDataFileIsRefused(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	raw := s.read("data/secretary.db")
	for _, n := range []int{24_676, 5_000, 1} {
		s.write("data/secretary.db", string(raw[:n]))
		s.refused("secretary.db")
	}
	s.write("data/secretary.db", string(raw))
	s.run()
	s.someoneElseIsAnswered()
}

// What cannot be read is not spoken of as if it were empty.
func TestCheckOfADamagedDataFileSaysWhatToDoAndGuessesNothing(t *testing.T) {
	s := tell(t, with("owner.id", nil))
	s.stop()
	raw := s.read("data/secretary.db")
	s.write("data/secretary.db", string(raw[:5000]))
	code, out := s.command("check")
	if code != 1 || !holds(out, "damaged", "put a backup in its place: secretary restore FILE") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	for _, guess := range []string{"new data directory", "Start the program with", "no connection seen yet", "none yet", "1.0 MiB"} {
		if strings.Contains(out, guess) {
			t.Errorf("said of a file that cannot be read: %q\n%s", guess, out)
		}
	}
	if err := os.Mkdir(s.path("data/backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.write("data/backups/secretary-20260301-140000.db", "the newest")
	for _, command := range []string{"check", "run", "audit", "compact"} {
		if code, out := s.command(command); code != 1 || !holds(out, "secretary restore "+s.path("data/backups/secretary-20260301-140000.db")) {
			t.Errorf("%s: exit code %d:\n%s", command, code, out)
		}
	}
	s.write("data/secretary.db", string(raw))
}

func TestCheckNeedsNoTemporaryFolder(t *testing.T) {
	s := stage(t)
	config := []string{"--config", s.path("config.yaml"), "check"}
	if code, out := s.ends(s.startWith([]string{"TMPDIR=" + s.path("none")}, config...)); code != 1 || !holds(out, "Start was never pressed") {
		t.Errorf("exit code %d:\n%s", code, out)
	}
	if _, err := os.Stat(s.path("data")); err == nil {
		t.Error("a check made the data folder")
	}
}

func TestAFileOfSomebodyElseIsNamedWithTheWayOut(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	s := tell(t)
	s.stop()
	for name, mode := range map[string]os.FileMode{"data/secretary.db": 0o600, "data.key": 0o600, "data": 0o700} {
		if err := os.Chmod(s.path(name), 0); err != nil {
			t.Fatal(err)
		}
		for _, command := range []string{"run", "check", "audit", "compact"} {
			if code, out := s.command(command); code != 1 || !holds(out, "permission denied", "chown") {
				t.Errorf("%s, %s: exit code %d:\n%s", name, command, code, out)
			}
		}
		if err := os.Chmod(s.path(name), mode); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSecondDaemonOnTheSameDataIsRefused(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	code, out := s.command("run")
	if code != 1 || !holds(out, "another", "data") {
		t.Errorf("exit code %d, want 1:\n%s", code, out)
	}
	s.someoneElseIsAnswered()
}

func TestDataDirectoryThatCannotBeUsedIsRefused(t *testing.T) {
	s := stage(t)
	s.write("data", "a file where the directory should be")
	if code, out := s.command("run"); code != 1 || !holds(out, "data") {
		t.Errorf("exit code %d, want 1:\n%s", code, out)
	}
}

func TestHealthIsThatOfTheDaemon(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	if code, out := s.command("healthcheck"); code != 0 {
		t.Errorf("exit code %d beside a daemon that works:\n%s", code, out)
	}
	s.stop()
	if code, out := s.command("healthcheck"); code != 1 || !holds(out, s.path("data"), "secretary run") {
		t.Errorf("exit code %d without a daemon:\n%s", code, out)
	}
}

func TestKeyIsMadeBesideTheConfigurationFile(t *testing.T) {
	s := stage(t, with("data_key_file", nil))
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	s.someoneElseIsAnswered()
	if info, err := os.Stat(s.path("data.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file: %v, %v", info, err)
	}
}

func TestFilesAreForTheOwnerOnly(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	for name, want := range map[string]os.FileMode{"data": 0o700, "data/secretary.db": 0o600, "data.key": 0o600} {
		info, err := os.Stat(s.path(name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v (%v)", name, info.Mode().Perm(), want, err)
		}
	}
}
