package regular_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"secretary/store/regular"
)

func TestOnlyFilesAreFiles(t *testing.T) {
	t.Chdir(t.TempDir()) // the path of a socket is short
	if err := syscall.Mkfifo("pipe", 0o600); err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("unix", "socket")
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	for name, says := range map[string]string{".": "is a folder", "pipe": "is a pipe", "socket": "is a socket", "/dev/zero": "is a device"} {
		link := filepath.Base(name) + ".link"
		if err := os.Symlink(name, link); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{name, link} {
			if err := regular.Check(path); err == nil || !strings.Contains(err.Error(), path+": "+says) || !strings.Contains(err.Error(), "only a regular file") {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}

func TestFilesLinksToThemAndWhatIsNotThereMayBeOpened(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("file", nil, 0o400); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"link": "file", "link to a link": "link", "nowhere": "gone"} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{"file", "link", "link to a link", "nowhere", "never", os.DevNull} {
		if err := regular.Check(path); err != nil {
			t.Error(err)
		}
	}
}
