package store

import "time"

// States of an outbox row. One that ended without being sent has the final
// state of its draft.
const (
	RowQueued  = "queued"
	RowSending = "sending"
	RowUnknown = "unknown"
	RowSent    = "sent"
)

// Outgoing is one approved reply on its way to a fan.
type Outgoing struct {
	ID         uint64
	Draft      uint64
	Fan        FanID
	Rev        uint64    // the fan's Rev it was approved for
	Text       string    // exactly what is to be sent
	State      string    // one of the Row… states, or how it ended
	NotBefore  time.Time // zero: at once
	Attempts   int       // how often it was claimed
	Claimed    time.Time // last time
	Connection string    // the connection to send through, filled by Claim
	Read       int64     // the newest fan message it answers
}

// Approval is the decision to send a draft.
type Approval struct {
	Draft  uint64
	Try    int           // the try that was shown; not looked at with own words
	Text   string        // own words; empty: the draft's text
	Auto   bool          // the countdown ended, nobody tapped
	Margin time.Duration // how long before the end of the window it must be sent
}

// Approve queues a draft's text, or the creator's own words in its place, in
// one transaction with the check that it still stands. Of two approvals of the
// same draft one is refused. Errors: *Refusal.
func (s *Store) Approve(a Approval) (Outgoing, error) { return Outgoing{}, errUnbuilt }

// Claim takes up to limit replies that are ready, at most one per fan and none
// for a fan with another one being sent, and marks them as being sent. Replies
// that no longer hold (conversation moved on, window closing within margin,
// connection or right gone) end in the same transaction. Next is when to look
// again: now if more are ready, zero if nothing waits for a time.
func (s *Store) Claim(limit int, margin time.Duration) (claimed []Outgoing, next time.Time, err error) {
	return nil, next, errUnbuilt
}

// Sent records that Telegram accepted the reply as this message. The messages
// it answers are answered, newer ones are not. Doing it again changes nothing.
func (s *Store) Sent(id uint64, message int64, date time.Time) error { return errUnbuilt }

// Later puts a reply that surely was not sent back into the queue. If the
// conversation moved on meanwhile, it ends as stale.
func (s *Store) Later(id uint64, at time.Time, why string) error { return errUnbuilt }

// Fail ends a reply that surely was not sent; code and detail go to the draft.
func (s *Store) Fail(id uint64, code, detail string) error { return errUnbuilt }

// Unknown records that the reply may or may not have been sent. It is never
// repeated by itself: an echo, Arrived or SendAgain settle it.
func (s *Store) Unknown(id uint64, why string) error { return errUnbuilt }

// Arrived records the creator's word that an unknown reply arrived.
func (s *Store) Arrived(draft uint64) error { return errUnbuilt }

// SendAgain queues an unknown reply once more on the creator's word, with the
// same refusals as Approve.
func (s *Store) SendAgain(draft uint64, margin time.Duration) (Outgoing, error) {
	return Outgoing{}, errUnbuilt
}
