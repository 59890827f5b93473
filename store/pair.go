package store

import "time"

// Pair is something a fan asked and how the creator answered it: by hand, by an
// approved draft, or by an edited one, with the final words.
type Pair struct {
	Seq      uint64
	At       time.Time
	Fan      FanID
	Message  int64  // id of the answer in the chat, 0 unknown
	Question string // the fan's messages it answers, joined by line breaks
	Answer   string // what was sent
	Draft    string // what the model had proposed, if it was edited; else empty
	Hand     bool   // written by hand in the chat
}
