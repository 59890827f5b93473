package firewall

import (
	"unicode/utf8"

	"secretary/persona/fold"
)

// maxEarlier is how many earlier messages a reply is compared with.
const maxEarlier = 20

// repeated finds a reply that says nearly the same as one of the creator's last messages to this fan.
func repeated(r Reply) string {
	if len(r.Earlier) == 0 || utf8.RuneCountInString(fold.Text(r.Text)) < 12 {
		return ""
	}
	mine := fold.PiecesOf(r.Text)
	for _, earlier := range r.Earlier[:min(maxEarlier, len(r.Earlier))] {
		if mine.Alike(fold.PiecesOf(earlier)) > 0.8 {
			return earlier
		}
	}
	return ""
}
