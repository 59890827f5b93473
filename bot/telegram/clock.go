package telegram

import (
	"net/http"
	"time"
)

// moment is when the server's clock was known last.
type moment struct {
	wall    time.Time     // as our clock showed it
	elapsed time.Duration // the same moment on a clock that nobody sets
	ahead   time.Duration // how much the server's clock was ahead of ours
}

// at is the server's time when the clock that nobody sets shows this.
func (m *moment) at(elapsed time.Duration) time.Time {
	return m.wall.Add(m.ahead + elapsed - m.elapsed)
}

// noteDate takes the server's clock from an answer that came now. A date is exact
// to 2 s, so one that is no further off leaves the time to go on evenly.
func (c *Client) noteDate(header http.Header) {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return
	}
	wall, elapsed := c.now(), c.elapsed()
	ahead := date.Sub(wall)
	if last := c.known.Load(); last != nil && date.Sub(last.at(elapsed)).Abs() < minSkew {
		ahead = last.at(elapsed).Sub(wall.Round(0))
	} else if ahead.Abs() < minSkew {
		ahead = 0
	}
	c.known.Store(&moment{wall: wall.Round(0), elapsed: elapsed, ahead: ahead})
}

// Now is the server's time as well as it is known. It goes on evenly from the
// newest answer: a clock that is set here meanwhile moves nothing, and sleep of the
// machine counts. Before the first answer it is our clock.
func (c *Client) Now() time.Time {
	last := c.known.Load()
	if last == nil {
		return c.now()
	}
	return last.at(c.elapsed())
}

// Skew returns the server's clock minus ours; 0 while it is below 2 s, which is as
// exact as HTTP dates are, or not known yet.
func (c *Client) Skew() time.Duration {
	if skew := c.Now().Sub(c.now().Round(0)); skew.Abs() >= minSkew {
		return skew
	}
	return 0
}

// Sure tells whether Now can be relied on. It cannot while our clock and the one
// that nobody sets disagree on the time since the newest answer: ours was set, or
// the whole machine stood still for a while, as a virtual one can, and Now is
// behind. The next answer tells.
func (c *Client) Sure() bool {
	last := c.known.Load()
	return last == nil || c.now().Round(0).Add(last.ahead).Sub(last.at(c.elapsed())).Abs() < minSkew
}

// wallElapsed stands for the clock that nobody sets where there is none.
func wallElapsed() time.Duration { return time.Duration(time.Now().UnixNano()) }
