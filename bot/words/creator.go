package words

import (
	"fmt"
	"strings"
	"time"
)

// Command is one line of the creator's command menu.
type Command struct{ Name, Text string }

// Commands is the menu of the creator's chat, in the order shown.
var Commands = []Command{
	{"inbox", "Who waits, most urgent first"},
	{"status", "Is everything connected and working?"},
	{"mode", "Who decides: you, or the bot when it is sure"},
	{"trust", "How far the confidence can be trusted"},
	{"learned", "What I learned from you: rules and examples"},
	{"remember", "Give me a rule: /remember I never do calls"},
	{"forget", "As a reply to a card: remove everything about this fan"},
	{"export", "A file of all that is kept; as a reply to a card: of this fan"},
	{"pause", "Stop drafting everywhere"},
	{"resume", "Start drafting again"},
	{"help", "How this works"},
}

// HelpHTML explains the chat in one screen.
const HelpHTML = `<b>How this works</b>
A fan writes to your profile. I draft a reply and show it here as a card.

<b>Send</b> sends the draft exactly as shown.
<b>Edit</b> lets you write it yourself, with the draft ready to copy.
<b>Again</b> makes another draft.
<b>Skip</b> leaves the fan without a reply from me.

Reply to a card with your own words and they are sent as you wrote them.
Reply with <code>/again shorter, in Spanish</code> for another draft by that instruction.
Reply with <code>/fan</code>, or press <b>Fan</b>, for what is known of the fan; you can correct and delete it.
Reply with <code>/mode earn</code>, <code>auto</code>, <code>approve</code>, <code>off</code> or <code>default</code> to decide it for this fan.

Say <code>/remember I never do calls</code> for a rule that holds for every draft. When you change a draft a lot, I try to learn one.

/inbox who waits · /status is all well · /mode who decides · /trust how sure · /learned what I learned
/pause stop drafting · /resume start again · /privacy what is kept · /export all of it as a file`

// PrivacyHTML answers /privacy. creator is the escaped name of who is served, or empty.
func PrivacyHTML(creator string) string {
	who := "the person this bot works for"
	if creator != "" {
		who = creator
	}
	return `<b>Privacy</b>
This bot helps ` + who + ` to answer private messages.

<b>What is kept:</b> messages exchanged with ` + who + ` in chats the bot was given, the sender's name, handle and language, what was answered, and short notes made from it (such as where you said you live; what is most private, like health or beliefs, is not noted unless ` + who + ` chose so). It is kept encrypted on ` + who + `'s own server, with the key stored apart.
<b>What for:</b> to draft and send replies. Nothing is passed on; the language model runs on the same server.
<b>How long:</b> until ` + who + ` deletes it.
<b>Removal:</b> write to ` + who + ` and ask for your messages to be removed.`
}

// StrangerHTML answers everybody but the creator. handle may be empty.
func StrangerHTML(creator, handle string) string {
	if creator == "" {
		return "Hello! This bot is not set up yet. If it is yours, use the link it prints when it starts.\n/privacy"
	}
	s := "Hello! I am the assistant of " + creator + " and only work for them. "
	if handle != "" {
		s += "To write to " + creator + ", open @" + handle + "."
	} else {
		s += "To write to " + creator + ", open their profile."
	}
	return s + "\n/privacy says what is kept."
}

// Paired greets the creator; connected says whether the profile is connected yet.
func Paired(name string, connected bool) string {
	s := "Hello " + name + "! This bot now works for you and for nobody else."
	if connected {
		return s + "\nYour profile is connected. Cards will appear here. /help"
	}
	return s + "\n\n" + ConnectHow + " /help"
}

// SomeCreator stands in a sentence for a fan where no name is known.
const SomeCreator = "the creator"

// ConnectHow is the way into Telegram's settings.
const ConnectHow = "Next: in Telegram open Settings → Chat Automation, choose this bot, choose the chats, and allow “Reply to messages” and “Mark messages as read”."

// Welcome answers /start of a creator who is already known.
const Welcome = "I am here. Cards appear in this chat when a fan writes.\n/inbox · /status · /help"

// Simple answers to commands.
const (
	PausedNow      = "Paused: nothing is drafted and nothing goes out by itself until /resume. Messages are still received."
	AlreadyPaused  = "It is paused already. /resume starts again."
	Resumed        = "Drafting again."
	AlreadyRunning = "It is not paused. Everything is running."
	InboxEmpty     = "Nobody waits. New messages appear here as cards."
	NotACard       = "I do not know which fan this is for, so nothing was sent. Reply to a card, or open a fan with /inbox."
	PlainText      = "Nothing was sent. To answer a fan, reply to the fan's card. /inbox shows who waits."
	OnlyText       = "Nothing was sent: I can only send text. Reply with text, or write in the chat by hand."
	OwnBlank       = "Nothing was sent: there is nothing to read in your reply, and Telegram refuses that. Reply to the card with words."
	UnknownCommand = "I do not know this command. /help shows what I understand."
	NoSuchFan      = "I have seen no message from this chat yet. If it should reach me: Settings → Chat Automation → include this chat."
	AgainHow       = "Reply to a card with /again and, if you like, how: /again shorter, in Spanish"
	CodeWrong      = "This link is not valid any more. Open the newest one that the program has printed."
)

// EditedReply answers an edit of a reply that was sent, or is about to be; who is HTML.
func EditedReply(who string) string {
	return "Your edit does not reach " + who + ": your reply stays as you first sent it. Change it by hand in your chat with them."
}

// InboxTitle heads the list of waiting fans.
func InboxTitle(n int) string {
	if n == 1 {
		return "<b>1 fan waits</b>, tap to open:"
	}
	return fmt.Sprintf("<b>%d fans wait</b>, most urgent first. Tap to open:", n)
}

// InboxMore says how many the list leaves out.
func InboxMore(n int) string { return fmt.Sprintf("%d more follow as these are answered.", n) }

// InboxRow is the label of one fan's button; Telegram shows about 40 characters.
func InboxRow(name string, messages int, left time.Duration) string {
	if left <= 0 {
		return fmt.Sprintf("%s · %d · window closed", name, messages)
	}
	return fmt.Sprintf("%s · %d · %s left", name, messages, Span(left))
}

// NothingWaits answers the opening of a fan who has been answered.
func NothingWaits(name string, last time.Time) string {
	if last.IsZero() {
		return "Nothing waits from " + name + "."
	}
	return "Nothing waits from " + name + ". Their last message came " + last.Local().Format("2 Jan 15:04") + "."
}

// OnItsWay answers the opening of a fan whose reply is being sent.
func OnItsWay(name string) string {
	return "Nothing waits from " + name + ": your reply is on its way."
}

// Modes and what they mean, for /mode.
var Modes = []struct{ Name, Label, Text string }{
	{"approve", "Approve", "every reply waits for you"},
	{"earn", "Earn", "recommended: like Approve, until your decisions prove that sure replies may go out by themselves (/trust)"},
	{"auto", "Auto", "replies above the threshold go out by themselves after a countdown, proof or not; the rest waits for you"},
	{"off", "Off", "nothing is drafted; messages are only kept"},
}

// ModeHTML shows the mode in force.
func ModeHTML(mode string, threshold float64, hold time.Duration) string {
	var b strings.Builder
	b.WriteString("<b>Who decides?</b>\n")
	for _, m := range Modes {
		mark := "○"
		if m.Name == mode {
			mark = "●"
		}
		fmt.Fprintf(&b, "%s <b>%s</b>: %s\n", mark, m.Label, m.Text)
	}
	fmt.Fprintf(&b, "\nThreshold %s, countdown %s.", Percent(threshold), Span(hold))
	return b.String()
}

// ModeUnknown answers /mode with a word it does not know.
func ModeUnknown(word string) string {
	return "There is no mode “" + word + "”. Use /mode approve, /mode earn, /mode auto or /mode off."
}

// PairingHTML is printed on the terminal, not in a chat.
func Pairing(username, code string, minutes int) string {
	return fmt.Sprintf("To become the creator, open this link in your own Telegram within %d minutes and press Start:\n  https://t.me/%s?start=%s\n", minutes, username, code)
}

// FanModeHTML says who decides for one fan; mode is empty for the general one.
func FanModeHTML(name, mode string) string {
	for _, m := range Modes {
		if m.Name == mode {
			return "For " + name + ": <b>" + m.Label + "</b>, " + m.Text + ". Reply with /mode default to go back."
		}
	}
	return "For " + name + " the general mode holds (/mode). Reply with /mode approve, /mode earn, /mode auto or /mode off to change it for this fan."
}
