// Package upkeep looks after the data while the program works: copies are made in
// time, and there is room for what comes.
//
// What it promises: a trouble is told once, and again only after it was over; and
// nothing here ever changes the data file.
package upkeep

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"secretary/bot/backup"
	"secretary/bot/card"
	"secretary/bot/desk"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/telegram"
	"secretary/bot/words"
	"secretary/store"
)

// Plan says when copies of the data file are made.
type Plan struct {
	Keeper backup.Keeper
	Every  time.Duration // 0: never
	Send   bool          // encrypted copies go into the creator's chat too
}

// Backups makes the copies. Its methods may be called from several goroutines.
type Backups struct {
	Plan
	Store   *store.Store
	Desk    *desk.Desk
	Notices *notice.Writer
	Clock   func() time.Time
	Failed  pace.Bell // rung when a copy could not be made
	Log     *slog.Logger

	bad   atomic.Bool  // the last copy of this run failed
	began atomic.Int64 // unix time of Begin; 0 before
}

// Begin says that the program works from now on.
func (b *Backups) Begin() { b.began.Store(b.Clock().Unix()) }

// Loop makes a copy whenever the newest one is older than wanted. Its age
// is read from the folder, so that restarts neither forget nor repeat one.
func (b *Backups) Loop(ctx context.Context) {
	if b.Every <= 0 {
		<-ctx.Done()
		return
	}
	wait := pace.Backoff{First: time.Minute, Max: time.Hour}
	for pace.Sleep(ctx, b.until()) {
		made, err := b.Keeper.Make(ctx, b.Clock())
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			again := wait.Next().Round(time.Second)
			b.Log.Error("cannot make a backup; trying again", "err", err, "wait", again.String())
			b.bad.Store(true)
			b.Failed.Ring()
			b.Notices.Tell("backup", words.BackupFailed(card.Escape(err.Error()), again))
			pace.Sleep(ctx, again)
			continue
		}
		wait.Reset()
		b.Log.Info("backup made", "bytes", made.Size, "encrypted", made.Encrypted)
		b.Notices.Forget("backup")
		b.bad.Store(false)
		b.prune()
		if b.Send && made.Encrypted {
			b.send(ctx, made)
		}
	}
}

// prune removes what is too old to keep. That it cannot is no fault of the copy
// that was made, but fills the disk.
func (b *Backups) prune() {
	if err := b.Keeper.Prune(b.Clock()); err != nil {
		b.Log.Error("cannot remove old backups", "err", err)
		b.Notices.Tell("backup-prune", words.BackupsStay(card.Escape(b.Keeper.Dir), card.Escape(err.Error())))
		return
	}
	b.Notices.Forget("backup-prune")
}

// send brings an encrypted copy into the creator's chat. One that may have
// arrived is not repeated: the next one comes anyway.
func (b *Backups) send(ctx context.Context, made backup.Copy) {
	s, err := b.Store.Settings()
	if err != nil || s.Owner == 0 {
		return
	}
	if made.Size > telegram.MaxDocument {
		b.Notices.Tell("backup-size", words.BackupTooLarge(made.Size, card.Escape(made.Path)))
		return
	}
	content, err := os.ReadFile(made.Path)
	if err != nil {
		b.Log.Error("cannot read the backup to send it", "err", err)
		return
	}
	err = b.Desk.Upload(ctx, telegram.SendDocument{ChatID: desk.Chat(s), Name: filepath.Base(made.Path), Document: content, Caption: words.BackupCaption})
	switch {
	case err == nil:
		b.Notices.Forget("backup-send")
	case ctx.Err() == nil:
		b.Log.Warn("cannot send the backup into the creator's chat", "err", err)
		b.Notices.Tell("backup-send", words.BackupNotSent(card.Escape(made.Path)))
	}
}

// firstBackup is how long a new installation is left alone: a copy of nothing
// helps nobody.
const firstBackup = 10 * time.Minute

// until is how long the next copy can wait; at least a second.
func (b *Backups) until() time.Duration {
	last := b.Last()
	if last.IsZero() {
		return min(b.Every, firstBackup)
	}
	return max(last.Add(b.Every).Sub(b.Clock()), time.Second)
}

// Last is when the newest copy was made, zero if there is none, or none whose age
// is known.
func (b *Backups) Last() time.Time {
	newest := b.Newest()
	if newest.Ahead(b.Clock()) {
		return time.Time{}
	}
	return newest.Made
}

// Newest is the newest backup, the zero value if there is none. Each copy was
// sound when it was made.
func (b *Backups) Newest() backup.Copy {
	copies, err := b.Keeper.List(b.Clock())
	if err != nil {
		b.Log.Error("cannot read the backup folder", "err", err)
	}
	if len(copies) == 0 {
		return backup.Copy{}
	}
	return copies[0]
}

// settled is how long a program that was away may take to make the backup that
// is due before its age is told.
const settled = 15 * time.Minute

// Old is how old the newest sound copy is, if that is too old: over twice
// backup.every, counted from the start of this run where there is none.
func (b *Backups) Old() (age time.Duration, old bool) {
	if b.Every <= 0 {
		return 0, false
	}
	made, began := b.Last(), b.began.Load()
	switch {
	case made.IsZero() && began == 0: // nothing runs, and nothing was made
		return 0, false
	case made.IsZero():
		made = time.Unix(began, 0)
	}
	age = b.Clock().Sub(made)
	return age, age > 2*b.Every
}

// Watch tells the creator once that the newest copy is too old.
func (b *Backups) Watch() {
	age, old := b.Old()
	switch {
	case !old:
		b.Notices.Forget("backup-old")
	case b.bad.Load() || b.Clock().Sub(time.Unix(b.began.Load(), 0)) > settled:
		b.Notices.Tell("backup-old", words.BackupOld(age, card.Escape(b.Keeper.Dir)))
	}
}
