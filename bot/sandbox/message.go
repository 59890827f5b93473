package sandbox

import "time"

// Message is one message as a person sees it now: edits applied, deleted ones
// gone. It is a copy; later events do not change it.
type Message struct {
	// ID is the number of the message in the message box it belongs to: the
	// bot's for the private chat with the bot, the profile's for a chat between
	// two people (see [Person.Writes]).
	ID      int64
	From    *Person // who it comes from for those who read it; nil for the bot's own messages
	FromID  int64   // id of From, or of the bot
	FromBot bool    // sent by the bot as itself, in its private chat
	ViaBot  bool    // sent by the bot in the name of From, over a business connection
	Offline bool    // Telegram's own automatic text (is_from_offline)

	Kind    string // "text", "photo", "voice", "sticker", or the content field's name
	Text    string // plain text or caption, entities applied
	Source  string // text or caption exactly as sent, tags included
	ReplyTo int64  // id of the message replied to; 0 for none
	Buttons [][]Button
	// ForceReply says that the bot asked for a reply with this message.
	ForceReply bool

	Date     time.Time
	Edited   time.Time // zero if never edited
	Versions []string  // earlier texts, oldest first
	File     []byte    // what the bot uploaded with it; nil for none
}

// Button is one button under a message of the bot. Exactly one of Data and URL
// is set for the kinds of buttons the sandbox plays.
type Button struct {
	Text string
	Data string // callback_data, 1-64 bytes
	URL  string
}

// Answer is what the bot did about a tap.
type Answer struct {
	Answered bool   // false: no answerCallbackQuery came within Options.TapWait
	Text     string // notification text; empty for a silent answer
	Alert    bool   // shown as a dialog that must be closed
}

// User is a Telegram account as the Bot API describes it.
type User struct {
	ID           int64
	IsBot        bool
	FirstName    string
	LastName     string
	Username     string // without @
	LanguageCode string // IETF tag; may be empty
}

// Command is an entry of the bot's command menu.
type Command struct {
	Command     string // without slash
	Description string
}
