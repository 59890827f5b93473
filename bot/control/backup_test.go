package control_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"secretary/bot/control"
)

func TestABackupThatBreaksIsSeenAsBroken(t *testing.T) {
	whole := strings.Repeat("x", 100_000)
	for name, c := range map[string]struct {
		backup func(io.Writer) (int64, error)
		want   string
	}{
		"before the first byte": {func(io.Writer) (int64, error) { return 0, errors.New("disk\nbroken ü") }, "disk\nbroken ü"},
		"midway": {func(w io.Writer) (int64, error) {
			n, _ := io.WriteString(w, whole)
			return int64(n), errors.New("page 7 is damaged")
		}, "page 7 is damaged"},
		"shorter than it should be": {func(w io.Writer) (int64, error) {
			n, err := io.WriteString(w, whole)
			return int64(n) + 1, err
		}, "100000 bytes, should have 100001"},
		"with a panic": {func(w io.Writer) (int64, error) {
			_, _ = io.WriteString(w, whole)
			panic(http.ErrAbortHandler) // any other is logged, with its stack
		}, "unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			start(t, dir, daemon{backup: c.backup})
			var got bytes.Buffer
			_, err := control.Backup(t.Context(), dir, &got)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("after %d bytes: %v, want %q", got.Len(), err, c.want)
			}
		})
	}
}

// A daemon that is killed, or a version that speaks otherwise.
func TestABackupWithoutItsEndIsSeenAsBroken(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: Backup-Size\r\n\r\n4\r\ncopy\r\n"
	for name, answer := range map[string]string{
		"cut in a piece":  head[:len(head)-4],
		"cut after it":    head,
		"no trailer":      head + "0\r\n\r\n",
		"another size":    head + "0\r\nBackup-Size: 5\r\n\r\n",
		"no size":         head + "0\r\nBackup-Size: four\r\n\r\n",
		"a strange error": head + "0\r\nBackup-Error: oops\r\n\r\n",
		"a plain answer":  "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ncopy",
	} {
		t.Run(name, func(t *testing.T) {
			dir := shortDir(t)
			fakeDaemon(t, dir, answer)
			if _, err := control.Backup(t.Context(), dir, io.Discard); err == nil {
				t.Error("no error")
			}
		})
	}
	dir := shortDir(t)
	fakeDaemon(t, dir, head+"0\r\nBackup-Size: 4\r\n\r\n")
	if size, err := control.Backup(t.Context(), dir, io.Discard); err != nil || size != 4 {
		t.Errorf("the whole one: %d, %v", size, err)
	}
}

// fakeDaemon gives one asker the answer as it is and hangs up.
func fakeDaemon(t *testing.T, dir, answer string) {
	t.Helper()
	listener, err := net.Listen("unix", filepath.Join(dir, "secretary.sock"))
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		buffer := make([]byte, 4096)
		_, _ = conn.Read(buffer)
		_, _ = io.WriteString(conn, answer)
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
	})
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestABackupThatCannotBeWrittenSaysWhy(t *testing.T) {
	dir := t.TempDir()
	start(t, dir, daemon{})
	if _, err := control.Backup(t.Context(), dir, fullDisk{}); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("got %v", err)
	}
}

func TestStoppingCutsABackupOffAndTheAskerSeesIt(t *testing.T) {
	dir := t.TempDir()
	writing, seen := make(chan struct{}), make(chan struct{})
	finished := false
	_, stop := start(t, dir, daemon{backup: func(w io.Writer) (int64, error) {
		close(writing)
		for {
			if _, err := w.Write(make([]byte, 1<<12)); err != nil {
				<-seen
				finished = true
				return 0, err
			}
		}
	}})
	answer := make(chan error, 1)
	go func() {
		_, err := control.Backup(context.Background(), dir, io.Discard)
		close(seen)
		answer <- err
	}()
	<-writing
	stop()
	if !finished {
		t.Error("Run returned before the daemon's method")
	}
	if err := <-answer; err == nil {
		t.Error("the asker thinks it has a whole copy")
	}
}
