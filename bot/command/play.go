package command

import (
	"context"
	"fmt"
	"os"

	"golang.org/x/term"

	"secretary/bot/demo"
	"secretary/bot/demo/web"
	"secretary/bot/setup"
)

func (p *program) init(ctx context.Context) error {
	path := p.path
	if path == "" {
		path = "config.yaml"
	}
	if err := setup.Run(ctx, setup.Options{Path: path, In: p.in, Out: p.out}); err != nil {
		return failed(err)
	}
	return nil
}

// show is how the demo is wanted: the page, unless yes or terminal is set.
type show struct {
	yes, terminal bool
	keep          string
	port          int
}

func (p *program) demo(ctx context.Context, s show) error {
	if s.yes || s.terminal {
		if err := demo.Run(ctx, demo.Options{Yes: s.yes, In: p.in, Out: p.out}); err != nil {
			return failed(err)
		}
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return failed(fmt.Errorf("find this program: %w", err))
	}
	screen, isFile := p.out.(*os.File)
	err = web.Run(ctx, web.Options{Keep: s.keep, Port: s.port, Out: p.out, Executable: self,
		OpenBrowser: isFile && term.IsTerminal(int(screen.Fd()))})
	if err != nil {
		return failed(err)
	}
	return nil
}
