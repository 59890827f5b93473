package words

import (
	"fmt"
	"strings"
)

// Help texts of the command line.
const (
	CommandRoot    = "Answers your fans on Telegram in your name, with your approval"
	CommandRun     = "Run the secretary (until SIGTERM or Ctrl-C)"
	CommandCheck   = "Is everything connected? Prints the readiness chain (exit 0 good, 1 something blocks, 2 bad configuration)"
	CommandInit    = "Ask for what is needed and write config.yaml"
	CommandDemo    = "Play with the whole program on this machine: no token, no Telegram needed"
	CommandBackup  = "Copy the data file to FILE, also while the secretary runs"
	CommandExport  = "Write everything that is kept into FILE, readable, as JSON Lines"
	CommandRestore = "Put a backup FILE in the place of the data (stop the secretary first)"
	CommandCompact = "Write the data file anew without the room it no longer uses (stop the secretary first)"
	CommandHealth  = "Exit 0 while the running secretary hears Telegram (for Docker)"
	CommandVersion = "Print version, commit and Go version"
	CommandHelp    = "How a command is typed"

	FlagExportFan     = "only this fan (chat id, as in the log or in audit)"
	FlagIdentity      = "age identity `file` that opens an encrypted backup"
	FlagConfig        = "configuration `file` (default ./config.yaml)"
	FlagAdopt         = "move this data directory to the bot behind the configured token, on purpose"
	FlagRestoreAdopt  = "take a backup of another bot than the present data belongs to, on purpose"
	FlagJSON          = "print the chain as JSON"
	FlagRemoveWebhook = "remove the bot's webhook first (waiting messages are kept)"
	FlagYes           = "play unattended in the terminal and exit"
	FlagTerminal      = "play in the terminal instead of on a page"
	FlagKeep          = "keep the demo's data in this `folder`, to go on with it later"
	FlagPort          = "port of the page on 127.0.0.1 (0: a free one)"

	Stubborn = "This is not stopped half-way. Ctrl-C once more ends it at once; nothing is lost by that, type it again then."

	WebhookRemoved = "The webhook is removed; waiting messages are kept."
)

// WholeNumber completes what is said of a flag.
const WholeNumber = ": it takes a whole number"

// NoSuchCommand says that there is no such command, and which ones may be meant.
func NoSuchCommand(typed string, meant []string) string {
	s := fmt.Sprintf("there is no command %q", typed)
	if len(meant) > 0 {
		s += "; did you mean " + strings.Join(meant, " or ") + "?"
	}
	return s
}

// TooMuch says that a command takes nothing but flags.
func TooMuch(command, typed string) string {
	return fmt.Sprintf("%s takes nothing beside its flags, and %q is none", command, typed)
}

// Usage says how a command is to be typed.
func Usage(line, command string) string {
	return "it is typed like this: " + line + "; more with: " + command + " --help"
}

// NoDaemon says that no secretary runs on the data in dir.
func NoDaemon(dir string) string {
	return "no secretary is running on the data in " + dir + "; start it with: secretary run"
}

// BackedUp says what was written, and that the key is not in it.
func BackedUp(file string, n int64, key string) string {
	return fmt.Sprintf("Copied %s to %s. It is sealed: keep a copy of %s apart from it, or it cannot be opened.", Bytes(n), file, key)
}

// CopyNotLookedAt says that a copy was made and may be good or not.
func CopyNotLookedAt(file, why string) string {
	return file + " was written, but could not be looked at: " + why
}

// Why the data file is not compacted now.
const (
	CompactRunning = "the secretary is running and uses the data file; stop it first, then compact"
	CompactOlder   = "the data file is of an older version; start the secretary once, stop it, then compact"
)

// Compacted says what became of the data file, lengths in bytes.
func Compacted(before, after int64) string {
	return fmt.Sprintf("The data file was %s and is %s now. Everything in it was looked through and agrees.", Bytes(before), Bytes(after))
}

// FileExists refuses to overwrite.
func FileExists(path string) string {
	return path + " exists already; nothing was overwritten. Choose another name."
}

// NoOutput refuses "-" as the name of a file.
const NoOutput = "it writes a file, not the output: name one (./- for one that is called so)"

// NoDataFile says that there is no data file yet.
func NoDataFile(path string) string { return "there is no data file at " + path + " yet" }

// Exported says what was written, and that it is readable.
func Exported(file string, n int64) string {
	if n == 0 {
		return "Nothing is kept yet: " + file + " is empty."
	}
	return fmt.Sprintf("Wrote %s to %s. It is not sealed: whoever has the file can read every word.", Bytes(n), file)
}

// ExportNobody says that nothing is kept of this fan.
func ExportNobody(fan int64) string { return fmt.Sprintf("nothing is kept of fan %d", fan) }
