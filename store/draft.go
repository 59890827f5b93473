package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// State of a draft.
type State string

// The states. The last six are final.
const (
	StateDrafting State = "drafting" // asked for again; there is no text yet
	StateOpen     State = "open"     // the creator is asked
	StateHolding  State = "holding"  // goes out by itself when the countdown ends
	StateQueued   State = "queued"   // approved, waiting to be sent or being sent
	StateUnknown  State = "unknown"  // sent or not, nobody knows

	StateSent    State = "sent"    // sent as drafted
	StateEdited  State = "edited"  // sent as the creator wrote it
	StateSkipped State = "skipped" // the creator does not want to answer
	StateStale   State = "stale"   // the conversation moved on
	StateExpired State = "expired" // the reply window closed
	StateFailed  State = "failed"  // it surely was not sent
)

// Final tells whether nothing but the truth about a sent reply can change the
// state any more.
func (s State) Final() bool {
	switch s {
	case StateDrafting, StateOpen, StateHolding, StateQueued, StateUnknown:
		return false
	}
	return true
}

// Codes of Draft.End: why a draft ended. A failed one may hold another code,
// the one given to Fail.
const (
	EndWrote      = "wrote"      // the fan wrote again
	EndEdited     = "edited"     // the fan edited an unanswered message
	EndDeleted    = "deleted"    // the fan deleted an unanswered message
	EndHand       = "hand"       // the creator answered by hand
	EndAnswered   = "answered"   // another reply answered the same messages
	EndConnection = "connection" // the connection or its right to reply is gone
	EndRight      = "right"      // the connection has no right to reply
	EndWindow     = "window"     // the reply window closed
)

// Codes of Draft.Problem that the store knows.
const (
	ProblemWorking    = "working"    // the model is still at it
	ProblemConnection = "connection" // there is no connection
	ProblemRight      = "no_right"   // the connection has no right to reply
	ProblemWindow     = "window"     // the reply window is over; the creator can only answer by hand
)

// Codes the store itself adds to Draft.Why.
const (
	WhyStopped   = "stopped"   // the creator stopped the countdown
	WhyPaused    = "paused"    // paused before the automatic reply went out
	WhyMode      = "mode"      // in this mode a person decides
	WhyEarn      = "earn"      // in mode earn, without a certificate for it (any more)
	WhyDelayed   = "delayed"   // it could not go out soon after its countdown
	WhyUnsettled = "unsettled" // an earlier reply may or may not have arrived
	WhyDisclosed = "disclosed" // the disclosure line before it may or may not have arrived
	WhyAway      = "away"      // it answers what came while the program was away
	WhyLate      = "late"      // what it answers is older than AutoAge
	WhyDaily     = "daily"     // enough went to this fan by itself on this day
)

// Draft is one proposed answer and all that became of it.
type Draft struct {
	ID     uint64
	Fan    FanID
	Rev    uint64 // the fan's Rev it belongs to
	Try    int    // number of its present text, from 1; a button is good for one try
	State  State
	End    string // code of why it ended; with Moved, of what happened while it was on its way
	Detail string // what Telegram or the program said, for the log and the card

	Messages []int64 // the fan's messages it answers, oldest first
	Text     string  // what is or was to be sent; empty: no draft could be made, Problem says why
	Own      bool    // Text is the creator's own words
	Auto     bool    // meant to go out by itself
	Fixed    bool    // Text is a fixed sentence, not the model's
	Parting  bool    // Text tells a fan who asked for a person that one will answer; it answers nothing itself

	Confidence  float64         // 0 to 1, if Known
	Known       bool            // whether there is a confidence
	Learned     int             // decisions of the creator behind the confidence
	Why         []string        // codes of why a person is asked
	Problem     string          // code of why there is no text
	Instruction string          // the creator's wish for this try
	Previous    string          // the text before this one: of the try before, or replaced by own words
	Model       string          // the model that wrote it
	Digest      string          // of the model's files; empty: it has none
	Prompt      string          // hash of the prompt
	Signals     json.RawMessage // whatever the drafter measured

	Mode      string  // reply mode in force when it was drafted
	Threshold float64 // the confidence it would have needed to go out by itself
	Would     bool    // in mode earn it would have gone out by itself, whatever the mode was
	Audit     bool    // it could have gone out by itself and is asked at random
	Label     uint64  // the decision that says what the creator thinks of the present try; 0: none does

	Created   time.Time
	Ended     time.Time // zero while not final
	HoldUntil time.Time // end of the countdown; zero until the card is shown
	Window    time.Time // end of the reply window when it was offered
	Sent      time.Time // by Telegram's clock
	SentID    int64     // message id of the sent reply; 0 if the creator confirmed it by hand
	NotBefore time.Time // queued: not to be sent before; zero: at once
	Approved  bool      // it was to be sent: by the creator, or by itself
	Moved     bool      // the conversation moved on while the reply was on its way
	Disclosed bool      // the disclosure line was sent just before it
	Tries     int       // Fan.Tries when it was first offered
	Caution   bool      // a rule about replies hit Text: the creator sends it by two taps
	Warned    int       // the try of which the creator has tapped the first; 0: none

	Card Card
}

// Card is the draft's card in the creator's chat.
type Card struct {
	Messages []int64   // its messages, the last one has the buttons; empty: never shown
	Copies   []int64   // earlier messages with the buttons, still in the chat
	Prompts  []int64   // force-reply prompts asked for it and not yet taken back
	Dirty    bool      // the card does not show the draft as it is
	Forced   bool      // to be shown now and afresh, whatever else is open
	Shown    time.Time // when it was last shown
	Hash     string    // the writer's own mark of what it shows
	Turn     uint64    // moves with every change worth showing
}

// Look names what a card drawn from this draft shows; hand it to CardShown.
func (d Draft) Look() string { return strconv.FormatUint(d.Card.Turn, 10) }

// Offer is what drafting came to.
type Offer struct {
	Text       string  // empty: no draft could be made
	Confidence float64 // 0 to 1, if Known
	Known      bool
	Learned    int      // decisions behind Confidence
	Why        []string // codes of why a person is asked
	Problem    string   // code of why there is no text
	Hold       bool     // goes out by itself after a countdown
	Auto       bool     // meant to go out by itself; implied by Hold
	Fixed      bool     // Text is a fixed sentence
	Parting    bool     // Text tells a fan who asked for a person that one will answer
	Caution    bool     // a rule about replies hit Text: the creator sends it by two taps
	Model      string
	Digest     string
	Prompt     string
	Signals    json.RawMessage
	Mode       string        // reply mode in force
	Threshold  float64       // what Confidence was held against
	Would      bool          // in mode earn it would go out by itself
	Audit      bool          // it could go out by itself and is asked at random
	Retry      time.Time     // when to try drafting again; zero: not by itself
	Urgent     bool          // its card is shown however many are open
	Asked      bool          // the creator asked for it
	Spent      time.Duration // time the model worked for it
}

// draftEntries are the index entries of a draft.
func draftEntries(d *Draft) []entry {
	id := number(d.ID)
	var entries []entry
	note := func(in bool, e entry) {
		if in {
			entries = append(entries, e)
		}
	}
	shown, asks := len(d.Card.Messages) > 0, d.State == StateOpen || d.State == StateDrafting
	writing, due := d.writing()
	note(!d.State.Final(), at(openIndex, id))
	note(d.State == StateHolding, at(holdingIndex, id))
	note(d.undecided() && !d.over(), at(windowIndex, moment(d.Window), id))
	note(asks && shown, at(askingIndex, flag(d.over()), id))
	note(asks && !shown && d.Card.Dirty && !d.Card.Forced, at(unshownIndex, flag(d.over()), fanKey(d.Fan), id))
	note(due, dirtyEntry(d, writing))
	return entries
}

// The order in which cards are written, see Cards.
const (
	writeTrouble byte = iota // what waits for the creator's word, or was asked for
	writeShown               // what stands in the chat and is no longer so
	writeHold                // a countdown, which begins with its card
	writeNews                // what went out by itself: it only tells
)

// writing tells whether the draft's card must be written now, and in whose company.
func (d *Draft) writing() (turn byte, due bool) {
	switch {
	case !d.Card.Dirty:
		return 0, false
	case d.State == StateUnknown || d.State == StateFailed || d.Card.Forced:
		return writeTrouble, true
	case len(d.Card.Messages) > 0:
		return writeShown, true
	case d.State == StateHolding:
		return writeHold, true
	}
	return writeNews, d.Auto && (d.State == StateQueued || d.State == StateSent) // never without the creator's seeing it
}

func dirtyEntry(d *Draft, turn byte) entry {
	return at(dirtyIndex, signed(d.Fan.Owner), []byte{turn}, number(d.ID))
}

// undecided tells whether the draft still waits for somebody's decision.
func (d *Draft) undecided() bool {
	return d.State == StateDrafting || d.State == StateOpen || d.State == StateHolding
}

// over tells whether the creator can only look at it: the window has closed.
func (d *Draft) over() bool { return d.Problem == ProblemWindow }

// touch makes the card out of date.
func (d *Draft) touch() {
	d.Card.Dirty = true
	d.Card.Turn++
}

// movedBy is the code of what moved the conversation on while the reply was on
// its way.
func (d *Draft) movedBy() string {
	if d.Moved {
		return d.End
	}
	return EndWrote
}

// because adds a reason why a person is asked, once.
func (d *Draft) because(why string) {
	if !slices.Contains(d.Why, why) {
		d.Why = append(slices.Clone(d.Why), why)
	}
}

// ask turns an automatic draft into one that waits for the creator.
func (d *Draft) ask(why string) {
	d.State, d.Auto, d.HoldUntil = StateOpen, false, time.Time{}
	d.because(why)
	d.touch()
}

// draft gives a draft to change in place; ErrNotFound.
func (t *tx) draft(id uint64) (*Draft, error) {
	d, err := take(t, &t.drafts, draftTable, number(id), draftEntries)
	if err == nil && d == nil {
		err = fmt.Errorf("draft %d: %w", id, ErrNotFound)
	}
	return d, err
}

// Draft reads a draft; ErrNotFound if there is none.
func (s *Store) Draft(id uint64) (Draft, error) {
	drafts, err := s.readDrafts(func(*tx) []uint64 { return []uint64{id} })
	if err != nil {
		return Draft{}, err
	}
	return drafts[0], nil
}

// Open reads all drafts that are not final, oldest first.
func (s *Store) Open() ([]Draft, error) { return s.readDrafts(openIndex.numbers) }

// Holding reads all drafts in their countdown, oldest first.
func (s *Store) Holding() ([]Draft, error) { return s.readDrafts(holdingIndex.numbers) }

func (s *Store) readDrafts(which func(*tx) []uint64) ([]Draft, error) {
	var drafts []Draft
	err := s.view("read drafts", func(t *tx) error {
		for _, id := range which(t) {
			d, err := t.draft(id)
			if err != nil {
				return err
			}
			drafts = append(drafts, *d)
		}
		return nil
	})
	return drafts, err
}
