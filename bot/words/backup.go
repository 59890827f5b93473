package words

import (
	"fmt"
	"strings"
	"time"
)

// BackupFailed tells the creator that no copy could be made; why is HTML.
func BackupFailed(why string, again time.Duration) string {
	return "⚠️ No backup could be made: " + why + ". The secretary goes on and tries again in " + Span(again) + "."
}

// BackupsStay tells the creator that old copies could not be removed; dir and why are HTML.
func BackupsStay(dir, why string) string {
	return "⚠️ A new backup was made, but older ones could not be removed: " + why + ". They will fill the disk: on the server, look who owns <code>" + dir + "</code>, or delete old ones by hand. The secretary tries again after the next backup."
}

// BackupTooLarge says why a copy does not come into the chat; size in bytes.
func BackupTooLarge(size int64, path string) string {
	return "The backup is larger than Telegram takes from a bot (" + Bytes(size) + ", the limit is 50 MB). It is kept on the server: <code>" + path + "</code>"
}

// BackupNotSent says that a copy did not come into the chat; path is HTML.
func BackupNotSent(path string) string {
	return "The backup was made but could not be sent here. It is kept on the server: <code>" + path + "</code>"
}

// BackupCaption stands under a copy in the creator's chat.
const BackupCaption = "Encrypted backup. To put it back: secretary restore FILE --identity YOUR-IDENTITY-FILE"

// Restored says what a restore did; an empty path stands for none.
func Restored(from string, messages, unknown, ended int, asks bool, old, oldKey string) string {
	lines := []string{fmt.Sprintf("Restored %s (%d messages).", from, messages)}
	if old != "" {
		lines = append(lines, "The former data file is kept: "+old)
	}
	if oldKey != "" {
		lines = append(lines, "The data key came with the backup; the former key is kept: "+oldKey)
	}
	if unknown > 0 {
		lines = append(lines, fmt.Sprintf("Replies that may or may not have gone out since the backup: %d. The cards ask you.", unknown))
	}
	if ended > 0 {
		lines = append(lines, fmt.Sprintf("Drafts that waited for you and are out of date now: %d. Look into those chats.", ended))
	}
	if asks {
		lines = append(lines, "Replies went out by themselves when the backup was made. You may have changed that since, so all wait for you now; /mode lets them go again.")
	}
	return strings.Join(append(lines, "Start the secretary with: secretary run"), "\n")
}

// RestoredAsks tells the creator that a restore has changed the mode.
const RestoredAsks = "I go on from a backup. When it was made, replies went out by themselves. You may have changed that since, so every reply waits for you now; choose again with /mode, and for single fans with /mode as a reply to their card."

// RestoreCopy says what a copy holds, before it takes the place of the data; id 0
// stands for no bot, a zero newest for no message.
func RestoreCopy(from, name string, id int64, newest, now time.Time) string {
	owner := "belongs to no bot yet"
	if id != 0 {
		owner = fmt.Sprintf("belongs to @%s (%d)", name, id)
	}
	if newest.IsZero() {
		return from + " " + owner + "; it holds no messages."
	}
	return fmt.Sprintf("%s %s; its newest message is of %s (%s ago).", from, owner, newest.Local().Format("2006-01-02 15:04:05"), Span(now.Sub(newest)))
}

// RestoreOtherBot refuses a copy where the data of another bot stands.
func RestoreOtherBot(name string, id int64) string {
	return fmt.Sprintf("the present data belongs to another bot, @%s (%d). Take a copy of that bot's, or name another data_dir, or add --adopt to put it there on purpose", name, id)
}

// RestoreRunning refuses a restore under a running secretary.
const RestoreRunning = "the secretary is running on this data; stop it first (systemctl stop secretary, or docker stop)"

// RestoreIdentity says how to open an encrypted copy.
const RestoreIdentity = "the backup is encrypted; give the age identity file it was encrypted for: --identity FILE"

// RestoreWrongIdentity says that another identity is needed.
const RestoreWrongIdentity = "this identity file does not open the backup; nothing was changed. Use the one whose recipient stands in backup.recipient"

// RestoreRefused says that a copy was not taken, and that nothing changed.
func RestoreRefused(why string) string { return why + "; nothing was changed" }

// RestoreDamaged says that a copy is no good, and where others may be.
func RestoreDamaged(why, dir string) string {
	return RestoreRefused(why) + ". Take another copy; the secretary keeps its own in " + dir
}

// NotYours says what to do about files that may not be opened.
const NotYours = "run it as the user that owns the files, or give them to this one (chown)"

// PutBack says how a copy gets into the place of a damaged data file.
func PutBack(path string, locked bool) string {
	return "put the newest backup in its place: " + restoreCommand(path, locked)
}

// PutBackAny is PutBack where the folder of the backups holds none.
func PutBackAny(dir string) string {
	return "put a backup in its place: secretary restore FILE (there is none in " + dir + ")"
}
