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
	n, err := handOver(ctx, cfg, file,
		func(w io.Writer) (int64, error) { return control.Backup(ctx, cfg.DataDir, w) },
		func(st *store.Store, w io.Writer) (int64, error) { return st.Backup(w) })
	if err != nil {
		return failed(err)
	}
	if err := lookAt(ctx, file, cfg.DataKeyFile); err != nil {
		return failed(err)
	}
	fmt.Fprintln(p.out, words.BackedUp(file, n, cfg.DataKeyFile))
	return nil
}

// lookAt makes sure that a copy is sound; one that is not is removed.
func lookAt(ctx context.Context, file, keyFile string) error {
	key, err := store.LoadKey(keyFile, true)
	if err != nil {
		return errors.New(words.CopyNotLookedAt(file, err.Error()))
	}
	if _, err := store.Inspect(ctx, file, key); err != nil {
		return errors.Join(fmt.Errorf("look at the copy: %w", err), os.Remove(file))
	}
	return nil
}

// handOver writes a new file that only this user can read: ask has the running
// daemon write it; where none runs, alone does, from the data file itself.
func handOver(ctx context.Context, cfg config.Config, file string, ask func(io.Writer) (int64, error), alone func(*store.Store, io.Writer) (int64, error)) (int64, error) {
	return control.WriteNew(file, func(w io.Writer) (int64, error) {
		n, err := ask(w)
		if !errors.Is(err, control.ErrNoDaemon) {
			return n, wayOut(cfg, err)
		}
		st, err := openKept(cfg)
		if err != nil {
			return 0, wayOut(cfg, err)
		}
		defer st.Close() //nolint:errcheck // only read
		return alone(st, backup.WhileWanted(ctx, w))
	})
}

// restore puts a backup in the place of the data file. adopt takes one of another
// bot than the present data.
func (p *program) restore(ctx context.Context, file, identity string, adopt bool) error {
	defer p.stubborn(ctx)()
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
	agree := func(c, present backup.Contents) error {
		fmt.Fprintln(p.out, words.RestoreCopy(file, c.BotName, c.BotID, c.Newest, time.Now()))
		if present.BotID != 0 && present.BotID != c.BotID && !adopt {
			return errors.New(words.RestoreOtherBot(present.BotName, present.BotID))
		}
		return nil
	}
	r, err := backup.Restore(file, identities, backup.Place{DataFile: dataFile(cfg), KeyFile: cfg.DataKeyFile}, time.Now(), agree)
	switch {
	case errors.Is(err, backup.ErrIdentityNeeded):
		return failed(errors.New(words.RestoreIdentity))
	case errors.Is(err, backup.ErrIdentity):
		return failed(errors.New(words.RestoreWrongIdentity))
	case errors.Is(err, store.ErrLocked):
		return failed(errors.New(words.RestoreRunning))
	case errors.Is(err, store.ErrDamaged):
		return failed(errors.New(words.RestoreDamaged(err.Error(), cfg.Backup.Dir)))
	case err != nil:
		return failed(errors.New(words.RestoreRefused(err.Error())))
	}
	fmt.Fprintln(p.out, words.Restored(file, r.Copied.Messages, r.Unknown, r.Ended, r.Asks, r.Old, r.OldKey))
	return nil
}
