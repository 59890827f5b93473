package store

// Op is what happened to a message.
type Op int

// The operations.
const (
	Arrived Op = iota // a message came
	Edited            // a message was edited; Message is its new form
	Deleted           // the messages in Event.Deleted are gone
)

// Event is one thing that happened in a conversation.
type Event struct {
	Seq      uint64 // inbox row it came from, finished with it; 0 if none
	Op       Op
	Fan      FanID
	Name     string // the fan's name, handle and language; empty: leave as it is
	Handle   string
	Language string
	Message  Message // for Arrived and Edited
	Deleted  []int64 // for Deleted: message ids
	Settle   bool    // the echo of our own send; the same as Message.Author "bot"
}

// Outcome is what an event did.
type Outcome struct {
	Duplicate bool     // known before; nothing was changed
	Changed   bool     // something in the conversation changed
	Voided    []uint64 // drafts that ended because of it
	Settled   uint64   // the draft whose reply this echo proved sent, 0 if none
	Fan       Fan      // the conversation after it; zero if there is none
}

// Apply records events in one transaction and finishes their inbox rows with
// it. Outcomes stand in the order of the events.
//
//   - A fan's message is stored, voids the draft ("wrote") and makes a new one
//     due after the quiet period; a burst moves the time on, ten periods at most.
//   - The creator's own message answers everything before it and voids the
//     draft ("hand").
//   - An echo of our own send settles the oldest reply with the same text that
//     may be on its way; if there is none, another session answered ("answered").
//   - Away texts and other bots are history only.
//   - An edit keeps the earlier text. It voids the draft ("edited") if the
//     message is unanswered and its content really changed. An edit of a
//     message never seen counts as its arrival.
//   - A delete voids the draft ("deleted") if an unanswered message went.
//
// A reply that is being sent, or may have been, is not void: its draft gets
// Moved and keeps its state until the truth is known.
func (s *Store) Apply(events []Event) ([]Outcome, error) { return nil, errUnbuilt }
