package words

// Answers to a tap: at most 200 characters, shown over the chat.
const (
	TapSending    = "Sending…"
	TapThinkTwice = "Nothing was sent yet. Read the warning; “Send anyway” sends it."
	TapSkipped    = "Skipped."
	TapStopped    = "Stopped. Nothing was sent."
	TapAgain      = "Drafting again…"
	TapEdit       = "Write it as a reply to the message below."
	TapArrived    = "Good. Noted as sent."
	TapNoLine     = "Noted. It goes again before the next automatic reply."
	TapNotYours   = "This button belongs to somebody else."
	TapUnknown    = "This button is out of date."
	TapOpened     = "Here it comes."
	TapMode       = "Saved."
	TapRemembered = "Remembered for every draft. /learned shows the rules."
	TapForgotten  = "Taken back."
	TapDeleted    = "Deleted."
	TapGone       = "It is gone already."
	TapPaused     = "Drafting is paused. /resume turns it on again."
	TapNoDraft    = "There is no draft to send. Reply to the card with your own words."
	TapOutOfDate  = "Out of date: nothing was sent. Use the newer card."
	TapOlderDraft = "Out of date: this button belongs to an older draft. Nothing was sent."
)

// Refused says why a tap or a reply did nothing, and what to do next. state is
// the state the card is in.
func Refused(code, state, end, who string) string {
	switch code {
	case "stale":
		return Stale(end, who) + " Nothing was sent. Use the newer card."
	case "try":
		return TapOlderDraft
	case "window":
		return "Too late: the 24-hour reply window is closed. Nothing was sent. Write to " + who + " by hand."
	case "right":
		return "The bot may not reply. Nothing was sent. Settings → Chat Automation → your bot → allow “Reply to messages”."
	case "connection":
		return "The bot is not connected to your profile. Nothing was sent. Settings → Chat Automation → choose your bot."
	case "paused":
		return TapPaused
	case "mode":
		return "In this mode you decide. Nothing was sent. /mode says more."
	case "empty":
		return TapNoDraft
	case "missing":
		return TapOutOfDate
	case "secret":
		return "Not sent: it holds a piece of the model's own instructions. Write it in your own words."
	}
	switch state { // "closed"
	case "sent", "edited":
		return "Already sent. This button is out of date; nothing was sent twice."
	case "queued":
		return "Out of date: already on its way. Nothing is sent twice."
	case "unknown":
		return "Out of date: it is not known yet whether this arrived. Press “It arrived” or “Send again”."
	case "skipped":
		return "Out of date: you skipped this. Open the fan again with /inbox."
	case "stale":
		return Stale(end, who) + " Nothing was sent. Use the newer card."
	case "expired":
		return "Out of date: the 24-hour reply window is closed. Nothing was sent. Write to " + who + " by hand."
	case "failed":
		return "Out of date: this one failed. Open the fan again with /inbox."
	}
	return TapOutOfDate
}
