// Package footprint keeps a program small that does nothing just now: what it needed for a moment, at its start or in a
// spike, goes back to the system.
package footprint

import "runtime/debug"

// Shrink gives back memory that is not in use, and the pages of the program itself that were read: those of what goes on
// running come back from the system's cache at the next touch, those of what ran once do not. It takes some
// milliseconds, so it is for quiet moments. Where the system does not let it, less is given back, which is no error.
func Shrink() {
	debug.FreeOSMemory()
	releaseCode()
}
