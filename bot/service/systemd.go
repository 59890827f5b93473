package service

import (
	"context"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// look is how often a secretary that is not ready yet is looked at.
const look = 250 * time.Millisecond

// patience bounds one word to systemd: where it has stopped reading its socket,
// writing there waits for ever.
const patience = 500 * time.Millisecond

// Supervise tells systemd READY=1 once alive gives nil for the first time, then
// feeds its watchdog for as long as alive gives nil: a secretary that hears
// nothing, or whose data file does not answer, is restarted by systemd.
// STOPPING=1 follows when ctx ends. Without systemd it does nothing (see
// sd_notify(3), sd_watchdog_enabled(3)). A trouble is logged when it begins and
// when it is over.
func Supervise(ctx context.Context, alive func() error, log *slog.Logger) {
	socket := os.Getenv("NOTIFY_SOCKET")
	if socket == "" {
		return
	}
	unheard, starved := trouble{log: log, what: "systemd cannot be told"}, trouble{log: log, what: "the watchdog is not fed"}
	say := func(state string) bool { return unheard.is(notify(socket, state)) == nil }
	if !wait(ctx, look, func() bool { return alive() == nil && say(daemon.SdNotifyReady) }) {
		return
	}
	defer say(daemon.SdNotifyStopping)
	interval, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		log.Warn("the watchdog is set up wrongly", "err", err)
	}
	if interval <= 0 {
		<-ctx.Done()
		return
	}
	wait(ctx, interval/3, func() bool {
		if starved.is(alive()) == nil {
			say(daemon.SdNotifyWatchdog)
		}
		return false
	})
}

// notify sends one word to systemd. It is daemon.SdNotify with a deadline.
func notify(socket, state string) error {
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err = conn.Write([]byte(state))
	return err
}

// trouble logs something that goes wrong again and again only once.
type trouble struct {
	log  *slog.Logger
	what string
	on   bool
}

// is notes how it went now and gives err back.
func (t *trouble) is(err error) error {
	if was := t.on; was != (err != nil) {
		t.on = !was
		if t.on {
			t.log.Error(t.what, "err", err)
		} else {
			t.log.Info("a trouble is over", "was", t.what)
		}
	}
	return err
}

// wait calls done now and then until it gives true; false if ctx ended first.
func wait(ctx context.Context, every time.Duration, done func() bool) bool {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
	return true
}
