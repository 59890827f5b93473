package words

import (
	"fmt"
	"time"
)

// Buttons of the question at a disconnection.
const (
	PartingKeep    = "Keep everything"
	PartingFans    = "Delete what is about fans"
	PartingAll     = "Delete everything"
	PartingBack    = "No, go back"
	PartingYesFans = "Yes, delete what is about fans"
	PartingYesAll  = "Yes, delete everything"
)

// TermsLink is the page of Telegram's terms for those who run bots.
const TermsLink = "https://telegram.org/tos/bot-developers"

// PartingAsk asks what to keep of a profile that was disconnected. HTML.
func PartingAsk(since time.Time, backups bool) string {
	s := "<b>Your profile has been disconnected since " + since.Local().Format("2 Jan 15:04") + ".</b> What shall I keep?\n\n" +
		"<b>" + PartingKeep + "</b>: connect again, and all goes on as before.\n" +
		"<b>" + PartingFans + "</b>: messages, drafts, what I learned and know of them. Counters, your rules and the record of decisions stay, without names and ids.\n" +
		"<b>" + PartingAll + "</b>: these too. Only the pairing with you stays.\n\n" +
		"Nothing is deleted unless you press, and press once more. If you will not connect again, Telegram's <a href=\"" + TermsLink + "\">terms</a> (4.2 b and c) ask you to delete what is about fans without undue delay, but for what they agreed may stay."
	if backups {
		s += " " + PartingBackups
	}
	return s
}

// What is said before and after something was deleted.
const (
	PartingBackups   = "Backups made before hold it all until newer ones take their place: delete those files yourself if they shall go too."
	PartingSureFans  = "Delete everything about all fans: messages, drafts, what I learned and know? This cannot be undone. Your own Telegram chats stay."
	PartingSureAll   = "Delete everything, counters, rules and the record of decisions too? This cannot be undone. Your own Telegram chats stay."
	PartingKept      = "Everything is kept. Connect again, and all goes on as before."
	PartingWithdrawn = "Your profile is connected again: nothing was deleted."
	PartingOver      = "Your profile is connected again. Nothing was deleted."
	PartingDone      = "This was decided before."
	PartingBusy      = "A reply is on its way just now. Press again in a moment."
)

// PartingErased says what was deleted; aside are former data files, see Aside.
func PartingErased(chats, messages int, backups bool, aside []string) string {
	s := fmt.Sprintf("Deleted (chats: %d, messages: %d). Cards of the last days go from this chat too; older ones show what fans wrote until you clear its history in Telegram.", chats, messages)
	if backups {
		s += " " + PartingBackups
	}
	return s + Aside(aside) + " Connect again whenever you like: it is as if for the first time."
}
