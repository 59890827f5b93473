package service_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"secretary/bot/service"
)

var quiet = slog.New(slog.DiscardHandler)

// systemd listens as systemd does and gives what it hears.
func systemd(t *testing.T) <-chan string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("NOTIFY_SOCKET", path)
	heard := make(chan string, 100)
	var reading sync.WaitGroup
	reading.Go(func() {
		buffer := make([]byte, 4096)
		for {
			n, err := conn.Read(buffer)
			if err != nil {
				return
			}
			heard <- string(buffer[:n])
		}
	})
	t.Cleanup(func() { _ = conn.Close(); reading.Wait() })
	return heard
}

func supervise(alive func() error) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { service.Supervise(ctx, alive, quiet) })
	return func() { cancel(); running.Wait() }
}

func TestSystemdHearsOfReadinessOnlyOnceItIsTrue(t *testing.T) {
	heard := systemd(t)
	var deaf atomic.Bool
	var asked atomic.Int32
	deaf.Store(true)
	second := make(chan struct{}, 100)
	stop := supervise(func() error {
		if asked.Add(1) >= 2 {
			second <- struct{}{}
		}
		if deaf.Load() {
			return errors.New("no poll yet")
		}
		return nil
	})
	<-second
	select {
	case said := <-heard:
		t.Errorf("not ready, but %q", said)
	default:
	}
	deaf.Store(false)
	if said := <-heard; said != "READY=1" {
		t.Errorf("got %q", said)
	}
	stop()
	if said := <-heard; said != "STOPPING=1" {
		t.Errorf("at the end %q", said)
	}
}

func TestTheWatchdogIsFedOnlyWhileTheSecretaryLives(t *testing.T) {
	heard := systemd(t)
	t.Setenv("WATCHDOG_USEC", "30000")
	var deaf atomic.Bool
	var refused atomic.Int32
	starving := make(chan struct{}, 1000)
	stop := supervise(func() error {
		if !deaf.Load() {
			return nil
		}
		refused.Add(1)
		starving <- struct{}{}
		return errors.New("deaf")
	})
	for want := range 4 {
		said := <-heard
		if (want == 0) != (said == "READY=1") || want > 0 && said != "WATCHDOG=1" {
			t.Errorf("word %d is %q", want, said)
		}
	}
	deaf.Store(true)
	<-starving
	for len(heard) > 0 { // said before
		<-heard
	}
	<-starving
	<-starving
	if len(heard) > 0 {
		t.Errorf("a deaf secretary says %q", <-heard)
	}
	stop()
}

func TestWithoutSystemdNothingHappens(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	service.Supervise(t.Context(), func() error { t.Error("asked for nobody"); return nil }, quiet)
}

// A systemd that reads nothing any more holds up nothing, and is no news each time.
func TestADeafSystemdHoldsUpNothingAndIsToldOfOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	deaf, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	t.Setenv("WATCHDOG_USEC", "3000")
	var lines lockedBuffer
	const enough = 3
	asked := 0
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	service.Supervise(ctx, func() error {
		if lines.count("cannot be told") > 0 {
			asked++
		}
		if asked > enough {
			cancel()
		}
		return nil
	}, slog.New(slog.NewTextHandler(&lines, nil)))
	if n := lines.count("cannot be told"); n != 1 {
		t.Errorf("told %d times, want once", n)
	}
}

func TestMetricsAreReadAtTheMoment(t *testing.T) {
	fans := 1.0
	var trouble error
	m, err := service.Listen("127.0.0.1:0", func() ([]service.Figure, error) {
		return []service.Figure{
			{Name: "fans", Help: "Fans.", Value: fans},
			{Name: "updates_total", Help: "Updates.", Total: true, Label: "kind", Kind: "message", Value: 7},
			{Name: "bad name", Value: 1},
		}, trouble
	}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- m.Run(ctx) }()
	get := func(path string) string {
		response, err := http.Get("http://" + m.Addr() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		return response.Status + "\n" + string(body)
	}
	page := get("/metrics")
	for _, want := range []string{"secretary_fans 1", `secretary_updates_total{kind="message"} 7`, "# TYPE secretary_updates_total counter", "go_goroutines"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	fans, trouble = 2, nil
	if page := get("/metrics"); !strings.Contains(page, "secretary_fans 2") {
		t.Error("the figure is old")
	}
	trouble = errors.New("the disk is gone")
	if page := get("/metrics"); strings.Contains(page, "secretary_fans") || !strings.Contains(page, "go_goroutines") {
		t.Errorf("unreadable figures are shown, or the rest is not:\n%s", page)
	}
	if page := get("/"); !strings.HasPrefix(page, "404") {
		t.Errorf("another page: %s", page)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := service.Listen("127.0.0.1:1:2", nil, quiet); err == nil {
		t.Error("a bad address is taken")
	}
}

func TestAHangupChangesTheLogLevelAndNothingElse(t *testing.T) {
	var level slog.LevelVar
	var lines lockedBuffer
	log := slog.New(slog.NewTextHandler(&lines, &slog.HandlerOptions{Level: &level}))
	hangups, deaf := service.Hangups()
	defer deaf()
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGHUP); err != nil { // before anybody rereads: this would end a deaf program
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	answers := make(chan error)
	var running sync.WaitGroup
	running.Go(func() {
		service.Reload(ctx, hangups, &level, func() (slog.Level, error) { return slog.LevelDebug, <-answers }, log)
	})
	answers <- errors.New("a tab in line 3")
	lines.until(t, "a tab in line 3")
	if level.Level() != slog.LevelInfo {
		t.Errorf("level %v after a mistake", level.Level())
	}
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	answers <- nil
	lines.until(t, "log level set")
	if level.Level() != slog.LevelDebug {
		t.Errorf("level %v", level.Level())
	}
	cancel()
	running.Wait()
}

// lockedBuffer is a log that can be read while it is written.
type lockedBuffer struct {
	mu     sync.Mutex
	text   bytes.Buffer
	change sync.Cond
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.change.L = &b.mu
	n, err := b.text.Write(p)
	b.change.Broadcast()
	return n, err
}

func (b *lockedBuffer) count(what string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Count(b.text.String(), what)
}

func (b *lockedBuffer) until(t *testing.T, want string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.change.L = &b.mu
	for !strings.Contains(b.text.String(), want) {
		b.change.Wait()
	}
}
