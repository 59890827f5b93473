package command

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"secretary/bot/control"
	"secretary/bot/words"
)

// healthcheck is for Docker: exit 0 while the daemon hears Telegram and its
// data file answers.
func (p *program) healthcheck(ctx context.Context) error {
	cfg, err := p.load()
	if err != nil {
		return err
	}
	call, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	err = control.Alive(call, cfg.DataDir)
	switch {
	case errors.Is(err, control.ErrNoDaemon):
		return failed(errors.New(words.NoDaemon(cfg.DataDir)))
	case err != nil:
		return failed(err)
	}
	return nil
}

func (p *program) printVersion() error {
	commit, goVersion := "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		goVersion = info.GoVersion
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	if _, err := fmt.Fprintf(p.out, "secretary %s\ncommit %s\n%s\n", p.version, commit, goVersion); err != nil {
		return failed(err)
	}
	return nil
}
