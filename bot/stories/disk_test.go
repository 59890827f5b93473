package stories_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The data directory lies on a small memory disk of the program's own, which
// the story fills up and empties again. Needs a Linux that lets ordinary
// programs make namespaces.
func TestFullDiskIsSaidAndLosesNothing(t *testing.T) {
	if out, err := exec.Command("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt").CombinedOutput(); err != nil {
		t.Skipf("no memory disk of our own: %v %s", err, out)
	}
	address := freeAddress(t)
	s := stage(t, with("metrics.listen", address))
	if err := os.Mkdir(s.path("data"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.mila.Start("")
	s.mila.Connect()
	s.bin = s.startProgram(nil, "unshare", "-rm", "sh", "-c",
		`mount -t tmpfs -o size=3m,mode=700 none data && exec "$0" "$@"`, binary, "--config", s.path("config.yaml"), "run")
	s.someoneElseIsAnswered()

	full := s.fill()
	anna := s.fan("Anna")
	s.secret("the last drop " + strings.Repeat("of many words ", 200))
	for i := range 40 {
		anna.Writes("the last drop " + strings.Repeat("of many words ", 200) + strconv.Itoa(i))
	}
	s.logs("space")
	s.hearsOn(address)
	if err := os.Remove(full); err != nil {
		t.Fatal(err)
	}
	ben := s.fan("Ben")
	ben.Writes("there is room again for ben")
	s.mila.Card("there is room again for ben")
	s.mila.Hears("the last drop", "39")
	s.someoneElseIsAnswered()
}

// hearsOn waits for polls to come back, as the figures tell, from now on: while
// they do the watchdog is fed. Starting again would make no room.
func (s *story) hearsOn(address string) {
	s.t.Helper()
	since := time.Now()
	var last float64
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(50 * time.Millisecond) {
		_, after, _ := strings.Cut(s.figures(address), "\nsecretary_last_poll_timestamp_seconds ")
		value, _, _ := strings.Cut(after, "\n")
		if last, _ = strconv.ParseFloat(value, 64); last > float64(since.Unix()) {
			return
		}
	}
	s.t.Fatalf("with a full disk no poll counts any more: the last one was at %.0f, now is %d", last, time.Now().Unix())
}

// fill writes to the program's own disk until it is full, and returns the path
// of what it wrote.
func (s *story) fill() string {
	s.t.Helper()
	path := filepath.Join("/proc", strconv.Itoa(s.bin.cmd.Process.Pid), "root", s.path("data/ballast"))
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		s.t.Skipf("cannot reach the program's disk: %v", err)
	}
	defer f.Close()
	block := make([]byte, 4096)
	for late := time.Now().Add(patience); time.Now().Before(late); {
		if _, err := f.Write(block); err != nil {
			return path
		}
	}
	s.t.Fatal("the memory disk does not fill up")
	return ""
}
