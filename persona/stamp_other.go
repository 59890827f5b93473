//go:build !linux

package persona

import (
	"io/fs"
	"time"
)

// stamp is not known here: the file is read for every draft.
type stamp struct{}

func stampOf(fs.FileInfo) stamp { return stamp{} }

func (stamp) before(time.Time) bool { return false }
