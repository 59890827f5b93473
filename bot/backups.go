package bot

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"secretary/bot/backup"
	"secretary/bot/card"
	"secretary/bot/pace"
	"secretary/bot/telegram"
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
			b.backupBad.Store(true)
			b.woken.Ring()
			b.tell("backup", words.BackupFailed(card.Escape(err.Error()), again))
			pace.Sleep(ctx, again)
			continue
		}
		wait.Reset()
		b.log.Info("backup made", "bytes", made.Size, "encrypted", made.Encrypted)
		b.forget("backup")
		b.backupBad.Store(false)
		if b.cfg.Backup.Send && made.Encrypted {
			b.sendBackup(ctx, made)
		}
	}
}

// sendBackup brings an encrypted copy into the creator's chat. One that may have
// arrived is not repeated: the next one comes anyway.
func (b *Bot) sendBackup(ctx context.Context, made backup.Copy) {
	s, err := b.store.Settings()
	if err != nil || s.Owner == 0 {
		return
	}
	if made.Size > telegram.MaxDocument {
		b.tell("backup-size", words.BackupTooLarge(made.Size, card.Escape(made.Path)))
		return
	}
	content, err := os.ReadFile(made.Path)
	if err != nil {
		b.log.Error("cannot read the backup to send it", "err", err)
		return
	}
	err = b.upload(ctx, telegram.SendDocument{ChatID: chatOf(s), Name: filepath.Base(made.Path), Document: content, Caption: words.BackupCaption})
	switch {
	case err == nil:
		b.forget("backup-send")
	case ctx.Err() == nil:
		b.log.Warn("cannot send the backup into the creator's chat", "err", err)
		b.tell("backup-send", words.BackupNotSent(card.Escape(made.Path)))
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
func (b *Bot) lastBackup() time.Time { return b.newestCopy().Made }

// newestCopy is the newest backup, the zero value if there is none. Each copy was
// sound when it was made.
func (b *Bot) newestCopy() backup.Copy {
	copies, err := b.cfg.Backup.Keeper.List()
	if err != nil {
		b.log.Error("cannot read the backup folder", "err", err)
	}
	if len(copies) == 0 {
		return backup.Copy{}
	}
	return copies[0]
}
