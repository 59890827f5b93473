package command

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"secretary/bot/config"
	"secretary/bot/control"
	"secretary/bot/readiness"
	"secretary/bot/words"
	"secretary/store"
)

// check prints the readiness chain: the running daemon's, or its own.
func (p *program) check(ctx context.Context, asJSON, removeWebhook bool) error {
	cfg, err := config.Load(p.path, os.Environ())
	if err != nil {
		if asJSON {
			_ = p.printJSON([]readiness.Step{{N: 1, ID: "config", Title: words.StepTitle("config"), State: "blocked", Detail: err.Error()}}) // the error is said anyway
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
		err = p.printJSON(steps)
	} else {
		_, err = fmt.Fprint(p.out, readiness.Text(steps))
	}
	if err != nil {
		return failed(err)
	}
	if readiness.Blocked(steps) {
		return &exit{exitFailed, nil}
	}
	return nil
}

// steps asks the daemon if there is one; it looks through its data file for
// this, and the last step says what it found.
func (p *program) steps(ctx context.Context, cfg config.Config) ([]readiness.Step, error) {
	var steps []readiness.Step
	if err := control.Status(ctx, cfg.DataDir, &steps); err != nil || len(steps) == 0 {
		return p.checkAlone(ctx, cfg)
	}
	found, last := readiness.Step{}, &steps[len(steps)-1]
	if err := control.Examine(ctx, cfg.DataDir, &found); err != nil {
		found = readiness.Step{ID: last.ID, Title: last.Title, State: "unknown", Detail: words.NotExamined(err.Error())}
	}
	found.N = last.N
	*last = found
	return steps, nil
}

// checkAlone runs the chain without a daemon. It creates and changes nothing:
// where there is no data file yet, or it cannot be read, an empty one in a temporary
// folder stands in.
func (p *program) checkAlone(ctx context.Context, cfg config.Config) ([]readiness.Step, error) {
	st, trouble := (*store.Store)(nil), error(nil)
	if hasData(cfg) {
		st, trouble = openKept(cfg)
	}
	if st == nil {
		dir, err := temporary(cfg.DataDir)
		if err != nil {
			return nil, errors.Join(trouble, err)
		}
		defer os.RemoveAll(dir)
		if st, err = store.Open(filepath.Join(dir, "secretary.db"), store.Key{}, store.Options{}); err != nil {
			return nil, err
		}
	}
	defer st.Close() //nolint:errcheck // only read, or thrown away
	return p.assemble(cfg, client(cfg), st, trouble, slog.New(slog.DiscardHandler), io.Discard, false).Readiness(ctx, false), nil
}

// temporary makes a folder for the length of a check. A container may have nothing
// to write to but shared memory and its data.
func temporary(dataDir string) (dir string, err error) {
	for _, place := range []string{os.TempDir(), "/dev/shm", dataDir} {
		var failure error
		if dir, failure = os.MkdirTemp(place, "secretary-check-"); failure == nil {
			return dir, nil
		}
		err = cmp.Or(err, failure)
	}
	return "", fmt.Errorf("make a temporary folder (TMPDIR says where): %w", err)
}

func (p *program) printJSON(steps []readiness.Step) error {
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		OK    bool             `json:"ok"`
		Steps []readiness.Step `json:"steps"`
	}{!readiness.Blocked(steps), steps})
}
