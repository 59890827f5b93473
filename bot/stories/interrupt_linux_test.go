package stories_test

import (
	"bytes"
	"sync"
	"syscall"
	"testing"
)

// The disk takes its time, and whoever waits presses Ctrl-C: the first time it is
// said that this goes on, the second time it ends, and nothing is lost.
func TestTheSecondCtrlCEndsWhatIsNotStoppedHalfWay(t *testing.T) {
	for _, args := range [][]string{{"compact"}, {"restore", "copy.db"}} {
		t.Run(args[0], func(t *testing.T) {
			s := tell(t)
			s.someoneElseIsAnswered()
			if code, out := s.command("backup", "copy.db"); code != 0 {
				t.Fatalf("exit code %d:\n%s", code, out)
			}
			s.stop()
			before := s.read("data/secretary.db")

			writing, goesOn := make(chan struct{}), make(chan struct{})
			defer close(goesOn)
			var once sync.Once
			s.onDisk(func(bool) syscall.Errno {
				once.Do(func() { close(writing) })
				<-goesOn
				return 0
			}, args...)
			p := s.bin
			select {
			case <-writing:
			case <-p.done:
				t.Fatalf("it ended before it wrote:\n%s", p.out.String())
			}
			// A shell lets what it starts in the background ignore SIGINT for good; the
			// program treats SIGTERM alike.
			_ = p.cmd.Process.Signal(syscall.SIGTERM) // already ended: the line below is missing
			s.logs("not stopped half-way", "Ctrl-C once more")
			_ = p.cmd.Process.Signal(syscall.SIGTERM)
			s.ends(p)
			if how := p.cmd.ProcessState.Sys().(syscall.WaitStatus); !how.Signaled() || how.Signal() != syscall.SIGTERM {
				t.Errorf("it ended with %v", p.cmd.ProcessState)
			}

			if !bytes.Equal(before, s.read("data/secretary.db")) {
				t.Error("the data file has changed")
			}
			if code, out := s.command(args...); code != 0 {
				t.Errorf("typed again: exit code %d:\n%s", code, out)
			}
			s.run()
			s.someoneElseIsAnswered()
		})
	}
}
