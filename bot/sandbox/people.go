package sandbox

import "errors"

// ErrNoButton is returned by [Person.Taps] when the person sees no such message
// or no such button under it.
var ErrNoButton = errors.New("no such button")

// Person is somebody with a Telegram account: a creator, a fan, a stranger.
// Every person has a message box of their own that counts their private
// messages; by default the boxes of two people never share a number.
type Person struct {
	s    *Server
	user User
}

// PersonOption changes a person at birth.
type PersonOption func(*Person)

// WithID sets the account id.
func WithID(id int64) PersonOption { return func(p *Person) { p.user.ID = id } }

// WithHandle sets the username, without @.
func WithHandle(handle string) PersonOption { return func(p *Person) { p.user.Username = handle } }

// WithLanguage sets the language code the bot is told, e.g. "de".
func WithLanguage(code string) PersonOption { return func(p *Person) { p.user.LanguageCode = code } }

// WithLastName sets the last name.
func WithLastName(name string) PersonOption { return func(p *Person) { p.user.LastName = name } }

// WithBox lets the person's message box begin at the number first, so that two
// profiles can be made to hold the same numbers.
func WithBox(first int64) PersonOption { return func(p *Person) {} }

// AsBot makes the account another bot.
func AsBot() PersonOption { return func(p *Person) { p.user.IsBot = true } }

// Person adds somebody with that first name. Names need not be unique; every
// call makes a new account.
func (s *Server) Person(name string, o ...PersonOption) *Person { return &Person{s: s} }

// People returns everybody, in the order they were added.
func (s *Server) People() []*Person { return nil }

// ID returns the account id.
func (p *Person) ID() int64 { return p.user.ID }

// User returns the account.
func (p *Person) User() User { return p.user }

// Start presses Start in the bot's private chat: "/start", with a deep link
// "/start payload". It also unblocks the bot. Returns the message id.
func (p *Person) Start(payload string) int64 { return 0 }

// Sends writes to the bot in its private chat and returns the message id. A
// text that begins with a slash carries its bot_command entity.
func (p *Person) Sends(text string) int64 { return 0 }

// Replies writes to the bot as a reply to the message with the id to there. A
// message that is gone is replied to as to none.
func (p *Person) Replies(to int64, text string) int64 { return 0 }

// SendsPhoto sends the bot a photo in its private chat.
func (p *Person) SendsPhoto(caption string) int64 { return 0 }

// SendsSticker sends the bot a sticker in its private chat.
func (p *Person) SendsSticker(emoji string) int64 { return 0 }

// EditsSent changes the person's own message in the bot's private chat.
func (p *Person) EditsSent(message int64, text string) {}

// BlocksBot blocks the bot: it gets 403 until the person starts it again.
func (p *Person) BlocksBot() {}

// DeletesAccount deactivates the account: the bot gets 403 for good.
func (p *Person) DeletesAccount() {}

// Taps presses the inline button with exactly that text under the message in
// the bot's private chat, and waits up to Options.TapWait for the bot's
// answer. The error is ErrNoButton, or says that the button opens a link.
func (p *Person) Taps(message int64, button string) (Answer, error) { return Answer{}, nil }

// TapsData sends a callback query with that data for that message, whether or
// not such a button is there: old cards, forged taps, taps of strangers. The
// error is ErrNoButton if the person's chat with the bot has no such message,
// and never had.
func (p *Person) TapsData(message int64, data string) (Answer, error) { return Answer{}, nil }

// Chat returns the private chat with the bot as the person sees it now.
func (p *Person) Chat() []Message { return nil }

// Commands returns the bot's command menu as the person sees it, by Telegram's
// order of scopes: this chat, all private chats, default; own language first.
func (p *Person) Commands() []Command { return nil }
