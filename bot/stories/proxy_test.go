package stories_test

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// A proxy of the environment that is dead, or no address at all, is named where it
// stands in the way; its password is said nowhere.
func TestAProxyInTheWayIsNamedWithoutItsPassword(t *testing.T) {
	for name, day := range map[string]struct {
		api, variable string
		says, fix     string
	}{
		"dead":                 {"https://api.telegram.invalid", "HTTPS_PROXY=http://mila:potters-wheel@127.0.0.1:9", "connection refused, by way of the proxy 127.0.0.1:9 (HTTPS_PROXY)", "NO_PROXY"},
		"dead, for plain http": {"http://api.telegram.invalid", "http_proxy=mila:potters-wheel@127.0.0.1:9", "connection refused, by way of the proxy 127.0.0.1:9 (HTTP_PROXY)", "NO_PROXY"},
		"a # in its password":  {"https://api.telegram.invalid", "HTTPS_PROXY=http://potters-wheel:1234#x@127.0.0.1:9", "the address of the proxy in HTTPS_PROXY is not valid", "%23"},
		"no address":           {"https://api.telegram.invalid", "HTTPS_PROXY=http://mila:potters-wheel@:no port", "the address of the proxy in HTTPS_PROXY is not valid", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := stage(t, with("telegram.api_url", day.api))
			code, out := s.ends(s.startWith([]string{day.variable}, "--config", s.path("config.yaml"), "check"))
			if code != 1 || !holds(out, day.says, day.fix, "is there (Ollama") { // which is asked without a proxy
				t.Errorf("exit code %d:\n%s", code, out)
			}
			s.bin = s.startWith([]string{day.variable}, "--config", s.path("config.yaml"), "run")
			s.logs("cannot reach Telegram", day.says)
			out += s.bin.out.String()
			p := s.bin
			s.bin = nil
			_ = p.cmd.Process.Signal(syscall.SIGTERM)
			if _, ok := p.exits(10 * time.Second); !ok {
				t.Error("it does not end while it waits for Telegram")
				_ = p.cmd.Process.Kill()
				<-p.done
			}
			if strings.Contains(out+p.out.String(), "potters-wheel") {
				t.Error("the password of the proxy is printed")
			}
		})
	}
}
