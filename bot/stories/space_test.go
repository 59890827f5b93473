package stories_test

import (
	"os"
	"testing"
)

func TestLittleRoomIsToldOnceAndAgainAfterItGotBetter(t *testing.T) {
	const plenty, scarce = 0, 1 << 30 // in MB: no disk has a petabyte
	s := tell(t, with("disk.low_mb", scarce))
	s.mila.Hears("Little room is left", "/data")
	_, steps := s.check()
	s.wants(steps, "data", "waiting", "free", "wanted", "retention")
	again := func(low int) {
		s.stop()
		s.keys["disk.low_mb"] = low
		s.writeConfig()
		s.run()
		s.someoneElseIsAnswered()
	}
	again(scarce)
	s.mila.Asks("/status", "Little room is left for")
	if n := s.mila.Heard("⚠️ Little room is left", "/data</code>"); n > 1 {
		t.Errorf("told %d times", n)
	}
	before := s.mila.Heard("⚠️ Little room is left")
	again(plenty)
	s.until("the trouble is over", func() bool { _, steps := s.check(); return steps["data"].State == "ok" })
	s.logs("Secretary Mode is on") // watchLoop has looked
	again(scarce)
	s.until("it is told anew", func() bool { return s.mila.Heard("⚠️ Little room is left") > before })
}

func TestOldBackupIsToldOnceAndAgainAfterItGotBetter(t *testing.T) {
	s := tell(t, with("backup.every", "2s"), with("backup.keep", 1))
	s.logs("secretary starts")
	key := s.read("data.key")
	broken := func(times int) {
		s.logs("backup made")
		if err := os.Remove(s.path("data.key")); err != nil { // no copy can be looked at any more
			t.Fatal(err)
		}
		s.until("it is told", func() bool { return s.mila.Heard("no good backup for") == times })
		s.someoneElseIsAnswered()
	}
	broken(1)
	s.mila.Asks("/status", "newest backup is too old")
	s.stop()
	s.write("data.key", string(key))
	s.run()
	s.receives() // else the check may hold the data file
	s.until("the trouble is over", func() bool { _, steps := s.check(); return steps["data"].State == "ok" })
	s.logs("Secretary Mode is on") // watchLoop has looked
	broken(2)
	s.write("data.key", string(key)) // the end of the story looks into the data
}
