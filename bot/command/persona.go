package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"secretary/bot/coach"
	"secretary/bot/config"
	"secretary/bot/control"
	"secretary/bot/words"
	"secretary/persona"
)

// other is a persona other than the configured one.
type other struct{ file, model string }

func (p *program) personaCommands() *cobra.Command {
	var o other
	root := &cobra.Command{Use: "persona", Short: words.CommandPersona, Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	root.PersistentFlags().StringVar(&o.file, "persona", "", words.FlagPersonaFile)
	root.PersistentFlags().StringVar(&o.model, "model", "", words.FlagPersonaModel)

	var last int
	var asJSON bool
	replay := &cobra.Command{Use: "replay", Short: words.CommandPersonaReplay, Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return p.personaReplay(c.Context(), o, last, asJSON) }}
	replay.Flags().IntVar(&last, "last", 50, words.FlagLast)
	replay.Flags().BoolVar(&asJSON, "json", false, words.FlagReplayJSON)

	root.AddCommand(replay,
		&cobra.Command{Use: "check", Short: words.CommandPersonaCheck, Args: noArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.personaCheck(c.Context(), o) }},
		&cobra.Command{Use: "try", Short: words.CommandPersonaTry, Args: noArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.personaTry(c.Context(), o) }},
	)
	return root
}

// persona makes the configured persona, or the other one.
func (p *program) persona(o other) (config.Config, *persona.Persona, error) {
	cfg, err := p.load()
	if err != nil {
		return cfg, nil, err
	}
	if o.file != "" {
		cfg.Persona.File = o.file
	}
	if o.model != "" {
		cfg.Ollama.Model, cfg.Persona.Drafter = o.model, "ollama"
	}
	return cfg, newPersona(cfg), nil
}

func (p *program) personaCheck(ctx context.Context, o other) error {
	_, who, err := p.persona(o)
	if err != nil {
		return err
	}
	if verdict := coach.Check(ctx, who, p.out); verdict != coach.Good {
		return &exit{verdict, nil}
	}
	return nil
}

func (p *program) personaTry(ctx context.Context, o other) error {
	cfg, who, err := p.persona(o)
	if err != nil {
		return err
	}
	terminal := term.IsTerminal(int(p.in.Fd()))
	if terminal {
		fmt.Fprintln(p.out, words.TryHelp)
	}
	known, err := material(ctx, cfg, coach.Want{Labels: true})
	if err != nil {
		fmt.Fprintln(p.out, words.TryUnlearned(err.Error()))
	}
	teach := func(ctx context.Context, about string) (coach.Learned, error) {
		m, err := material(ctx, cfg, coach.Want{About: about})
		return m.Learned, err
	}
	if err := coach.Try(ctx, who, teach, known.Labels, p.in, p.out, terminal); err != nil && !errors.Is(err, context.Canceled) {
		return failed(err)
	}
	return nil
}

func (p *program) personaReplay(ctx context.Context, o other, last int, asJSON bool) error {
	if last < 1 {
		return &exit{exitConfig, errors.New("--last " + strconv.Itoa(last) + " is below 1")}
	}
	cfg, who, err := p.persona(o)
	if err != nil {
		return err
	}
	m, err := material(ctx, cfg, coach.Want{Last: last})
	if err != nil {
		return failed(err)
	}
	if len(m.Situations) == 0 {
		fmt.Fprintln(p.err, words.ReplayNothing)
		return nil
	}
	var trouble error
	sum, err := coach.Replay(ctx, who, m.Learned, m.Situations, func(r coach.Result) {
		if asJSON {
			trouble = errors.Join(trouble, coach.PrintJSON(p.out, r))
		} else {
			coach.Print(p.out, r)
		}
	})
	if err := errors.Join(err, trouble); err != nil {
		return failed(err)
	}
	fmt.Fprintln(p.err, words.ReplaySummary(sum.All, sum.Compared, sum.Nearer, sum.Farther, sum.Failed))
	if sum.Failed == sum.All {
		return &exit{exitFailed, nil}
	}
	return nil
}

// material comes from the daemon, which holds the lock of the data file, or
// from the file itself where none runs.
func material(ctx context.Context, cfg config.Config, want coach.Want) (m coach.Material, err error) {
	if err := control.Material(ctx, cfg.DataDir, want, &m); !errors.Is(err, control.ErrNoDaemon) {
		return m, err
	}
	if _, err := os.Stat(dataFile(cfg)); errors.Is(err, os.ErrNotExist) {
		return m, nil // nothing was ever learned
	}
	st, err := openKept(cfg)
	if err != nil {
		return m, wayOut(cfg, err)
	}
	defer st.Close() //nolint:errcheck // only read
	return coach.Gather(ctx, st, want, coach.Alone(st, newPersona(cfg)))
}
