package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"secretary/bot/audit"
	"secretary/bot/config"
	"secretary/bot/control"
	"secretary/bot/words"
)

func (p *program) auditCommand() *cobra.Command {
	var q audit.Query
	var since string
	var asJSON bool
	c := &cobra.Command{Use: "audit", Short: words.CommandAudit, Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			if q.Since, err = audit.Since(since, time.Now()); err != nil {
				return &exit{exitConfig, err}
			}
			return p.audit(c.Context(), q, asJSON)
		}}
	c.Flags().Int64Var(&q.Fan, "fan", 0, words.FlagAuditFan)
	c.Flags().StringVar(&since, "since", "", words.FlagAuditSince)
	c.Flags().BoolVar(&q.Texts, "texts", false, words.FlagAuditTexts)
	c.Flags().BoolVar(&asJSON, "json", false, words.FlagAuditJSON)
	return c
}

// audit prints the record of decisions, portion by portion: the running
// daemon's, or straight from the data file.
func (p *program) audit(ctx context.Context, q audit.Query, asJSON bool) error {
	cfg, err := p.load()
	if err != nil {
		return err
	}
	read, done, err := p.auditSource(ctx, cfg)
	if err != nil {
		return failed(wayOut(cfg, err))
	}
	defer done()
	for some := false; ; some = true {
		lines, err := read(q)
		if err != nil {
			return failed(wayOut(cfg, err))
		}
		if len(lines) == 0 && !some {
			fmt.Fprintln(p.err, words.AuditNothing)
		}
		if err := p.printAudit(lines, asJSON); err != nil {
			return failed(err)
		}
		if len(lines) < audit.Portion {
			return nil
		}
		q.After = lines[len(lines)-1].Seq
	}
}

// auditSource reads portions from the daemon if there is one.
func (p *program) auditSource(ctx context.Context, cfg config.Config) (read func(audit.Query) ([]audit.Line, error), done func(), err error) {
	ask := func(q audit.Query) (lines []audit.Line, err error) {
		return lines, control.Audit(ctx, cfg.DataDir, q, &lines)
	}
	if err := control.Alive(ctx, cfg.DataDir); !errors.Is(err, control.ErrNoDaemon) {
		return ask, func() {}, nil // one that is deaf still answers for its data
	}
	st, err := openKept(cfg)
	if err != nil {
		return nil, nil, err
	}
	return func(q audit.Query) ([]audit.Line, error) { return audit.Read(st, q) }, func() { _ = st.Close() }, nil // only read
}

func (p *program) printAudit(lines []audit.Line, asJSON bool) error {
	if !asJSON {
		return audit.Print(p.out, lines)
	}
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	for _, l := range lines {
		if err := enc.Encode(l); err != nil {
			return err
		}
	}
	return nil
}
