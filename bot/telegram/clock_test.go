package telegram_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"secretary/bot/telegram"
)

// clocks are a server's clock, which is the bubble's, and those of a machine.
type clocks struct {
	set     time.Duration // by how much the machine's clock is wrong
	stood   time.Duration // how long the machine as a whole stood still
	began   time.Time
	dateOff atomic.Int64 // by how much the date of an answer is off, and how late it comes
	late    atomic.Int64
}

func (c *clocks) now() time.Time         { return time.Now().Add(c.set) }
func (c *clocks) elapsed() time.Duration { return time.Since(c.began) - c.stood }

// dial answers one request in memory.
func (c *clocks) dial(context.Context, string, string) (net.Conn, error) {
	ours, theirs := net.Pipe()
	go func() {
		defer theirs.Close()
		if _, err := http.ReadRequest(bufio.NewReader(theirs)); err != nil {
			return // the test says so itself
		}
		date := time.Now().Add(time.Duration(c.dateOff.Load()))
		time.Sleep(time.Duration(c.late.Load()))
		_, _ = fmt.Fprintf(theirs, "HTTP/1.1 200 OK\r\nDate: %s\r\nConnection: close\r\nContent-Length: 25\r\n\r\n{\"ok\":true,\"result\":true}\n",
			date.UTC().Format(http.TimeFormat)) // a client that has left fails the test itself
	}()
	return ours, nil
}

func clocked(t *testing.T, story func(t *testing.T, c *clocks, client *telegram.Client, ask func())) {
	synctest.Test(t, func(t *testing.T) {
		c := &clocks{began: time.Now()}
		client := telegram.NewOver(telegram.Wire{Now: c.now, Elapsed: c.elapsed, Dial: c.dial}, "http://sandbox", token)
		story(t, c, client, func() {
			t.Helper()
			if err := client.Call(t.Context(), "getMe", nil, nil); err != nil {
				t.Fatal(err)
			}
			client.Close()
		})
	})
}

// Found by the soak: from the moment a clock was set until the next answer, what
// was due was put off by hours.
func TestAClockThatIsSetMovesNothing(t *testing.T) {
	clocked(t, func(t *testing.T, c *clocks, client *telegram.Client, ask func()) {
		if c.set = 7 * time.Hour; client.Now().Sub(c.now()).Abs() > 0 || !client.Sure() {
			t.Errorf("before the first answer Now() is not our clock's, sure %v", client.Sure())
		}
		ask()
		for _, c.set = range []time.Duration{7 * time.Hour, 12 * time.Hour, -5 * time.Hour, 0} {
			time.Sleep(5 * time.Hour) // nothing is heard for hours
			right := func(when string) {
				t.Helper()
				if off := time.Until(client.Now()).Abs(); off > 2*time.Second {
					t.Errorf("%s, with the clock set by %v, Now() is off by %v", when, c.set, off)
				}
				if skew := client.Skew(); (skew + c.set).Abs() > 2*time.Second {
					t.Errorf("%s, with the clock set by %v, Skew() is %v", when, c.set, skew)
				}
			}
			right("before the next answer")
			if sure := c.set == 7*time.Hour; client.Sure() != sure {
				t.Errorf("with the clock set by %v Sure() is %v", c.set, !sure)
			}
			ask()
			right("after an answer")
			if !client.Sure() {
				t.Error("after an answer it is not sure")
			}
		}
	})
}

// A virtual machine can stand still without any of its clocks noticing; then
// somebody sets the one on the wall.
func TestAMachineThatStoodStillIsNotSureOfTheTime(t *testing.T) {
	clocked(t, func(t *testing.T, c *clocks, client *telegram.Client, ask func()) {
		ask()
		time.Sleep(3 * time.Hour)
		c.stood = 3 * time.Hour // and the clock on the wall is right again
		if client.Sure() {
			t.Error("it is sure of a time that is behind by three hours")
		}
		ask()
		if off := time.Until(client.Now()).Abs(); off > 2*time.Second || !client.Sure() {
			t.Errorf("after an answer Now() is off by %v, sure %v", off, client.Sure())
		}
	})
}

func TestTimeGoesOnEvenlyThoughDatesAreCoarse(t *testing.T) {
	clocked(t, func(t *testing.T, c *clocks, client *telegram.Client, ask func()) {
		c.set = 2 * time.Second // the border
		ask()
		before, at := client.Now(), time.Now()
		for i := range 20 {
			time.Sleep(time.Duration(i) * 130 * time.Millisecond)
			ask()
			if got, want := client.Now().Sub(before), time.Since(at); got != want {
				t.Errorf("after %v of time %v have passed", want, got)
			}
		}
	})
}

// While the machine slept the answer to a call lay there, with the date of long ago.
func TestTheDateOfALateAnswerIsNotBelieved(t *testing.T) {
	clocked(t, func(t *testing.T, c *clocks, client *telegram.Client, ask func()) {
		ask()
		c.late.Store(int64(5 * time.Second))
		c.dateOff.Store(int64(-time.Hour))
		ask()
		if off := time.Until(client.Now()).Abs(); off > 2*time.Second {
			t.Errorf("Now() is off by %v", off)
		}
	})
}
