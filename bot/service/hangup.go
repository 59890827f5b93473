package service

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// Reload calls reread at each SIGHUP until ctx ends and sets the log level it
// gives; an error is logged and changes nothing.
func Reload(ctx context.Context, level *slog.LevelVar, reread func() (slog.Level, error), log *slog.Logger) {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
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
