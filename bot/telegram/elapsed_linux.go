package telegram

import (
	"time"

	kernel "golang.org/x/sys/unix" // unix is a name of this package
)

// elapsed is the time since the machine was started, sleep included. Nobody sets
// this clock; Go's own monotonic one stands still while the machine sleeps, and a
// window that closed meanwhile would look open.
func elapsed() time.Duration {
	var t kernel.Timespec
	if err := kernel.ClockGettime(kernel.CLOCK_BOOTTIME, &t); err != nil {
		return wallElapsed() // a kernel without it never has it
	}
	return time.Duration(t.Nano())
}
