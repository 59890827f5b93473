package control_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secretary/bot/control"
)

// shortDir returns a data directory whose socket path is short, whatever the
// test is called.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// longDir returns a data directory whose socket path is too long for a socket,
// and makes the folder for temporary files a short and empty one.
func longDir(t *testing.T) string {
	t.Helper()
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 40)) // before TMPDIR changes
	t.Setenv("TMPDIR", shortDir(t))
	if err := os.MkdirAll(long, 0o700); err != nil {
		t.Fatal(err)
	}
	return long
}

func dial(t *testing.T, dir string) net.Conn {
	t.Helper()
	path := filepath.Join(dir, "secretary.sock")
	if target, err := os.Readlink(path); err == nil {
		path = target
	}
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

func TestOnlyTheUserMayOpenTheDoor(t *testing.T) {
	for _, dir := range []string{shortDir(t), longDir(t)} {
		start(t, dir, daemon{})
		info, err := os.Stat(filepath.Join(dir, "secretary.sock"))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != os.ModeSocket|0o600 {
			t.Errorf("the socket's mode is %v", info.Mode())
		}
	}
}

func TestALongPathIsNoObstacle(t *testing.T) {
	dir := longDir(t)
	_, stop := start(t, dir, daemon{})
	if err := control.Alive(t.Context(), dir); err != nil {
		t.Error(err)
	}
	target, err := os.Readlink(filepath.Join(dir, "secretary.sock"))
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Dir(target)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's folder: %v, %v", info, err)
	}
	stop()
	for _, folder := range []string{dir, os.Getenv("TMPDIR")} {
		if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
			t.Errorf("left behind in %s: %v, %v", folder, left, err)
		}
	}
}

func TestADeadDaemonsSocketIsReplaced(t *testing.T) {
	dir := shortDir(t)
	leaveSocket(t, filepath.Join(dir, "secretary.sock"))
	start(t, dir, daemon{})
	if err := control.Alive(t.Context(), dir); err != nil {
		t.Error(err)
	}
}

func TestADeadDaemonsLinkIsReplacedAndItsFolderRemoved(t *testing.T) {
	dir := longDir(t)
	folder := filepath.Join(os.Getenv("TMPDIR"), "secretary-123")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	leaveSocket(t, filepath.Join(folder, "secretary.sock"))
	if err := os.Symlink(filepath.Join(folder, "secretary.sock"), filepath.Join(dir, "secretary.sock")); err != nil {
		t.Fatal(err)
	}
	start(t, dir, daemon{})
	if err := control.Alive(t.Context(), dir); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the old folder: %v", err)
	}
}

func TestALinkElsewhereIsReplacedAndItsTargetKept(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(precious, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(precious, filepath.Join(dir, "secretary.sock")); err != nil {
		t.Fatal(err)
	}
	start(t, dir, daemon{})
	if err := control.Alive(t.Context(), dir); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(precious); err != nil {
		t.Error(err)
	}
}

func TestAFileInTheWayIsKept(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "secretary.sock")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := control.Listen(dir, daemon{}); err == nil || !strings.Contains(err.Error(), "in the way") {
		t.Errorf("Listen: %v", err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "mine" {
		t.Errorf("the file: %q, %v", content, err)
	}
}

func TestADoorThatCannotOpenLeavesNothingBehind(t *testing.T) {
	missing := filepath.Join(longDir(t), "none")
	if _, err := control.Listen(missing, daemon{}); err == nil {
		t.Fatal("a folder that does not exist was accepted")
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
