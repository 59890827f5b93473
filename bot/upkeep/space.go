package upkeep

import (
	"log/slog"
	"os"
	"path/filepath"
	"syscall"

	"secretary/bot/card"
	"secretary/bot/notice"
	"secretary/bot/words"
	"secretary/store"
)

// Place is a folder that needs room on its disk.
type Place struct {
	Key         string // "data" or "backup"
	Dir         string
	Free, Needs int64 // bytes
}

// Low tells whether there is too little room.
func (p Place) Low() bool { return p.Free < p.Needs }

// better tells whether there is clearly enough room again: at the edge nothing
// is told over and over.
func (p Place) better() bool { return p.Free > p.Needs+p.Needs/10 }

// Space looks after the room left.
type Space struct {
	DataDir   string
	BackupDir string // empty: no copies are made
	Least     int64  // bytes; with less, or less than twice the data file, the creator is warned
	Store     *store.Store
	Notices   *notice.Writer
	Log       *slog.Logger
}

// Places measures the folders that grow. What cannot be measured is left out.
func (s *Space) Places() []Place {
	needs := max(s.Least, 2*s.Store.Size())
	all := []Place{{Key: "data", Dir: s.DataDir, Needs: needs}}
	if s.BackupDir != "" {
		all = append(all, Place{Key: "backup", Dir: s.BackupDir, Needs: needs})
	}
	var measured []Place
	for _, p := range all {
		free, err := FreeSpace(p.Dir)
		if err != nil {
			s.Log.Warn("cannot measure the free space", "where", p.Key, "err", err)
			continue
		}
		p.Free = free
		measured = append(measured, p)
	}
	return measured
}

// FreeSpace is how many bytes this user may still write below a folder, which
// need not be there yet.
func FreeSpace(dir string) (int64, error) {
	for {
		var fs syscall.Statfs_t
		err := syscall.Statfs(dir, &fs)
		if err == nil {
			return int64(fs.Bavail) * int64(fs.Bsize), nil //nolint:unconvert // the types differ between systems
		}
		above := filepath.Dir(dir)
		if !os.IsNotExist(err) || above == dir {
			return 0, os.NewSyscallError("statfs", err)
		}
		dir = above
	}
}

// Watch tells the creator once when room gets scarce, and again after it
// had got better.
func (s *Space) Watch() {
	for _, p := range s.Places() {
		switch key := "low:" + p.Key; {
		case p.Low():
			s.Log.Warn("little free space", "where", p.Key, "free", p.Free, "needs", p.Needs)
			s.Notices.Tell(key, words.LowSpace(card.Escape(p.Dir), p.Free, p.Needs))
		case p.better():
			s.Notices.Forget(key)
		}
	}
}
