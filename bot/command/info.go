package command

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"secretary/bot/control"
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
	if err := control.Alive(call, cfg.DataDir); err != nil {
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
	_, err := fmt.Fprintf(p.out, "secretary %s\ncommit %s\n%s\n", p.version, commit, goVersion)
	return err
}
