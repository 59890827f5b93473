package stories_test

import (
	"math/rand/v2"
	"os"
	"sync"
	"syscall"
	"testing"

	"secretary/bot/sandbox"
)

func TestDiskThatRefusesEveryWriteIsSaidOnceAndLosesNothing(t *testing.T) {
	for name, why := range map[string]syscall.Errno{"errors": syscall.EIO, "read-only": syscall.EROFS} {
		t.Run(name, func(t *testing.T) {
			s := stage(t)
			s.mila.Start("")
			s.mila.Connect()
			disk := s.onSickDisk()
			s.someoneElseIsAnswered()

			disk.fails(always(why))
			anna := s.fan("Anna")
			anna.Writes("does the disk take this?")
			s.logs("cannot store updates")
			s.mila.Hears("cannot be written", "Telegram keeps messages")
			if s.tg.Pending() == 0 {
				t.Error("a message that could not be stored was acknowledged")
			}
			anna.Writes("and this one?")
			disk.fails(nil)
			s.mila.Card("does the disk take this?", "and this one?")
			s.mila.Hears("can be written again")
			if n := s.mila.Heard("cannot be written"); n != 1 {
				t.Errorf("Mila was told %d times", n)
			}
			s.someoneElseIsAnswered()
		})
	}
}

// The reply leaves, and from that moment on the disk refuses: what came of it is
// noted when it can be, and it is not sent again.
func TestOutcomeThatCannotBeNotedIsNotedLater(t *testing.T) {
	for name, answer := range map[string]sandbox.Fault{
		"sent":    {Times: 1, DropBefore: true, If: func(map[string]any) bool { return false }},
		"later":   {Times: 1, Code: 429, RetryAfter: 1},
		"unknown": {Times: 1, DropAfter: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := stage(t)
			s.mila.Start("")
			s.mila.Connect()
			disk := s.onSickDisk()
			anna := s.fan("Anna")
			s.model.Says("once, whatever the disk says")
			anna.Writes("how often do I get this?")
			card := s.mila.Card("how often do I get this?")

			var once sync.Once
			wanted := answer.If
			answer.If = func(params map[string]any) bool {
				if toFan(params) {
					once.Do(func() { disk.fails(always(syscall.EIO)) })
				}
				return toFan(params) && (wanted == nil || wanted(params))
			}
			s.tg.Fail("sendMessage", answer)
			s.mila.Taps(card, "Send")
			s.logs("cannot note the outcome of a send")
			disk.fails(nil)
			if name == "unknown" {
				s.mila.Taps(s.mila.Card("may or may not"), "It arrived")
			}
			anna.Gets("once, whatever the disk says")
			s.mila.Closed(card, "sent")
			s.someoneElseIsAnswered()
		})
	}
}

// Syncs, those of the meta page included, and writes fail at random, and the
// program is killed in the midst of it.
func TestErrorsOfTheDiskAtRandomLoseNothingAndSendNothingTwice(t *testing.T) {
	s := stage(t)
	s.mila.Start("")
	s.mila.Connect()
	disk := s.onSickDisk()
	s.someoneElseIsAnswered()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	disk.fails(func(sync bool) syscall.Errno {
		if sync && rng.IntN(8) == 0 || rng.IntN(60) == 0 {
			return syscall.EIO
		}
		return 0
	})
	anna := s.fan("Anna")
	s.model.Answers("will this arrive exactly once?", "once, and only once")
	anna.Writes("will this arrive exactly once?")
	if !s.actUntil(anna, func() bool { return anna.count("once, and only once") > 0 }) {
		t.Fatalf("no answer arrived\n%s", s.scene())
	}
	disk.fails(nil)
	s.restart()
	s.logs("connected to Telegram; receiving")
	if !s.actUntil(anna, s.over) {
		t.Errorf("it does not come to an end\n%s", s.scene())
	}
	anna.Gets("once, and only once")
	s.someoneElseIsAnswered()
}

func TestDataFileTakenAwayUnderTheProgramIsSaidAndCanBeSaved(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	if err := os.Remove(s.path("data/secretary.db")); err != nil {
		t.Fatal(err)
	}
	anna := s.fan("Anna")
	anna.Writes("is anybody writing this down?")
	s.mila.Hears("data file was deleted", "secretary backup FILE")
	anna.Writes("or at least this one?") // the first may have gone along with a commit that was under way: the copy has it
	if s.tg.Pending() == 0 {
		t.Error("a message was acknowledged that nobody keeps")
	}
	if code, out := s.command("backup", s.path("saved.db")); code != 0 {
		t.Fatalf("backup ends with %d:\n%s", code, out)
	}
	s.stop()
	if code, out := s.command("restore", s.path("saved.db")); code != 0 {
		t.Fatalf("restore ends with %d:\n%s", code, out)
	}
	s.run()
	s.mila.Card("is anybody writing this down?", "or at least this one?")
	s.someoneElseIsAnswered()
}
