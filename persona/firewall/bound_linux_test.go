package firewall_test

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"secretary/persona/firewall"
)

// worked is the processor time this thread has used: what others do on the machine
// does not count.
func worked(t *testing.T) time.Duration {
	t.Helper()
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_THREAD, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// The bound is fifty times what a slow machine needs: it catches work that grows faster than the text.
func TestNoTextOfAnAllowedLengthIsSlow(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for name, text := range worst {
		before := worked(t)
		firewall.Screen([]string{text}, false)
		firewall.Check(firewall.Reply{Text: text})
		if took := worked(t) - before; took > time.Second {
			t.Errorf("%s took %v of the processor", name, took)
		}
	}
}
