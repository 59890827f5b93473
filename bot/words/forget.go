package words

import (
	"fmt"
	"strings"
)

// What /forget says.
const (
	ForgetHow     = "Reply to a card of the fan with /forget. /inbox brings one back."
	ForgetYes     = "Yes, forget"
	ForgetNo      = "No, keep"
	ForgetKept    = "Nothing was removed."
	ForgetGone    = "Nothing is kept of this fan any more."
	ForgetBusy    = "A reply to this fan is on its way just now. Press again in a moment."
	ForgottenCard = "Removed: this fan was forgotten."
)

// ForgetAsk asks before everything of a fan is removed; who is HTML.
func ForgetAsk(who string) string {
	return "Forget everything about <b>" + who + "</b>: messages, drafts, what I learned and know? This cannot be undone. Your own Telegram chat with them stays."
}

// FanForgotten says what was removed.
//
// aside are former data files, see Aside.
func FanForgotten(messages int, backups bool, aside []string) string {
	s := fmt.Sprintf("Forgotten (messages removed: %d). If they write again, it is as if for the first time.", messages)
	if backups {
		s += " Backups made before still hold them until newer ones take their place."
	}
	return s + Aside(aside)
}

// Aside names the copies that no newer one takes the place of; empty if there is
// none. The paths are HTML.
func Aside(paths []string) string {
	if len(paths) == 0 {
		return ""
	}
	return " Former data files hold it too, and nothing removes them by itself. If you need them no more, delete on the server: <code>" + strings.Join(paths, "</code>, <code>") + "</code>."
}
