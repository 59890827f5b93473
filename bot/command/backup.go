package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"secretary/bot/backup"
	"secretary/bot/config"
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
	n, err := handOver(cfg, file,
		func(w io.Writer) (int64, error) { return control.Backup(ctx, cfg.DataDir, w) },
		func(st *store.Store, w io.Writer) (int64, error) { return st.Backup(w) })
	if err != nil {
		return failed(err)
	}
	fmt.Fprintln(p.out, words.BackedUp(file, n, cfg.DataKeyFile))
	return nil
}

// handOver writes a new file that only this user can read: ask has the running
// daemon write it; where none runs, alone does, from the data file itself.
func handOver(cfg config.Config, file string, ask func(io.Writer) (int64, error), alone func(*store.Store, io.Writer) (int64, error)) (int64, error) {
	return control.WriteNew(file, func(w io.Writer) (int64, error) {
		n, err := ask(w)
		if !errors.Is(err, control.ErrNoDaemon) {
			return n, err
		}
		st, err := openKept(cfg)
		if err != nil {
			return 0, err
		}
		defer st.Close() //nolint:errcheck // only read
		return alone(st, w)
	})
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
