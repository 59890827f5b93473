package store

import (
	"syscall"
	"unsafe"
)

// release gives back the memory into which the file was mapped for reading: an
// archive read through would stay there until somebody else needs the room.
// What the transaction speaks of is mapped for as long as it lasts, and only
// that is touched.
func (t *tx) release() {
	info := t.bolt.DB().Info()
	pages := unsafe.Slice(*(**byte)(unsafe.Pointer(&info.Data)), int(t.bolt.Size()))
	_ = syscall.Madvise(pages, syscall.MADV_DONTNEED) // an advice; the next reader maps them again
}
