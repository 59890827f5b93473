package service

import (
	"context"
	"log/slog"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// look is how often a secretary that is not ready yet is looked at.
const look = 250 * time.Millisecond

// Supervise tells systemd READY=1 once alive gives nil for the first time, then
// feeds its watchdog for as long as alive gives nil: a secretary that hears
// nothing, or whose data file does not answer, is restarted by systemd.
// STOPPING=1 follows when ctx ends. Without systemd it does nothing (see
// sd_notify(3), sd_watchdog_enabled(3)).
func Supervise(ctx context.Context, alive func() error, log *slog.Logger) {
	say := func(state string) bool {
		heard, err := daemon.SdNotify(false, state)
		if err != nil {
			log.Warn("systemd cannot be told", "state", state, "err", err)
		}
		return heard
	}
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
		if err := alive(); err != nil {
			log.Error("the watchdog is not fed", "err", err)
		} else {
			say(daemon.SdNotifyWatchdog)
		}
		return false
	})
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
