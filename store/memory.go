package store

import "time"

// Memory is what is known of one fan beyond the messages.
type Memory struct {
	Fan      FanID
	Facts    []Fact
	Summary  string // of the messages up to Folded, at most 120 words
	Folded   int64  // the newest message the summary holds
	Read     int64  // the newest message that was searched for facts
	Promises []Promise
}

// Fact is one thing a fan said of himself.
type Fact struct {
	Key     string // what it is about, such as "name" or "pet"
	Value   string // at most 80 characters
	Message int64  // the message it was taken from; 0: the creator wrote it
	At      time.Time
	Expires time.Time // zero: not by itself
}

// Promise is something the creator said will be done.
type Promise struct {
	Text     string
	Message  int64 // the creator's message
	Due      time.Time
	Reminded bool
	Done     bool
}
