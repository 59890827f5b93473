package command_test

import (
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
)

// What is no file must not be waited for, wherever a file is named.
func TestWhatIsNoFileIsSaidAtOnce(t *testing.T) {
	for name, put := range map[string]func() error{
		"pipe":   func() error { return syscall.Mkfifo("it", 0o600) },
		"folder": func() error { return os.Mkdir("it", 0o700) },
		"device": func() error { return os.Symlink("/dev/zero", "it") },
		"socket": func() error {
			l, err := net.Listen("unix", "it")
			if err == nil {
				l.(*net.UnixListener).SetUnlinkOnClose(false)
				err = l.Close()
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			furnished(t)
			if err := put(); err != nil {
				t.Fatal(err)
			}
			says := []string{"is a " + name, "only a regular file"}
			types(t, "--config", "it", "healthcheck").wants(t, 2, append(says, `config file "it"`)...)
			types(t, "persona", "check", "--persona", "it").wants(t, 2, `"it" is a folder, a pipe or a device`)
			types(t, "restore", "it").wants(t, 1, append(says, "nothing was changed")...)

			t.Run("key", func(t *testing.T) {
				t.Setenv("SECRETARY_DATA_KEY_FILE", "it")
				types(t, "run").wants(t, 1, append(says, "key file")...)
			})
			t.Run("token", func(t *testing.T) {
				write(t, "config.yaml", "telegram: {token_file: it}")
				types(t, "run").wants(t, 2, append(says, "telegram.token_file")...)
			})
		})
		t.Run(name+" for data", func(t *testing.T) {
			furnished(t)
			types(t, "backup", "none.db").wants(t, 1, "there is no data file")
			if err := os.Mkdir("data", 0o700); err != nil {
				t.Fatal(err)
			}
			if err := put(); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink("../it", "data/secretary.db"); err != nil {
				t.Fatal(err)
			}
			write(t, "data.key", strings.Repeat("A", 43)+"=\n")
			for _, args := range [][]string{{"run"}, {"check"}, {"compact"}, {"audit"}, {"export", "out"}, {"backup", "out"}, {"persona", "replay"}, {"restore", "config.yaml"}} {
				s := types(t, args...)
				s.wants(t, 1, "is a "+name)
				if strings.Contains(s.out+s.err, "damaged") {
					t.Errorf("secretary %q calls it damaged", args)
				}
			}
		})
	}
}

// Docker, Kubernetes and systemd put links and read-only files there.
func TestLinksToFilesAreFiles(t *testing.T) {
	furnished(t)
	if err := os.Mkdir("..2026", 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, "..2026/token", token+"\n")
	if err := os.Chmod("..2026/token", 0o400); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"..data": "..2026", "token": "..data/token", "linked.yaml": "config.yaml"} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	write(t, "config.yaml", "telegram: {token_file: token}")
	types(t, "--config", "linked.yaml", "healthcheck").wants(t, 1, "no secretary is running")
}

func TestTheNullDeviceIsAnEmptyConfiguration(t *testing.T) {
	inFolder(t)
	t.Setenv("SECRETARY_TELEGRAM_TOKEN", token)
	types(t, "--config", os.DevNull, "healthcheck").wants(t, 1, "no secretary is running")
}
