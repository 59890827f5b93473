package failpoint

// Point is a moment of the way of a message.
type Point string

// The points, in the order of the way.
const (
	PollReceived  Point = "poll.received"  // the bytes are here, nothing is stored
	StoreCommit   Point = "store.commit"   // all of a transaction is done but its commit
	StoreDone     Point = "store.done"     // a transaction is on the disk, nobody knows yet
	PollStored    Point = "poll.stored"    // the batch and the next offset are stored, nothing is acknowledged
	InboxRead     Point = "inbox.read"     // updates are understood, nothing came of them yet
	InboxApplied  Point = "inbox.applied"  // they are in the archive, the workers are not awake
	DraftDue      Point = "draft.due"      // a draft is about to be made
	DraftMade     Point = "draft.made"     // the model has answered, nothing is stored
	OnceOffered   Point = "once.offered"   // an automatic reply is offered, and not approved yet in the same transaction
	OnceApproved  Point = "once.approved"  // it is offered and queued, nobody knows
	DraftOffered  Point = "draft.offered"  // the draft is stored, no card is drawn
	CardDrawn     Point = "card.drawn"     // a card is ready, Telegram does not have it
	CardTaken     Point = "card.taken"     // Telegram has the card, its id is not noted
	CardNoted     Point = "card.noted"     // the card's id is noted
	HoldStarted   Point = "hold.started"   // a countdown runs
	HoldOver      Point = "hold.over"      // a countdown is over, nothing is queued
	TapHeard      Point = "tap.heard"      // the creator's tap is here
	TapApproved   Point = "tap.approved"   // the reply is queued, the tap is not answered
	SendClaimed   Point = "send.claimed"   // the reply is marked as being sent, no call was made
	SendTaken     Point = "send.taken"     // Telegram has sent it, nothing is noted
	SendNoted     Point = "send.noted"     // it is noted as sent, nobody was told
	NoticeTaken   Point = "notice.taken"   // Telegram has a notice, it is not noted
	GoneLeft      Point = "gone.left"      // a fan is forgotten, a card of theirs still stands
	GoneTaken     Point = "gone.taken"     // Telegram has taken it down, that is not noted
	UnknownOpened Point = "unknown.opened" // at the start: replies in flight are unknown now
)

// All lists every point.
var All = []Point{
	PollReceived, StoreCommit, StoreDone, PollStored, InboxRead, InboxApplied, DraftDue, DraftMade,
	OnceOffered, OnceApproved, DraftOffered,
	CardDrawn, CardTaken, CardNoted, HoldStarted, HoldOver, TapHeard, TapApproved, SendClaimed, SendTaken, SendNoted,
	NoticeTaken, GoneLeft, GoneTaken, UnknownOpened,
}
