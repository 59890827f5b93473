package command

import (
	"context"
	"errors"
	"fmt"

	"secretary/bot/words"
	"secretary/store"
)

// compact writes the data file anew without the room that is not used. It must
// not be in use.
func (p *program) compact(ctx context.Context) error {
	defer p.stubborn(ctx)()
	cfg, err := p.load()
	if err != nil {
		return err
	}
	path := dataFile(cfg)
	if !hasData(cfg) {
		return failed(errors.New(words.NoDataFile(path)))
	}
	key, err := store.LoadKey(cfg.DataKeyFile, true)
	if err != nil {
		return failed(wayOut(cfg, err))
	}
	before, after, err := store.Compact(path, key)
	switch {
	case errors.Is(err, store.ErrLocked):
		return failed(errors.New(words.CompactRunning))
	case errors.Is(err, store.ErrOlder):
		return failed(errors.New(words.CompactOlder))
	case err != nil:
		return failed(wayOut(cfg, err))
	}
	fmt.Fprintln(p.out, words.Compacted(before, after))
	return nil
}
