package web

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// patience is how long the secretary has to end by itself; its own promise is
// shorter.
const patience = 10 * time.Second

// child is the secretary as a process.
type child struct {
	cmd    *exec.Cmd
	log    *lines
	wanted bool          // its end is wanted; guarded by world.mu
	ended  chan struct{} // closed when it has ended and everything it said was read
}

// start starts the secretary; w.running is not held.
func (w *world) start() error {
	w.running.Lock()
	defer w.running.Unlock()
	return w.startLocked()
}

func (w *world) startLocked() error {
	c := &child{ended: make(chan struct{}), log: &lines{each: w.logged}}
	c.cmd = exec.Command(w.program, "--config", w.folder.file(configName), "run") //nolint:gosec // this program
	c.cmd.Dir, c.cmd.Env = w.folder.path, environment(os.Environ())
	c.cmd.Stdout, c.cmd.Stderr = io.Discard, c.log
	c.cmd.SysProcAttr = dieWithParent()
	started := make(chan error, 1)
	w.busy.Go(func() { // the thread that starts a child must live as long as the child: see dieWithParent
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(c.ended)
		err := c.cmd.Start()
		if err == nil {
			w.change(func() { w.process.Up, w.process.PID = true, c.cmd.Process.Pid })
		}
		started <- err
		if err == nil {
			_ = c.cmd.Wait() // the exit code does not matter: that it ended does
			w.gone(c)
		}
	})
	if err := <-started; err != nil {
		return fmt.Errorf("start the secretary: %w", err)
	}
	w.child = c
	return nil
}

// gone notes the end of a child, and says so if nobody wanted it.
func (w *world) gone(c *child) {
	last := c.log.last()
	w.change(func() {
		w.process.Up, w.process.PID = false, 0
		if !c.wanted && w.alive.Err() == nil {
			w.step(time.Now(), "trouble", endedBySurprise(last), 0)
		}
	})
}

// restart kills the secretary as a power cut does and starts it on the same
// data.
func (w *world) restart() error {
	w.running.Lock()
	defer w.running.Unlock()
	if w.alive.Err() != nil {
		return fmt.Errorf("restart the secretary: %w", w.alive.Err())
	}
	w.change(func() {
		w.child.wanted = true
		w.step(time.Now(), "killed", killed, 0)
	})
	_ = w.child.cmd.Process.Kill() // it may have ended by itself
	<-w.child.ended
	w.change(func() { w.process.Restarts++ })
	return w.startLocked()
}

// stop ends the secretary for good, as systemd does.
func (w *world) stop() error {
	w.running.Lock()
	defer w.running.Unlock()
	if w.child == nil {
		return nil
	}
	w.change(func() { w.child.wanted = true })
	_ = w.child.cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself
	select {
	case <-w.child.ended:
		return nil
	case <-time.After(patience):
		_ = w.child.cmd.Process.Kill()
		<-w.child.ended
		return fmt.Errorf("stop the secretary: it did not end within %s and was killed", patience)
	}
}

// environment leaves out what would win over the configuration file.
func environment(all []string) []string {
	var out []string
	for _, entry := range all {
		if !strings.HasPrefix(entry, "SECRETARY_") {
			out = append(out, entry)
		}
	}
	return out
}

// lines takes a log apart. Only the goroutine of exec.Cmd writes to it.
type lines struct {
	each  func(line []byte) bool // false: not a line of the log
	rest  []byte
	plain string // the last line that was none of the log
}

func (l *lines) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		line, rest, ok := bytes.Cut(l.rest, []byte("\n"))
		if !ok {
			return len(p), nil
		}
		if !l.each(line) {
			l.plain = string(line)
		}
		l.rest = rest
	}
}

// last is why the program ended, in its own words; it is called after its end.
func (l *lines) last() string { return strings.TrimPrefix(l.plain, "secretary: ") }
