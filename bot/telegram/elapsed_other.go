//go:build !linux

package telegram

import "time"

// elapsed follows the clock on the wall where no other counts the machine's sleep.
func elapsed() time.Duration { return wallElapsed() }
