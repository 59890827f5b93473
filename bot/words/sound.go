package words

import (
	"fmt"
	"time"
)

// What looking through the data file came to.
const (
	SoundClosed   = "it was closed properly last time; `secretary check` looks through all of it"
	SoundUnderWay = "it was not closed properly last time (a crash, a power cut); it is being looked through while the work goes on"
)

// SoundFine says that nothing was found, and when that was.
func SoundFine(at time.Time) string {
	return "looked through at " + at.Local().Format("2006-01-02 15:04:05") + "; everything agrees"
}

// SoundProblems says that something was found.
func SoundProblems(n int) string {
	return fmt.Sprintf("%s; the log names %s", problems(n), map[bool]string{true: "it", false: "the first ones"}[n == 1])
}

// SoundFix says what to do about a file that does not agree with itself; path
// is that of the newest backup, empty if there is none.
func SoundFix(path string, locked bool) string {
	if path == "" {
		return "There is no backup. Save what can be read: secretary export FILE. Then ask whoever looks after the program, and keep the data file."
	}
	return "Stop the secretary, then: " + restoreCommand(path, locked)
}

// NotExamined says that the running program could not look through its file.
func NotExamined(why string) string { return "it could not be looked through: " + why }

// DataDamaged tells the creator that the data file does not agree with itself;
// path (HTML) is that of the newest backup, empty if there is none.
func DataDamaged(n int, path string, locked bool) string {
	s := "⚠️ I looked through the data file and found " + problems(n) + ". I go on working and have changed nothing, but a card or a chat may show something wrong.\n\n"
	if path == "" {
		return s + "There is no backup. Please save what can be read, on the server: <code>secretary export FILE</code>, and keep the data file."
	}
	return s + "Please put the newest backup back, on the server. Stop me first, then: <code>" + restoreCommand(path, locked) + "</code>"
}

func problems(n int) string {
	if n == 1 {
		return "1 thing that does not agree"
	}
	return fmt.Sprintf("%d things that do not agree", n)
}

func restoreCommand(path string, locked bool) string {
	if locked {
		return "secretary restore " + path + " --identity YOUR-IDENTITY-FILE"
	}
	return "secretary restore " + path
}
