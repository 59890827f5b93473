package fence_test

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"secretary/bot/fence"
)

// burst is work on a stranger's data that goes wrong.
func burst(log *slog.Logger, value any) {
	defer fence.Catch(log, "drafting")
	panic(value)
}

func TestAPanicNamesItsPlaceAndNeverAFansWords(t *testing.T) {
	for _, value := range []any{"Quux wrote this", errors.New("decode Quux"), struct{ Text string }{"Quux"}, []byte("Quux")} {
		var out bytes.Buffer
		burst(slog.New(slog.NewTextHandler(&out, nil)), value) // and the test goes on
		line := out.String()
		if strings.Contains(line, "Quux") {
			t.Errorf("a fan's words are in the log: %s", line)
		}
		for _, part := range []string{"level=ERROR", "part=drafting", "secretary/bot/fence_test.burst"} {
			if !strings.Contains(line, part) {
				t.Errorf("the log does not say %q: %s", part, line)
			}
		}
	}
}

func TestAQuietEndIsNotLogged(t *testing.T) {
	var out bytes.Buffer
	func() { defer fence.Catch(slog.New(slog.NewTextHandler(&out, nil)), "drafting") }()
	if out.Len() != 0 {
		t.Errorf("logged %s", out.String())
	}
}
