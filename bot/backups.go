package bot

import (
	"context"
	"time"

	"secretary/bot/backup"
	"secretary/bot/card"
	"secretary/bot/pace"
	"secretary/bot/words"
)

// Backup says when copies of the data file are made.
type Backup struct {
	Keeper backup.Keeper
	Every  time.Duration // 0: never
	Send   bool          // encrypted copies go into the creator's chat too
}

// backupLoop makes a copy whenever the newest one is older than wanted. Its age
// is read from the folder, so that restarts neither forget nor repeat one.
func (b *Bot) backupLoop(ctx context.Context) {
	if b.cfg.Backup.Every <= 0 {
		<-ctx.Done()
		return
	}
	wait := pace.Backoff{First: time.Minute, Max: time.Hour}
	for pace.Sleep(ctx, b.untilBackup()) {
		made, err := b.cfg.Backup.Keeper.Make(b.clock())
		if err != nil {
			again := wait.Next().Round(time.Second)
			b.log.Error("cannot make a backup; trying again", "err", err, "wait", again.String())
			b.tell("backup", words.BackupFailed(card.Escape(err.Error()), again))
			pace.Sleep(ctx, again)
			continue
		}
		wait.Reset()
		b.log.Info("backup made", "bytes", made.Size, "encrypted", made.Encrypted)
		b.forget("backup")
	}
}

// firstBackup is how long a new installation is left alone: a copy of nothing
// helps nobody.
const firstBackup = 10 * time.Minute

// untilBackup is how long the next copy can wait; at least a second.
func (b *Bot) untilBackup() time.Duration {
	last := b.lastBackup()
	if last.IsZero() {
		return min(b.cfg.Backup.Every, firstBackup)
	}
	return max(last.Add(b.cfg.Backup.Every).Sub(b.clock()), time.Second)
}

// lastBackup is when the newest copy was made, zero if there is none.
func (b *Bot) lastBackup() time.Time {
	copies, err := b.cfg.Backup.Keeper.List()
	if err != nil {
		b.log.Error("cannot read the backup folder", "err", err)
	}
	if len(copies) == 0 {
		return time.Time{}
	}
	return copies[0].Made
}
