package rig

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Process is a child and what is known of it.
type Process struct {
	world   *World
	cmd     *exec.Cmd
	log     string // path of what it writes
	metrics string // address; empty: it has none
	done    chan struct{}
	Started time.Time
}

// Secretary starts the program and waits until it polls.
func (w *World) Secretary(ctx context.Context) (*Process, error) {
	p, err := w.start(partSecretary, "--config", w.Path("config.yaml"), "run")
	if err != nil {
		return nil, err
	}
	if p.metrics, err = p.said(ctx, "metrics can be read", "address="); err != nil {
		p.Stop()
		return nil, err
	}
	return p, nil
}

// Ready waits until the program has taken what waited for it.
func (p *Process) Ready(ctx context.Context) error {
	_, err := p.said(ctx, "connected to Telegram; receiving", "level=")
	return err
}

// Poller starts the bare loop.
func (w *World) Poller(context.Context) (*Process, error) {
	return w.start(partPoller, w.Telegram.URL()+"/bot"+w.Telegram.Token())
}

func (w *World) start(part string, args ...string) (*Process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	p := &Process{world: w, cmd: exec.Command(self, args...), log: w.Path(part + ".log"), done: make(chan struct{})}
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make log: %w", err)
	}
	defer out.Close()
	p.cmd.Dir, p.cmd.Stdout, p.cmd.Stderr = w.Dir, out, out
	p.cmd.Env = append(os.Environ(), partVariable+"="+part)
	if w.options.Profile != "" {
		profiles++
		p.cmd.Env = append(p.cmd.Env, profileVariable+"="+w.options.Profile+"."+strconv.Itoa(profiles))
	}
	p.Started = time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start child: %w", err)
	}
	go func() {
		_ = p.cmd.Wait() // how it ended stands in ProcessState
		close(p.done)
	}()
	return p, nil
}

// PID is the child's process id.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Stop ends the child as systemd does, and waits for it; after ten seconds it is
// killed.
func (p *Process) Stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // already ended: done is closed
	select {
	case <-p.done:
	case <-time.After(10 * time.Second):
		_ = p.cmd.Process.Kill()
		<-p.done
	}
}

// errEnded is a child that is gone before its time.
var errEnded = errors.New("the program ended")

// wait asks ok again and again, every pause, until it is true.
func (p *Process) wait(ctx context.Context, pause time.Duration, ok func() (bool, error)) error {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if is, err := ok(); is || err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-p.done:
			text, _ := os.ReadFile(p.log) // without it, there is nothing to show
			return fmt.Errorf("%w; it said:\n%s", errEnded, text[max(0, len(text)-2000):])
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Rests waits so long, or until the child ends, which is an error.
func (p *Process) Rests(ctx context.Context, d time.Duration) error {
	over := time.Now().Add(d)
	return p.wait(ctx, 50*time.Millisecond, func() (bool, error) { return time.Now().After(over), nil })
}

// Polls waits until the child has asked for updates.
func (p *Process) Polls(ctx context.Context) error {
	return p.wait(ctx, 5*time.Millisecond, func() (bool, error) { return !p.world.FirstPoll().IsZero(), nil })
}

// said waits for a line of the log and gives the word behind mark.
func (p *Process) said(ctx context.Context, line, mark string) (word string, err error) {
	err = p.wait(ctx, 5*time.Millisecond, func() (bool, error) {
		file, err := os.Open(p.log)
		if err != nil {
			return false, fmt.Errorf("read log: %w", err)
		}
		defer file.Close()
		for lines := bufio.NewScanner(file); lines.Scan(); {
			if _, after, ok := strings.Cut(lines.Text(), mark); ok && strings.Contains(lines.Text(), line) {
				word, _, _ = strings.Cut(after, " ")
				return true, nil
			}
		}
		return false, nil
	})
	return word, err
}

// Figures reads what the program tells of itself, by name without
// "secretary_". A value with a label has it in its name: updates_total{kind="message"}.
func (p *Process) Figures() (map[string]float64, error) {
	resp, err := http.Get("http://" + p.metrics + "/metrics")
	if err != nil {
		return nil, fmt.Errorf("read metrics: %w", err)
	}
	defer resp.Body.Close()
	figures := map[string]float64{}
	lines := bufio.NewScanner(resp.Body)
	for lines.Scan() {
		name, value, ok := strings.Cut(lines.Text(), " ")
		v, err := strconv.ParseFloat(value, 64)
		if name, ours := strings.CutPrefix(name, "secretary_"); ok && ours && err == nil {
			figures[name] = v
		}
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return figures, errors.Join(lines.Err(), err)
}

// Took waits until the child has taken so many messages: a bare loop, until
// nothing waits at Telegram; the program, until they are in the archive and no
// update waits to be worked on. It gives the moment. The program is asked only once
// nothing waits at Telegram: telling its figures takes time from its work.
func (p *Process) Took(ctx context.Context, messages int) (time.Time, error) {
	err := p.wait(ctx, 10*time.Millisecond, func() (bool, error) { return p.world.Telegram.Pending() == 0, nil })
	if err == nil && p.metrics != "" {
		err = p.wait(ctx, 10*time.Millisecond, func() (bool, error) {
			f, err := p.Figures()
			return f["messages"] >= float64(messages) && f["updates_pending"] == 0, err
		})
	}
	return time.Now(), err
}

// Said waits for a line of the log that holds these words.
func (p *Process) Said(ctx context.Context, words string) error {
	_, err := p.said(ctx, words, "level=")
	return err
}
