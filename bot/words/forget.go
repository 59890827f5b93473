package words

import "fmt"

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
func FanForgotten(messages int, backups bool) string {
	s := fmt.Sprintf("Forgotten (messages removed: %d). If they write again, it is as if for the first time.", messages)
	if backups {
		s += " Backups made before still hold them until newer ones take their place."
	}
	return s
}
