package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"secretary/bot/backup"
	"secretary/bot/control"
	"secretary/bot/words"
	"secretary/store"
)

// backup writes a hot copy. The daemon holds the lock of the data file, so
// while it runs it makes the copy and hands it over its control socket.
func (p *program) backup(ctx context.Context, file string) error {
	cfg, err := p.load()
	if err != nil {
		return err
	}
	n, err := control.WriteNew(file, func(w io.Writer) (int64, error) {
		n, err := control.Backup(ctx, cfg.DataDir, w)
		if !errors.Is(err, control.ErrNoDaemon) {
			return n, err
		}
		if _, err := os.Stat(dataFile(cfg)); err != nil {
			return 0, errors.New(words.NothingToBackUp(dataFile(cfg)))
		}
		st, err := openStore(cfg, time.Now)
		if err != nil {
			return 0, err
		}
		defer st.Close() //nolint:errcheck // only read
		return st.Backup(w)
	})
	if err != nil {
		return failed(err)
	}
	fmt.Fprintln(p.out, words.BackedUp(file, n, cfg.DataKeyFile))
	return nil
}

// restore puts a backup in the place of the data file.
func (p *program) restore(ctx context.Context, file, identity string) error {
	cfg, err := p.load()
	if err != nil {
		return err
	}
	if err := control.Alive(ctx, cfg.DataDir); !errors.Is(err, control.ErrNoDaemon) {
		return failed(errors.New(words.RestoreRunning))
	}
	var identities []byte
	if identity != "" {
		if identities, err = os.ReadFile(identity); err != nil {
			return failed(fmt.Errorf("read identity file: %w", err))
		}
	}
	r, err := backup.Restore(file, identities, backup.Place{DataFile: dataFile(cfg), KeyFile: cfg.DataKeyFile}, time.Now())
	switch {
	case errors.Is(err, backup.ErrIdentityNeeded):
		return failed(errors.New(words.RestoreIdentity))
	case errors.Is(err, backup.ErrIdentity):
		return failed(errors.New(words.RestoreWrongIdentity))
	case errors.Is(err, store.ErrLocked):
		return failed(errors.New(words.RestoreRunning))
	case err != nil:
		return failed(errors.New(words.RestoreRefused(err.Error())))
	}
	fmt.Fprintln(p.out, words.Restored(file, r.Stats.Messages, r.Unknown, r.Ended, r.Old, r.OldKey))
	return nil
}
