package store

import (
	"errors"
	"fmt"
)

// Errors that callers branch on. Everything the package returns wraps one of
// them where it applies, so errors.Is is the way to ask.
var (
	// ErrNotFound: no record has this id.
	ErrNotFound = errors.New("not found")
	// ErrStale: the conversation moved on since the caller looked; nothing was changed.
	ErrStale = errors.New("out of date")
	// ErrOwner: a connection is known as another profile's; nothing was changed.
	ErrOwner = errors.New("the connection belongs to another profile")
	// ErrLocked: another process holds the data file.
	ErrLocked = errors.New("data file is in use by another process")
	// ErrNewer: a newer version of this program wrote the data file.
	ErrNewer = errors.New("data file was written by a newer version of this program")
	// ErrWrongKey: the key does not open the data file, or is no key at all.
	ErrWrongKey = errors.New("the key does not open the data file")
	// ErrKeyMissing: there is a data file but no key for it.
	ErrKeyMissing = errors.New("the key of the data file is missing")
	// ErrDamaged: the data file is cut off or its contents make no sense.
	ErrDamaged = errors.New("data file is damaged")
	// ErrGone: the data file was deleted or replaced while it was open. Nothing is
	// written any more; Backup still copies what was.
	ErrGone = errors.New("the data file was deleted or replaced while it was in use")
)

// Codes of a Refusal: why a draft was not acted on.
const (
	RefusedStale      = "stale"      // the conversation moved on since this draft
	RefusedClosed     = "closed"     // already ended or approved; Draft.State tells
	RefusedTry        = "try"        // the button belongs to an older text of this draft
	RefusedWindow     = "window"     // the 24-hour reply window is over, margin included
	RefusedRight      = "right"      // the connection has no can_reply
	RefusedConnection = "connection" // no connection, or it is disabled
	RefusedPaused     = "paused"     // automatic replies are paused
	RefusedMode       = "mode"       // automatic, in a mode in which a person decides
	RefusedEarn       = "earn"       // automatic, without a certificate for it in mode earn
	RefusedDoubt      = "doubt"      // automatic, while a rejection has not been weighed; later perhaps
	RefusedUnsettled  = "unsettled"  // automatic, while an earlier reply may or may not have arrived
	RefusedAway       = "away"       // automatic, and a message came while the program was away
	RefusedLate       = "late"       // automatic, and what it answers is older than AutoAge
	RefusedDaily      = "daily"      // automatic, and enough went to this fan by itself today
	RefusedEmpty      = "empty"      // there is no text to send
	RefusedMissing    = "missing"    // there is no such draft
	RefusedCaution    = "caution"    // it takes a second tap, see Warn
)

// Refusal says why a draft was not approved, skipped, stopped or asked for
// again. Nothing was changed. With Code "stale" or "try" it is also ErrStale
// for errors.Is, with "missing" it is ErrNotFound.
type Refusal struct {
	Code  string // one of the Refused… codes
	Draft Draft  // the draft as it stands now; zero with Code "missing"
}

// Error names the code and the draft's id and state, never its text.
func (r *Refusal) Error() string {
	return fmt.Sprintf("draft %d (%s) refused: %s", r.Draft.ID, r.Draft.State, r.Code)
}

// Is makes errors.Is(err, ErrStale) and errors.Is(err, ErrNotFound) true for
// the codes that mean just that.
func (r *Refusal) Is(target error) bool {
	switch target {
	case ErrStale:
		return r.Code == RefusedStale || r.Code == RefusedTry
	case ErrNotFound:
		return r.Code == RefusedMissing
	}
	return false
}
