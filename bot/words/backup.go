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
func Restored(from string, messages, unknown, ended int, old, oldKey string) string {
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
	return strings.Join(append(lines, "Start the secretary with: secretary run"), "\n")
}

// RestoreRunning refuses a restore under a running secretary.
const RestoreRunning = "the secretary is running on this data; stop it first (systemctl stop secretary, or docker stop)"

// RestoreIdentity says how to open an encrypted copy.
const RestoreIdentity = "the backup is encrypted; give the age identity file it was encrypted for: --identity FILE"

// RestoreWrongIdentity says that another identity is needed.
const RestoreWrongIdentity = "this identity file does not open the backup; nothing was changed. Use the one whose recipient stands in backup.recipient"

// RestoreRefused says that a copy was not taken, and that nothing changed.
func RestoreRefused(why string) string { return why + "; nothing was changed" }
