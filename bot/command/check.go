package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"secretary/bot"
	"secretary/bot/config"
	"secretary/bot/control"
	"secretary/bot/words"
	"secretary/store"
)

// check prints the readiness chain: the running daemon's, or its own.
func (p *program) check(ctx context.Context, asJSON, removeWebhook bool) error {
	cfg, err := config.Load(p.path, os.Environ())
	if err != nil {
		if asJSON {
			p.printJSON([]bot.Step{{N: 1, ID: "config", Title: words.StepTitle("config"), State: "blocked", Detail: err.Error()}})
		}
		return &exit{exitConfig, err}
	}
	if removeWebhook {
		call, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		if err := client(cfg).DeleteWebhook(call); err != nil {
			return failed(fmt.Errorf("remove webhook: %w", err))
		}
		fmt.Fprintln(p.err, words.WebhookRemoved)
	}
	steps, err := p.steps(ctx, cfg)
	if err != nil {
		return failed(err)
	}
	if asJSON {
		p.printJSON(steps)
	} else {
		fmt.Fprint(p.out, bot.StatusText(steps))
	}
	if bot.Blocked(steps) {
		return &exit{exitFailed, nil}
	}
	return nil
}

// steps asks the daemon if there is one; it looks through its data file for
// this, and the last step says what it found.
func (p *program) steps(ctx context.Context, cfg config.Config) ([]bot.Step, error) {
	var steps []bot.Step
	if err := control.Status(ctx, cfg.DataDir, &steps); err != nil || len(steps) == 0 {
		return p.checkAlone(ctx, cfg)
	}
	found, last := bot.Step{}, &steps[len(steps)-1]
	if err := control.Examine(ctx, cfg.DataDir, &found); err != nil {
		found = bot.Step{ID: last.ID, Title: last.Title, State: "unknown", Detail: words.NotExamined(err.Error())}
	}
	found.N = last.N
	*last = found
	return steps, nil
}

// checkAlone runs the chain without a daemon. It creates and changes nothing:
// where there is no data file yet, an empty one in a temporary folder stands in,
// and where the data file cannot be read, the last step says why.
func (p *program) checkAlone(ctx context.Context, cfg config.Config) ([]bot.Step, error) {
	st, trouble := (*store.Store)(nil), error(nil)
	if _, err := os.Stat(dataFile(cfg)); err == nil {
		st, trouble = openKept(cfg)
	}
	if st == nil {
		dir, err := os.MkdirTemp("", "secretary-check-")
		if err != nil {
			return nil, fmt.Errorf("make a temporary folder: %w", err)
		}
		defer os.RemoveAll(dir)
		if st, err = store.Open(filepath.Join(dir, "secretary.db"), store.Key{}, store.Options{}); err != nil {
			return nil, err
		}
	}
	defer st.Close() //nolint:errcheck // only read, or thrown away
	steps := p.assemble(cfg, client(cfg), st, slog.New(slog.DiscardHandler), io.Discard, false).Readiness(ctx, false)
	if last := &steps[len(steps)-1]; trouble != nil {
		last.State, last.Detail, last.Fix = "blocked", trouble.Error(), words.DataTroubleFix
	}
	return steps, nil
}

func (p *program) printJSON(steps []bot.Step) {
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(struct {
		OK    bool       `json:"ok"`
		Steps []bot.Step `json:"steps"`
	}{!bot.Blocked(steps), steps})
}
