package store_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	modelSeed = flag.Uint64("model.seed", 0, "first seed of the model test; 0: by the clock")
	modelRuns = flag.Int("model.runs", 1000, "runs of the model test; a fifth of them under the race detector, a tenth with -short")
)

// modelSteps is how much happens in one run: short ones find the same as long
// ones, and what they find is short.
const modelSteps = 50

// failedSeeds found something once. They stay, as long as the actions stay as
// they are; what they found has a test of its own.
var failedSeeds = []struct {
	seed  uint64
	steps int
	found string
}{
	{1795332856953196517, 41, "a reply that came back from the queue may go out at once"},
}

// TestRandomEventsAgreeWithTheModel is the property behind the definition of a
// real failure: whatever happens in whatever order, and wherever the program
// dies, nothing is claimed that was not approved, nothing is claimed twice for
// one approval, nothing is claimed for a conversation that moved on, no message
// of a fan is forgotten, no update is lost and none has its effect twice.
func TestRandomEventsAgreeWithTheModel(t *testing.T) {
	dir := quickDir(t)
	first, runs := *modelSeed, *modelRuns
	if first == 0 {
		first = uint64(time.Now().UnixNano())
	}
	switch {
	case testing.Short():
		runs /= 10
	case raced:
		runs /= 5
	}
	t.Logf("seeds %d to %d", first, first+uint64(runs)-1)
	var next atomic.Uint64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for n := next.Add(1) - 1; n < uint64(runs) && !t.Failed(); n = next.Add(1) - 1 {
				if told := tryOut(t, dir, first+n, modelSteps, false); told.Failed() {
					t.Errorf("after %d runs: %s", n+1, shrink(t, dir, first+n))
				}
			}
		})
	}
	workers.Wait()
}

func TestSeedsThatOnceFailed(t *testing.T) {
	dir := quickDir(t)
	for _, s := range failedSeeds {
		t.Run(s.found, func(t *testing.T) {
			if told := tryOut(t, dir, s.seed, s.steps, true); told.Failed() {
				t.Error(strings.Join(told.said, "\n"))
			}
		})
	}
}

// shrink tells the shortest beginning of a run that fails.
func shrink(t *testing.T, dir string, seed uint64) string {
	told := tryOut(t, dir, seed, modelSteps, true)
	for steps := 1; steps < len(told.log); steps++ {
		if shorter := tryOut(t, dir, seed, steps, true); shorter.Failed() {
			told = shorter
			break
		}
	}
	return fmt.Sprintf("seed %d fails within %d steps:\n  %s\nwhat happened:\n  %s", seed, len(told.log),
		strings.Join(told.said, "\n  "), strings.Join(told.log, "\n  "))
}

// tryOut simulates one run; thorough, it looks at everything after each step.
func tryOut(t *testing.T, dir string, seed uint64, steps int, thorough bool) *trial {
	told := &trial{TB: t, dir: filepath.Join(dir, fmt.Sprintf("%d-%d", seed, steps))}
	defer os.RemoveAll(told.dir)
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer told.end()
		s := newSimulation(told, seed)
		defer func() { told.log = s.log }()
		s.act(steps, thorough)
	}()
	<-over
	return told
}

// quickDir is a folder in memory, where there is one.
func quickDir(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "model")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// trial is a testing.TB that keeps to itself what one run says.
type trial struct {
	testing.TB
	dir   string
	dirs  int
	mu    sync.Mutex
	said  []string
	log   []string
	after []func()
}

func (r *trial) Helper()                  {}
func (r *trial) Context() context.Context { return context.Background() }
func (r *trial) Cleanup(f func())         { r.after = append(r.after, f) }
func (r *trial) Error(args ...any)        { r.Errorf("%s", fmt.Sprint(args...)) }
func (r *trial) Fatal(args ...any)        { r.Error(args...); runtime.Goexit() }

func (r *trial) Fatalf(format string, args ...any) { r.Errorf(format, args...); runtime.Goexit() }

func (r *trial) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

func (r *trial) Failed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.said) > 0
}

func (r *trial) TempDir() string {
	r.dirs++
	dir := filepath.Join(r.dir, fmt.Sprint(r.dirs))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		r.Fatal(err)
	}
	return dir
}

// end does what was left for the end, the last first.
func (r *trial) end() {
	for i := len(r.after) - 1; i >= 0; i-- {
		r.after[i]()
	}
}
