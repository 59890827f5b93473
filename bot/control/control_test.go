package control_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secretary/bot/control"
)

// daemon answers with its fields; nil ones answer well.
type daemon struct {
	status func(context.Context) (any, error)
	backup func(io.Writer) (int64, error)
	alive  error
}

func (d daemon) Status(ctx context.Context) (any, error) {
	if d.status == nil {
		return map[string]int{"fans": 3}, nil
	}
	return d.status(ctx)
}

func (d daemon) Examine(context.Context) (any, error) {
	return map[string]int{"problems": 2}, d.alive
}

func (d daemon) Backup(w io.Writer) (int64, error) {
	if d.backup == nil {
		n, err := io.WriteString(w, "copy")
		return int64(n), err
	}
	return d.backup(w)
}

func (d daemon) Material(_ context.Context, want []byte) (any, error) {
	return json.RawMessage(want), d.alive
}

func (d daemon) Audit(_ context.Context, want []byte) (any, error) {
	return json.RawMessage(want), d.alive
}

func (d daemon) Alive() error { return d.alive }

func (d daemon) Export(w io.Writer, fan int64) (int64, error) {
	n, err := fmt.Fprintf(w, "all of %d", fan)
	return int64(n), err
}

func TestAnExportIsAskedForByFan(t *testing.T) {
	dir := t.TempDir()
	start(t, dir, daemon{})
	var got strings.Builder
	if n, err := control.Export(t.Context(), dir, -42, &got); err != nil || n != 10 || got.String() != "all of -42" {
		t.Errorf("got %q, %d, %v", got.String(), n, err)
	}
}

// start serves d in dir until the test ends or stop is called.
func start(t *testing.T, dir string, d control.Daemon) (server *control.Server, stop func()) {
	t.Helper()
	server, err := control.Listen(dir, d)
	if err != nil {
		t.Fatal(err)
	}
	return server, run(t, server)
}

func run(t *testing.T, server *control.Server) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Run(ctx) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
	}
	t.Cleanup(stop)
	return stop
}

func TestStatusIsWhatTheDaemonSays(t *testing.T) {
	dir := t.TempDir()
	start(t, dir, daemon{})
	var status struct{ Fans int }
	if err := control.Status(t.Context(), dir, &status); err != nil || status.Fans != 3 {
		t.Errorf("got %+v, %v", status, err)
	}
}

func TestWhatWasFoundIsWhatTheDaemonSays(t *testing.T) {
	dir := shortDir(t)
	_, stop := start(t, dir, daemon{})
	var found struct{ Problems int }
	if err := control.Examine(t.Context(), dir, &found); err != nil || found.Problems != 2 {
		t.Errorf("got %+v, %v", found, err)
	}
	stop()
	start(t, dir, daemon{alive: errors.New("cannot read")})
	if err := control.Examine(t.Context(), dir, &found); err == nil || !strings.Contains(err.Error(), "cannot read") {
		t.Errorf("got %v", err)
	}
}

func TestMaterialIsWhatTheAskerWants(t *testing.T) {
	dir := t.TempDir()
	start(t, dir, daemon{})
	type want struct {
		Last  int
		About string
	}
	asked := want{50, "what? & why="}
	var got want
	if err := control.Material(t.Context(), dir, asked, &got); err != nil || got != asked {
		t.Errorf("got %+v, %v", got, err)
	}
	if err := control.Material(t.Context(), dir, func() {}, &got); err == nil {
		t.Error("what is no JSON is asked for")
	}
}

func TestErrorsOfTheDaemonReachTheAsker(t *testing.T) {
	dir := t.TempDir()
	start(t, dir, daemon{
		status: func(context.Context) (any, error) { return nil, errors.New("no status now") },
		alive:  errors.New("the store does not answer"),
	})
	if err := control.Status(t.Context(), dir, new(any)); err == nil || !strings.Contains(err.Error(), "no status now") {
		t.Errorf("Status: %v", err)
	}
	if err := control.Alive(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "the store does not answer") {
		t.Errorf("Alive: %v", err)
	}
}

func TestAStatusThatIsNoJSONIsAnError(t *testing.T) {
	dir := t.TempDir()
	start(t, dir, daemon{status: func(context.Context) (any, error) { return func() {}, nil }})
	if err := control.Status(t.Context(), dir, new(any)); err == nil || !strings.Contains(err.Error(), "encode status") {
		t.Errorf("Status: %v", err)
	}
}

func TestADaemonThatWorksIsAlive(t *testing.T) {
	dir := t.TempDir()
	start(t, dir, daemon{})
	if err := control.Alive(t.Context(), dir); err != nil {
		t.Error(err)
	}
}

func TestWithoutADaemonEverybodyIsToldSo(t *testing.T) {
	stale := shortDir(t)
	leaveSocket(t, filepath.Join(stale, "secretary.sock"))
	stopped := t.TempDir()
	_, stop := start(t, stopped, daemon{})
	stop()
	for name, dir := range map[string]string{
		"nothing there": t.TempDir(), "no folder": filepath.Join(t.TempDir(), "none"),
		"dead daemon": stale, "stopped daemon": stopped,
	} {
		if err := control.Alive(t.Context(), dir); !errors.Is(err, control.ErrNoDaemon) {
			t.Errorf("%s: Alive: %v", name, err)
		}
		if err := control.Status(t.Context(), dir, new(any)); !errors.Is(err, control.ErrNoDaemon) {
			t.Errorf("%s: Status: %v", name, err)
		}
		if _, err := control.Backup(t.Context(), dir, io.Discard); !errors.Is(err, control.ErrNoDaemon) {
			t.Errorf("%s: Backup: %v", name, err)
		}
	}
}

// leaveSocket makes the socket of a daemon that was killed.
func leaveSocket(t *testing.T, path string) {
	t.Helper()
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	listener.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAnAskerWithoutTimeDoesNotWait(t *testing.T) {
	dir := t.TempDir()
	asked, asking := make(chan struct{}), make(chan struct{})
	start(t, dir, daemon{status: func(ctx context.Context) (any, error) {
		close(asked)
		<-ctx.Done() // ends because the asker hung up
		close(asking)
		return nil, ctx.Err()
	}})
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if err := control.Status(ctx, dir, new(any)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-asking
}

func TestStoppingWaitsForTheLastRequest(t *testing.T) {
	dir := t.TempDir()
	asked := make(chan struct{})
	finished := false
	_, stop := start(t, dir, daemon{status: func(ctx context.Context) (any, error) {
		close(asked)
		<-ctx.Done()
		finished = true // a data race with the reading below, unless Run waits
		return nil, ctx.Err()
	}})
	answer := make(chan error, 1)
	go func() { answer <- control.Status(context.Background(), dir, new(any)) }()
	<-asked
	stop()
	if !finished {
		t.Error("Run returned before the daemon's method")
	}
	if err := <-answer; err == nil {
		t.Error("the asker got a status")
	}
}

func TestADoorThatWasNeverServedCloses(t *testing.T) {
	dir := t.TempDir()
	server, err := control.Listen(dir, daemon{})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if err := control.Alive(t.Context(), dir); !errors.Is(err, control.ErrNoDaemon) {
		t.Errorf("Alive: %v", err)
	}
}

func TestClosingLateLeavesTheNextDaemonAlone(t *testing.T) {
	for _, dir := range []string{shortDir(t), longDir(t)} {
		first, stop := start(t, dir, daemon{})
		stop()
		start(t, dir, daemon{})
		if err := first.Close(); err != nil {
			t.Error(err)
		}
		if err := control.Alive(t.Context(), dir); err != nil {
			t.Error(err)
		}
	}
}

func TestABackupIsTheWholeCopy(t *testing.T) {
	want := bytes.Repeat([]byte("0123456789abcdef"), 1<<18) // 4 MiB
	dir := t.TempDir()
	start(t, dir, daemon{backup: func(w io.Writer) (int64, error) {
		return io.Copy(struct{ io.Writer }{w}, bytes.NewReader(want))
	}})
	var got bytes.Buffer
	size, err := control.Backup(t.Context(), dir, &got)
	if err != nil || size != int64(len(want)) || !bytes.Equal(got.Bytes(), want) {
		t.Errorf("got %d bytes, %v", size, err)
	}
}

func TestAnAskerWhoStopsReadingDoesNotHoldTheBackup(t *testing.T) {
	dir := t.TempDir()
	ended := make(chan error, 1)
	server, err := control.Listen(dir, daemon{backup: func(w io.Writer) (int64, error) {
		piece := make([]byte, 1<<16)
		for {
			if _, err := w.Write(piece); err != nil {
				ended <- err
				return 0, err
			}
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	server.SetPatience(20 * time.Millisecond)
	run(t, server)
	conn := dial(t, dir)
	if _, err := io.WriteString(conn, "GET /backup HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-ended // and the test's time-out if it does not
}
