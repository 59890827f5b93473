//go:build failpoints

package failpoint

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// left counts down to the death of the process; at is where.
var (
	at   Point
	left atomic.Int64
)

func init() {
	name, count, ok := strings.Cut(os.Getenv("FAILPOINT"), ":")
	at = Point(name)
	n, err := strconv.ParseInt(count, 10, 64)
	if !ok || err != nil {
		n = 1
	}
	left.Store(n)
}

// Here marks a point and ends the process if this is the one.
func Here(p Point) {
	if p != at || left.Add(-1) != 0 {
		return
	}
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGKILL)
	select {} // the signal is on its way; nothing after this point may happen
}
