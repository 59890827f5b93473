package store

import "time"

// Day is what a fan has cost on one day of the creator: a day is that of the
// clock and time zone of the machine.
type Day struct {
	Date  int           // like 20260131; 0: none yet
	Auto  int           // replies that went out by themselves
	Model time.Duration // time the model worked for this fan
}

// On is the day at a moment: zero but for its date if nothing was noted on it.
func (d Day) On(now time.Time) Day {
	year, month, day := now.Local().Date()
	if date := year*10_000 + int(month)*100 + day; d.Date != date {
		return Day{Date: date}
	}
	return d
}

// Spend notes that the model worked for a fan so long. In vain: it was for a
// draft that was not offered, because what it answers has changed. One nobody
// knows (any more) is no error.
func (s *Store) Spend(id FanID, model time.Duration, vain bool) error {
	return s.patiently("note the model's time", func(t *tx) error {
		f, err := take(t, &t.fans, fanTable, fanKey(id), fanEntries)
		if err != nil || f == nil {
			return err
		}
		t.spend(f, model)
		if vain {
			f.Tries++
		}
		return nil
	})
}

func (t *tx) spend(f *Fan, model time.Duration) {
	if model > 0 {
		f.Day = f.Day.On(t.now)
		f.Day.Model += model
	}
}

// CalmTries is how many drafts may be made for what waits (Fan.Tries) before the
// quiet period grows.
const CalmTries = 3

const (
	longestQuiet = 10 * time.Minute // up to which it grows
	longestBurst = time.Hour        // after which a draft is due however much is written
)

// Silence is how long a fan has to be silent before a draft is due, and how
// long a burst can put it off. Who writes on and on, so that one draft after
// another is out of date before anybody has decided, has to be silent longer
// each time: a trickle of messages must not keep the model, or the creator, busy.
// tries is Fan.Tries, period Options.Quiet.
func Silence(tries int, period time.Duration) (quiet, burst time.Duration) {
	quiet = period
	if tries >= CalmTries {
		grown := max(quiet, time.Second) << min(tries-CalmTries+1, 20)
		quiet = max(quiet, min(grown, longestQuiet))
	}
	return quiet, max(10*period, min(10*quiet, longestBurst))
}

// schedule makes a draft due after the quiet period, or not at all if nothing
// waits. A burst moves the time on, but not for ever.
func (t *tx) schedule(f *Fan) {
	if f.Waiting == 0 || f.LastID <= f.Skipped {
		f.Due, f.Burst, f.Tries = time.Time{}, time.Time{}, 0
		return
	}
	quiet, longest := Silence(f.Tries, t.quiet)
	if f.Burst.IsZero() || t.now.Sub(f.Due) > longest { // long due and nobody drafted: that burst is over
		f.Burst = t.now
	}
	f.Due = earliest(t.now.Add(quiet), f.Burst.Add(longest))
}
