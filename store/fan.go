package store

import "time"

// Window is how long after a fan's last message Telegram lets a bot reply.
const Window = 24 * time.Hour

// FanID names a conversation: the creator's user id and the chat, which in a
// private chat is the fan's user id. Never a connection id: those change.
type FanID struct {
	Owner int64
	Chat  int64
}

// Author tells who wrote a message.
type Author string

// The authors.
const (
	AuthorFan   Author = "fan"   // the fan
	AuthorHand  Author = "hand"  // the creator by hand
	AuthorBot   Author = "bot"   // this program in the creator's name
	AuthorAway  Author = "away"  // Telegram's own automatic text for the creator
	AuthorOther Author = "other" // another bot in the creator's name
)

// Message is one message of a conversation.
type Message struct {
	ID       int64     // unique within the conversation
	Author   Author    // who wrote it
	Date     time.Time // when, by Telegram's clock
	Kind     string    // "text", "photo", "voice", …
	Text     string    // text or caption as it stands now
	Note     string    // short human detail of what came: "0:07", "a.pdf"
	Quote    string    // what it replies to, shortened; empty if nothing
	Edited   time.Time // last edit; zero if never
	Deleted  bool      // deleted since
	Versions []string  // earlier texts, oldest first
	Draft    uint64    // the draft it was sent from, 0 if none
}

// Fan is a conversation as it stands.
type Fan struct {
	ID       FanID
	Name     string // as last seen
	Handle   string // username without @, empty if none
	Language string // IETF tag of the fan's app, empty if unknown
	Mode     string // reply mode for this fan; empty: the general one

	// Rev moves with everything that makes a draft stale: a new message, an
	// edit or delete of an unanswered one, an answer, a skip, the end of the
	// window, the loss of the connection or of its right to reply.
	Rev uint64

	LastIn time.Time // newest message of the fan, never in the future; the window runs from here
	LastID int64     // its id

	// Answered: every message up to this id is answered. The fan's messages
	// above it that are not deleted are the unanswered ones.
	Answered     int64
	Skipped      int64     // the creator skipped everything up to this id
	Waiting      int       // number of unanswered messages
	WaitingSince time.Time // date of the first of them; zero if none

	Due   time.Time // when a draft shall be made; zero if none
	Burst time.Time // when the present burst of messages began; zero if none
	Draft uint64    // the draft that stands for the unanswered messages; 0 if none

	HistoryFrom int64 // oldest message the model was shown last
	ReadTo      int64 // newest message marked read in the creator's name
	Unsettled   int   // replies that may or may not have arrived
}

// Fan reads a conversation; ErrNotFound if nobody wrote there.
func (s *Store) Fan(id FanID) (Fan, error) { return Fan{}, errUnbuilt }

// SetFan changes Mode, HistoryFrom, ReadTo and Due of a conversation; whatever
// else change does is dropped. ErrNotFound if there is none.
func (s *Store) SetFan(id FanID, change func(*Fan)) error { return errUnbuilt }

// History reads the newest limit messages with an id of at least from, oldest
// first, deleted ones left out. A limit of 0 means all.
//
// A reply the creator confirmed by hand (see Arrived) has no id of its own: it
// carries the id of the newest message it answered and follows it.
func (s *Store) History(id FanID, from int64, limit int) ([]Message, error) { return nil, errUnbuilt }

// Unanswered reads the fan's unanswered messages, oldest first.
func (s *Store) Unanswered(id FanID) ([]Message, error) { return nil, errUnbuilt }

// Waiting reads up to limit fans who wait for an answer and are not skipped,
// most urgent first: those whose window closes within the hour, then the
// longest waiting, and last those whose window is over. A limit of 0 means all.
func (s *Store) Waiting(limit int) ([]Fan, error) { return nil, errUnbuilt }

// Due reads the fans with a draft due, earliest first, also those due later.
func (s *Store) Due() ([]Fan, error) { return nil, errUnbuilt }
