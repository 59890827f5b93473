package sandbox

import "time"

// Writes sends a private message to another person and returns its id. The
// connected profile among the two decides the number: it is the id in the
// profile's own message box, the one the bot sees (with no or two profiles, the
// box of the one added first). Every connected profile among the two, unless it
// excludes the chat, gets its bot a business_message update, whoever writes:
// the fan, or the owner by hand.
func (p *Person) Writes(to *Person, text string) int64 { return 0 }

// WritesAt is Writes with a date of its own. Telegram queues no update for a
// message older than 24 hours.
func (p *Person) WritesAt(to *Person, text string, date time.Time) int64 { return 0 }

// WritesReply is Writes as a reply to the message with the given id of that chat.
func (p *Person) WritesReply(to *Person, message int64, text string) int64 { return 0 }

// WritesPhoto sends a photo.
func (p *Person) WritesPhoto(to *Person, caption string) int64 { return 0 }

// WritesVoice sends a voice note of that many seconds.
func (p *Person) WritesVoice(to *Person, seconds int) int64 { return 0 }

// WritesSticker sends a sticker.
func (p *Person) WritesSticker(to *Person, emoji string) int64 { return 0 }

// WritesRaw sends a message with the given Bot API fields, e.g. video_note,
// gift, media_group_id, as content. Fields of the envelope (message_id, from,
// chat, date) win over given ones only where they are not named.
func (p *Person) WritesRaw(to *Person, fields map[string]any) int64 { return 0 }

// AutoReplies is a text Telegram sends by itself in the person's name: an away
// or greeting message (is_from_offline).
func (p *Person) AutoReplies(to *Person, text string) int64 { return 0 }

// Edits changes an own message in the chat with another person; the same text
// again is delivered too, as Telegram does for business chats. Unknown ids and
// messages of the other are ignored.
func (p *Person) Edits(to *Person, message int64, text string) {}

// Deletes removes messages from the chat with another person for both sides.
// The update names ids the bot never saw as well.
func (p *Person) Deletes(to *Person, messages ...int64) {}

// Blocks blocks another person: nothing written in their name arrives.
func (p *Person) Blocks(other *Person) {}

// Unblocks takes Blocks back.
func (p *Person) Unblocks(other *Person) {}

// Charges lets the person ask that many Stars for a message from people they do
// not know; 0 takes it back.
func (p *Person) Charges(stars int) {}

// With returns the private chat between two people, oldest first, as both see
// it. Ids are those of Writes.
func (p *Person) With(other *Person) []Message { return nil }

// ReadMark returns the id up to which the bot has marked the fan's messages
// read in the owner's name; 0 if never.
func (s *Server) ReadMark(owner, fan *Person) int64 { return 0 }

// Typing counts the chat actions the bot has shown the fan in the owner's name.
func (s *Server) Typing(owner, fan *Person) int { return 0 }
