package stories_test

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"secretary/bot/sandbox"
	"secretary/store/failpoint"
)

// mortal builds the program once more, with its failpoints alive.
var mortal = sync.OnceValues(func() (string, error) {
	path := filepath.Join(filepath.Dir(binary), "mortal")
	mod, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", err
	}
	cmd := exec.Command("go", "build", "-tags", "failpoints", "-o", path, ".")
	cmd.Dir = filepath.Dir(strings.TrimSpace(string(mod)))
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build with failpoints: %w\n%s", err, out)
	}
	return path, nil
})

// deaths lists how often each point may be passed before the process dies
// there: the first time is often the start of the program, not the message.
func deaths(p failpoint.Point) []int {
	switch p {
	case failpoint.StoreCommit, failpoint.StoreDone:
		return []int{1, 2, 3, 5, 8, 13, 21}
	case failpoint.CardDrawn, failpoint.CardTaken, failpoint.CardNoted, failpoint.PollStored, failpoint.PollReceived:
		return []int{1, 2, 3}
	}
	return []int{1}
}

// lives are the ways of a message to its answer, with the points at which it dies
// there: those of the countdown are not passed without one, and a reply that goes out
// at once shares most of its way with the others.
var lives = []struct {
	name, mode, hold string
	flood            int // seconds for which Telegram holds up the first reply
	points           []failpoint.Point
}{
	{"approve", "approve", "100ms", 0, without(failpoint.OnceOffered, failpoint.OnceApproved, failpoint.HoldStarted, failpoint.HoldOver, failpoint.GoneLeft, failpoint.GoneTaken)},
	{"auto", "auto", "100ms", 0, without(failpoint.OnceOffered, failpoint.OnceApproved, failpoint.GoneLeft, failpoint.GoneTaken)},
	{"at once", "auto", "0s", 0, []failpoint.Point{failpoint.DraftMade, failpoint.OnceOffered, failpoint.OnceApproved,
		failpoint.DraftOffered, failpoint.SendClaimed, failpoint.SendTaken, failpoint.SendNoted, failpoint.CardTaken}},
	{"held up", "auto", "0s", 6, []failpoint.Point{failpoint.CardTaken, failpoint.CardNoted}},
}

func without(left ...failpoint.Point) []failpoint.Point {
	return slices.DeleteFunc(slices.Clone(failpoint.All), func(p failpoint.Point) bool { return slices.Contains(left, p) })
}

// TestCrashMatrix kills the real program at every named point of the way of a
// message, starts it again, and lets the creator go on as a person would. What
// may never happen is asked at the end, whatever happened in between.
func TestCrashMatrix(t *testing.T) {
	path, err := mortal()
	if err != nil {
		t.Fatal(err)
	}
	var tried, deadly sync.Map // points; those at which a process died
	t.Run("points", func(t *testing.T) {
		for _, life := range lives {
			for _, p := range life.points {
				for _, n := range deaths(p) {
					t.Run(fmt.Sprintf("%s/%s:%d", life.name, p, n), func(t *testing.T) {
						tried.Store(p, true)
						if dieAt(t, path, life.mode, life.hold, life.flood, p, n) {
							deadly.Store(p, true)
						}
					})
				}
			}
		}
	})
	for _, p := range failpoint.All {
		_, meant := tried.Load(p)
		if _, ok := deadly.Load(p); meant && !ok {
			t.Errorf("nothing ever died at %s", p)
		}
	}
}

// dieAt tells one such story; died is false where the point is not passed that often.
func dieAt(t *testing.T, path, mode, hold string, flood int, p failpoint.Point, n int) (died bool) {
	s := stage(t, with("reply.mode", mode), with("reply.hold", hold))
	s.mila.Start("")
	s.mila.Connect()
	anna := s.fan("Anna")
	s.model.Answers("will this arrive exactly once?", "once, and only once")
	if flood > 0 {
		s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: flood, If: toFan})
	}
	s.bin = s.startProgram([]string{fmt.Sprintf("FAILPOINT=%s:%d", p, n)}, path, "--config", s.path("config.yaml"), "run")
	if mode == "auto" { // else it may have come while the program was away, and asks Mila
		s.bin.out.waitFor(patience, func(text string) bool { return s.bin.ended() || holds(text, "connected to Telegram; receiving") })
	}
	anna.Writes("will this arrive exactly once?")
	reached := s.actUntil(anna, func() bool {
		return s.bin.ended() || anna.count("once, and only once") > 0 && s.over()
	})
	if !reached {
		t.Fatalf("neither death nor an answer\n%s", tail(s.bin.out.String(), 30))
	}
	select { // the last points are passed when all is over for everybody else
	case <-s.bin.done:
	case <-time.After(time.Second):
	}
	if s.bin.ended() {
		if status := s.bin.cmd.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.Signal() != syscall.SIGKILL {
			t.Fatalf("it ended by itself: %v\n%s", s.bin.cmd.ProcessState, tail(s.bin.out.String(), 30))
		}
		t.Logf("died at %s:%d", p, n)
		died = true
		s.run()
		s.receives()
	} else {
		t.Logf("%s is not passed %d times in mode %s", p, n, mode)
	}
	if !s.actUntil(anna, func() bool { return anna.count("once, and only once") > 0 && s.over() }) {
		t.Errorf("the message is lost\n%s", s.scene())
	}
	anna.Gets("once, and only once")
	s.settled()
	if n := anna.count("once, and only once"); n != 1 {
		t.Errorf("in the end Anna got it %d times", n)
	}
	return died
}

// actUntil plays the creator: taps Send on what is asked, and tells the truth
// about what is unknown. Telegram never tells what it took, so a card whose id
// was not noted before the death stays behind as a copy: it is tapped too, must
// do no harm, and say what became of the draft from then on.
func (s *story) actUntil(anna *fan, done func() bool) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if done() {
			return true
		}
		if c, ok := s.mila.open("will this arrive exactly once?"); ok {
			s.act(anna, c)
		}
		s.breathe()
	}
	return done()
}

// breathe waits for the next thing to happen, and looks again after a while:
// a death is nothing that happens at Telegram.
func (s *story) breathe() {
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	first := true
	_ = s.tg.Until(ctx, "something happens", func() bool { was := first; first = false; return !was })
}

func (s *story) act(anna *fan, c card) {
	button := ""
	switch words := labels(s.mila.Message(c)); {
	case holds(words, "It arrived"):
		button = "Send again"
		if anna.count("once, and only once") > 0 {
			button = "It arrived"
		}
	case holds(words, "Send"):
		button = "Send"
	case holds(words, "Stop") && anna.count("once, and only once") > 0:
		button = "Stop" // too late on the card; on a copy that the program lost sight of it brings the truth
	default:
		return
	}
	tapped := make(chan struct{})
	go func() {
		defer close(tapped)
		_, _ = s.mila.Person.Taps(int64(c), button) // the button may be gone by now
	}()
	select {
	case <-tapped:
	case <-s.bin.done: // a dead program does not answer
	}
}

// over tells whether nothing asks the creator any more.
func (s *story) over() bool {
	_, open := s.mila.open("will this arrive exactly once?")
	return !open
}
