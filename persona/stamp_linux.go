package persona

import (
	"io/fs"
	"syscall"
	"time"
)

// stamp tells one state of a file from another: which file it is, how long, and when it was last written or changed in
// any other way, which no program can set back.
type stamp struct {
	device, inode    uint64
	size             int64
	written, changed syscall.Timespec
}

// stampOf gives the stamp of a file, the zero one where the system does not tell it.
func stampOf(info fs.FileInfo) stamp {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return stamp{}
	}
	return stamp{device: uint64(s.Dev), inode: s.Ino, size: s.Size, written: s.Mtim, changed: s.Ctim}
}

// before tells whether the file was last changed before t.
func (s stamp) before(t time.Time) bool {
	return time.Unix(s.changed.Unix()).Before(t) && time.Unix(s.written.Unix()).Before(t)
}
