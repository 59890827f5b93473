package words

import "fmt"

// What /export says.
const (
	ExportYes    = "Yes, send the file"
	ExportNo     = "No"
	ExportLeft   = "Nothing was exported."
	ExportMaking = "The file is being made."
	ExportBusy   = "A file is being made already. One at a time, please."
)

// ExportAsk asks before everything kept of a fan, or of everybody (who is empty),
// comes as a file; who is HTML.
func ExportAsk(who string, encrypted bool) string {
	s := "Export everything that is kept of <b>" + who + "</b>"
	if who == "" {
		s = "Export everything that is kept of everybody (of one fan: reply to a card with /export)"
	}
	s += " as a file (JSON Lines) into this chat? "
	if encrypted {
		return s + "It is encrypted to your backup.recipient: only your identity file opens it."
	}
	return s + "It is not encrypted: it will lie at Telegram like the cards here, and on every device of yours that loads it. Set backup.recipient to have it encrypted, or run on the server: <code>secretary export FILE</code>"
}

// ExportCaption stands under the file.
func ExportCaption(encrypted bool) string {
	if encrypted {
		return "Export, encrypted. To open it: age -d -i YOUR-IDENTITY-FILE FILE"
	}
	return "Export, readable by whoever has the file. Delete this message when you have it."
}

// exportHere is the command to run on the server instead.
func exportHere(fan int64) string {
	if fan == 0 {
		return "<code>secretary export FILE</code>"
	}
	return fmt.Sprintf("<code>secretary export FILE --fan %d</code>", fan)
}

// ExportTooLarge refuses a file that Telegram would not take; fan is 0 for everybody.
func ExportTooLarge(fan int64) string {
	return "That is more than the 50 MB that Telegram takes from a bot. Run on the server, also while I work: " + exportHere(fan)
}

// ExportFailed says that no file came, and the other way.
func ExportFailed(fan int64) string {
	return "The file could not be sent; the log says why. If it is not here in a moment, run on the server: " + exportHere(fan)
}
