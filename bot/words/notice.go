package words

import (
	"fmt"
	"strings"
	"time"
)

// Rights maps each permission of a business connection (Bot API
// BusinessBotRights) to what the Telegram app calls it.
var Rights = []struct {
	Flag, Label, Why string
	Needed           bool // the secretary uses it
	Optional         bool // harmless to give, not used by itself
}{
	{"can_reply", "Reply to messages", "without it nothing can be sent to a fan", true, false},
	{"can_read_messages", "Mark messages as read", "without it answered messages stay unread in your app", true, false},
	{"can_delete_sent_messages", "Delete sent messages", "without it the bot could not take a reply back; it never does so by itself", false, true},
	{"can_view_gifts_and_stars", "View gifts and Stars", "only for showing gifts and Stars; nothing else fails without it", false, false},
	{"can_transfer_stars", "Transfer Stars", "only for moving Stars to the bot; nothing else fails without it", false, false},
}

// RightLabel names a permission as the app does, or by its flag.
func RightLabel(flag string) string {
	for _, r := range Rights {
		if r.Flag == flag {
			return r.Label
		}
	}
	return strings.ReplaceAll(strings.TrimPrefix(flag, "can_"), "_", " ")
}

func labels(flags []string) string {
	var out []string
	for _, f := range flags {
		out = append(out, "“"+RightLabel(f)+"”")
	}
	return strings.Join(out, ", ")
}

// Connected tells the creator that the profile is connected; missing are the
// needed permissions it lacks, extra those nothing here uses.
func Connected(missing, extra []string) string {
	s := "Connected to your profile."
	if len(missing) > 0 {
		s += " Missing: " + labels(missing) + ". Settings → Chat Automation → your bot. /status explains each."
	} else {
		s += " All needed permissions are there."
	}
	if len(extra) > 0 {
		s += " More than needed: " + labels(extra) + "; take them away unless you want them."
	}
	return s
}

// Unheard says what is known of the time between two connections: nothing.
func Unheard(ended, again time.Time) string {
	return fmt.Sprintf("It was off for %s, since %s. What fans wrote in between is not here and never will be: Telegram does not deliver it later. Please look into your own chats.",
		Span(again.Sub(ended)), DayClock(ended))
}

// Disconnected tells the creator that nothing is served any more.
const Disconnected = "The bot was disconnected from your profile: nothing arrives and nothing is sent. Open cards are out of date. To go on: Settings → Chat Automation → choose your bot."

// RightsChanged tells what was given and taken.
func RightsChanged(gained, lost []string) string {
	var parts []string
	if len(lost) > 0 {
		parts = append(parts, "Taken away: "+labels(lost)+".")
	}
	if len(gained) > 0 {
		parts = append(parts, "Given: "+labels(gained)+".")
	}
	s := "Your permissions for the bot changed. " + strings.Join(parts, " ")
	for _, f := range lost {
		if f == "can_reply" {
			s += " Nothing can be sent until “Reply to messages” is allowed again (Settings → Chat Automation)."
		}
	}
	return s
}

// Foreign tells the creator that another profile connected this bot. who is an id or a name.
func Foreign(who string) string {
	return "Somebody else (" + who + ") connected this bot to their profile. They are not served: nothing is drafted or sent for them. If that is you, the wrong Telegram account is connected: connect it from the profile that pressed Start here."
}

// UnknownNotice calls the creator to a card whose outcome is unknown; who is HTML.
func UnknownNotice(who string) string {
	return "It is unknown whether your reply to " + who + " arrived. Please look, and press a button on this card."
}

// LineUnknownNotice calls the creator to a fan's card; who is HTML.
func LineUnknownNotice(who string) string {
	return "It is unknown whether the disclosure line to " + who + " arrived, so the reply behind it was not sent. Please look, and press a button on their card."
}

// WantsPerson tells that a fan asks for a person; who is HTML.
func WantsPerson(who string) string {
	return who + " asks for a person. From now on nothing goes to them by itself. Reply to their card with /mode default to lift it."
}

// FailedNotice calls the creator to a card that failed; who is HTML.
func FailedNotice(who string) string {
	return "Your reply to " + who + " was not sent. This card says why."
}

// Notices told once while a trouble lasts.
const (
	Conflict       = "Another program uses this bot's token, so messages may go there instead. Stop the other one, or make a new token in @BotFather (/mybots → API Token) and use it only here. I keep trying."
	Webhook        = "This bot's messages go to a webhook of another program, so nothing arrives here. Remove it with: secretary check --remove-webhook"
	DiskTrouble    = "The data file cannot be written (is the disk full?). Nothing is lost: Telegram keeps messages for 24 hours. I go on by myself when there is room."
	DiskGone       = "The data file was deleted, or another one was put in its place, while I was using it. I write nothing any more and take nothing from Telegram, which keeps messages for 24 hours. On the server: “secretary backup FILE” still saves all I know; then stop me, put the file back (“secretary restore FILE”), and start me again."
	DiskFine       = "The data file can be written again. Everything goes on."
	ModeOff        = "Secretary Mode is off for this bot. In @BotFather: /mybots → your bot → Bot Settings → Secretary Mode → on."
	LostConnection = "A message came through a connection that Telegram does not know (any more), so I cannot tell whether it was for you. It is kept, and nothing is drafted for it. Please look into your own chats for a message that has no card here."
	Parked         = "One update could not be understood and was put aside; nothing was sent because of it. If a message is missing here, look into your own chats. The log names it."
)

// PollLater says that Telegram makes the bot wait before it asks for messages again.
func PollLater(wait time.Duration) string {
	return "⚠️ Telegram asks me to wait " + Span(wait) + " before I ask for messages again. Until then I hear neither your fans nor you, and nothing goes out. What they write meanwhile is not lost; you can answer in your own chats."
}

// LowSpace warns that room gets scarce in a folder; dir is HTML.
func LowSpace(dir string, free, needs int64) string {
	return "⚠️ Little room is left on the server for <code>" + dir + "</code>: " + Bytes(free) + " free. The secretary wants " + Bytes(needs) + " (twice its data file, or disk.low_mb). Nothing is lost yet: make room on that disk, or set retention."
}

// BackupOld warns that the newest copy is too old; dir is HTML.
func BackupOld(age time.Duration, dir string) string {
	return "⚠️ There has been no good backup for " + Span(age) + ". See the log for why none is made, and whether <code>" + dir + "</code> can be written. /status"
}

// PromptFailed tells that the prompt of Edit could not be shown; name is escaped.
func PromptFailed(name string) string {
	return "I could not show the prompt for " + name + ". Reply to the card itself instead: your words are sent as you write them."
}

// CardRefused tells that a card could not be shown at all; name is escaped.
func CardRefused(name string) string {
	return "Telegram refused to show a card about " + name + ". Look into the chat with " + name + ", and use /inbox."
}
