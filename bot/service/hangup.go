package service

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// Hangups listens for SIGHUP from now on: one that comes before Reload waits for
// it, and none ends the program before stop.
func Hangups() (hangups <-chan os.Signal, stop func()) {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	return heard, func() { signal.Stop(heard) }
}

// Reload calls reread at each of hangups until ctx ends and sets the log level it
// gives; an error is logged and changes nothing.
func Reload(ctx context.Context, hangups <-chan os.Signal, level *slog.LevelVar, reread func() (slog.Level, error), log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangups:
		}
		to, err := reread()
		if err != nil {
			log.Error("the configuration has mistakes; nothing was changed", "err", err)
			continue
		}
		before := level.Level()
		level.Set(to)
		log.Log(ctx, max(to, slog.LevelInfo), "log level set; everything else needs a restart", "from", before.String(), "to", to.String())
	}
}
