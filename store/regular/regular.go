// Package regular tells files from what only has the name of one. To open a pipe
// that nobody writes into waits for ever, and a device may never end.
package regular

import (
	"errors"
	"io/fs"
	"os"
)

// Check says what stands at path if it is no regular file, as an *fs.PathError.
// Links are followed. What is not there, or may not be looked at, is nil: opening
// it says that better. So is the null device, which is an empty file to everybody.
func Check(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Mode().IsRegular() || path == os.DevNull {
		return nil
	}
	return &fs.PathError{Op: "open", Path: path, Err: errors.New(kind(info.Mode()))}
}

func kind(m fs.FileMode) string {
	const only = ", and only a regular file will do"
	switch {
	case m.IsDir():
		return "is a folder" + only + " (Docker makes a folder where the file to be mounted is missing)"
	case m&fs.ModeNamedPipe != 0:
		return "is a pipe" + only + ": write what it gives into one"
	case m&fs.ModeSocket != 0:
		return "is a socket" + only
	}
	return "is a device" + only
}
