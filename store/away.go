package store

import "time"

// AutoAge is the age of a fan's newest message from which on nothing answers it
// by itself: the fan has stopped waiting, and the talk may have moved on.
const AutoAge = 15 * time.Minute

// Span is a time the program was away from Telegram: it was off, or could not
// reach it.
type Span struct {
	Since time.Time // when Telegram was heard last; zero: never before
	Until time.Time // when it was heard again
	Told  bool      // the creator knows who wrote meanwhile
}

// grace is by how much a message may be older than the end of a Span and still
// count as come after it: dates are whole seconds, and the two clocks are known
// to be together no better than that.
const grace = 2 * time.Second

// Holds tells whether a message of that date came within the span. Dates are
// Telegram's, in whole seconds.
func (s Span) Holds(date time.Time) bool {
	return !date.Before(s.Since.Truncate(time.Second)) && date.Before(s.Until.Add(-grace))
}

// Length of the span; 0 where nobody knows when it began.
func (s Span) Length() time.Duration {
	if s.Since.IsZero() {
		return 0
	}
	return s.Until.Sub(s.Since)
}

// maxSpans bounds how many spans are remembered; the oldest two become one.
const maxSpans = 8

// AddSpan notes a time away. It has to be known before what came meanwhile is
// stored. Spans older than a reply window are forgotten.
func (s *Settings) AddSpan(span Span) {
	var kept []Span
	for _, old := range s.Away {
		if span.Until.Sub(old.Until) < Window {
			kept = append(kept, old)
		}
	}
	kept = append(kept, span)
	if len(kept) > maxSpans {
		kept[1].Since, kept[1].Told = kept[0].Since, kept[0].Told && kept[1].Told
		kept = kept[1:]
	}
	s.Away = kept
}

// contactKey holds the time of the last contact, beside the offset.
var contactKey = []byte{1}

// Heard notes that Telegram was heard now. Append does so by itself.
func (s *Store) Heard() error {
	return s.update("note the contact", func(t *tx) error { return t.heard() })
}

func (t *tx) heard() error { return offsetTable.put(t, contactKey, t.now.UnixNano()) }

// Contact is when Telegram was heard last, by the clock of Options; zero: never.
func (s *Store) Contact() (time.Time, error) {
	var at time.Time
	err := s.view("read the last contact", func(t *tx) error {
		nanoseconds, ok, err := offsetTable.get(t, contactKey)
		if ok {
			at = time.Unix(0, nanoseconds).UTC()
		}
		return err
	})
	return at, err
}
