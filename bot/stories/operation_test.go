package stories_test

import (
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// freeAddress is a loopback address nobody listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// figures is the page that a monitor reads.
func (s *story) figures(address string) string {
	s.t.Helper()
	response, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	page, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(page)
}

func TestMetricsCountAndNameNobody(t *testing.T) {
	address := freeAddress(t)
	s := tell(t, with("metrics.listen", address))
	anna := s.fan("Anna Metricova")
	s.model.Says("yes, seen")
	anna.Writes("is anybody counting me?")
	s.mila.Taps(s.mila.Card("is anybody counting me?"), "Send")
	anna.Gets("yes, seen")
	s.settled()
	page := s.figures(address)
	for _, want := range []string{"secretary_alive 1", "secretary_fans 1", "secretary_messages 2", `secretary_updates_total{kind="business_message"}`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	_, secret, _ := strings.Cut(s.tg.Token(), ":")
	for _, never := range []string{secret, "Metricova", "counting", "yes, seen", "mila_sec_bot"} {
		if strings.Contains(page, never) {
			t.Errorf("the figures hold %q", never)
		}
	}
}

func TestHangupChangesTheLogLevelWithoutARestart(t *testing.T) {
	s := stage(t, with("log.level", "warn")) // which says nothing of the beginning, so nobody waits for that
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	s.someoneElseIsAnswered()
	if strings.Contains(s.bin.out.String(), "level=INFO") {
		t.Error("level warn logs infos")
	}
	s.keys["log.level"] = "info"
	s.writeConfig()
	_ = s.bin.cmd.Process.Signal(syscall.SIGHUP)
	s.logs("log level set", "INFO")
	s.someoneElseIsAnswered()
	s.logs("level=INFO", "draft made")
	s.keys["log.level"] = "loud"
	s.writeConfig()
	_ = s.bin.cmd.Process.Signal(syscall.SIGHUP)
	s.logs("nothing was changed", "loud")
	s.someoneElseIsAnswered()
}

func TestSystemdHearsThatTheSecretaryIsReadyAndLives(t *testing.T) {
	s := stage(t)
	path := filepath.Join(s.dir, "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	said := make(chan string, 1000) // read as it comes, as systemd does: the socket holds ten, and then the program would wait
	go func() {
		defer close(said)
		buffer := make([]byte, 256)
		for n, err := conn.Read(buffer); err == nil; n, err = conn.Read(buffer) {
			said <- string(buffer[:n])
		}
	}()
	s.mila.Start("")
	s.mila.Connect()
	s.bin = s.startWith([]string{"NOTIFY_SOCKET=" + path, "WATCHDOG_USEC=300000"}, "--config", s.path("config.yaml"), "run")
	for _, want := range []string{"READY=1", "WATCHDOG=1", "WATCHDOG=1"} {
		if got := <-said; got != want {
			t.Errorf("systemd hears %q, want %q", got, want)
		}
	}
	s.someoneElseIsAnswered()
	s.stop()
	for got := <-said; got != "STOPPING=1"; got = <-said {
		if got != "WATCHDOG=1" {
			t.Fatalf("systemd hears %q", got)
		}
	}
}
