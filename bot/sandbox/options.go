package sandbox

import (
	"net"
	"time"
)

// Options configures a [Server]. The zero value works: a faithful server on a
// free loopback port with a bot of its own.
type Options struct {
	Addr        string           // address to listen on; default 127.0.0.1:0
	Listener    net.Listener     // instead of Addr: where connections come from
	Now         func() time.Time // the server's clock; default time.Now
	BotID       int64            // default 7700000001; ignored when Token is set
	BotName     string           // first name of the bot; default "Secretary"
	BotUsername string           // without @; default "sandbox_secretary_bot"
	Token       string           // default: BotID, colon, 35 random characters

	// Brisk switches off the pacing of repeated getUpdates (time-out forced to
	// 3 s, limit forced to 1) and the 3 s delay of repeated 409 answers.
	Brisk bool
	// Hosted answers a malformed token as the front-end of api.telegram.org does
	// (404) instead of as the source of the Bot API server says (401, 421).
	Hosted bool
	// Strict also refuses what only fits Telegram's limits when counted in code
	// points: lengths are then counted in UTF-16 units.
	Strict bool
	// Terse says of every error no more than its code does ("Bad Request"): the
	// words are not documented and change. What is is error_code and parameters.
	Terse bool
	// Literal takes the description of getUpdates at its word: an offset confirms every
	// lower id, also one that was chosen anew after an idle week. The source forgives
	// an offset that is far from what waits.
	Literal bool
	// Echo delivers the bot's own business messages back to it as
	// business_message updates (sources conflict; documents say no).
	Echo bool
	// KeepConnectionID keeps the id of a business connection when the owner
	// changes its settings (documents say that a new id comes).
	KeepConnectionID bool
	// SilentConnect leaves out the business_connection update of a first
	// connection (seen in the field). Later changes are always announced.
	SilentConnect bool

	// NoReplyRight and NoReadRight are the codes for a missing can_reply and a
	// missing can_read_messages, which no document names; default
	// BOT_ACCESS_FORBIDDEN.
	NoReplyRight, NoReadRight string

	FirstUpdateID  int64         // id of the first update; default random
	FirstMessageID int64         // first number in the bot's own message box; default 301
	TapWait        time.Duration // how long Taps waits for an answer; default 5 s
	// Flood is the number of messages one chat takes within a second of the
	// server's clock before the bot gets 429; 0 is no limit.
	Flood int
	// Calls is how many of the newest calls are remembered; 0 is all.
	Calls int
}

func (o Options) withDefaults() Options {
	setDefault(&o.Addr, "127.0.0.1:0")
	setDefault(&o.BotID, 7700000001)
	setDefault(&o.BotName, "Secretary")
	setDefault(&o.BotUsername, "sandbox_secretary_bot")
	setDefault(&o.NoReplyRight, "BOT_ACCESS_FORBIDDEN")
	setDefault(&o.NoReadRight, "BOT_ACCESS_FORBIDDEN")
	setDefault(&o.TapWait, 5*time.Second)
	setDefault(&o.FirstMessageID, 301)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
