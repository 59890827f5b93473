package bot

import (
	"os"
	"path/filepath"
	"syscall"
	"time"

	"secretary/bot/card"
	"secretary/bot/words"
)

// place is a folder that needs room on its disk.
type place struct {
	key         string // "data" or "backup"
	dir         string
	free, needs int64 // bytes
}

func (p place) low() bool { return p.free < p.needs }

// better tells whether there is clearly enough room again: at the edge nothing
// is told over and over.
func (p place) better() bool { return p.free > p.needs+p.needs/10 }

// places measures the folders that grow. What cannot be measured is left out.
func (b *Bot) places() []place {
	needs := max(b.cfg.LowDisk, 2*b.store.Size())
	all := []place{{key: "data", dir: b.cfg.DataDir, needs: needs}}
	if b.cfg.Backup.Every > 0 {
		all = append(all, place{key: "backup", dir: b.cfg.Backup.Keeper.Dir, needs: needs})
	}
	var measured []place
	for _, p := range all {
		free, err := freeSpace(p.dir)
		if err != nil {
			b.log.Warn("cannot measure the free space", "where", p.key, "err", err)
			continue
		}
		p.free = free
		measured = append(measured, p)
	}
	return measured
}

// freeSpace is how many bytes this user may still write below a folder, which
// need not be there yet.
func freeSpace(dir string) (int64, error) {
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

// watchSpace tells the creator once when room gets scarce, and again after it
// had got better.
func (b *Bot) watchSpace() {
	for _, p := range b.places() {
		switch key := "low:" + p.key; {
		case p.low():
			b.log.Warn("little free space", "where", p.key, "free", p.free, "needs", p.needs)
			b.tell(key, words.LowSpace(card.Escape(p.dir), p.free, p.needs))
		case p.better():
			b.forget(key)
		}
	}
}

// settled is how long a program that was away may take to make the backup that
// is due before its age is told.
const settled = 15 * time.Minute

// oldBackup is how old the newest sound copy is, if that is too old: over twice
// backup.every, counted from the start of this run where there is none.
func (b *Bot) oldBackup() (age time.Duration, old bool) {
	if b.cfg.Backup.Every <= 0 {
		return 0, false
	}
	made, began := b.lastBackup(), b.began.Load()
	switch {
	case made.IsZero() && began == 0: // nothing runs, and nothing was made
		return 0, false
	case made.IsZero():
		made = time.Unix(began, 0)
	}
	age = b.clock().Sub(made)
	return age, age > 2*b.cfg.Backup.Every
}

// watchBackups tells the creator once that the newest copy is too old.
func (b *Bot) watchBackups() {
	age, old := b.oldBackup()
	switch {
	case !old:
		b.forget("backup-old")
	case b.backupBad.Load() || b.clock().Sub(time.Unix(b.began.Load(), 0)) > settled:
		b.tell("backup-old", words.BackupOld(age, card.Escape(b.cfg.Backup.Keeper.Dir)))
	}
}
