package command

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"secretary/bot/config"
	"secretary/bot/words"
	"secretary/store"
)

// wayOut adds to an error about the data file what is to be done, where the error
// does not say it: which copy to put in the place of a damaged file, and who may
// open one.
func wayOut(cfg config.Config, err error) error {
	switch {
	case errors.Is(err, store.ErrDamaged):
		return fmt.Errorf("%w; %s", err, putBack(cfg))
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w; %s", err, words.NotYours)
	}
	return err
}

// putBack names the newest copy, and how it gets into the place of the data file.
func putBack(cfg config.Config) string {
	copies, err := backups(cfg, nil).Keeper.List(time.Now())
	if err != nil || len(copies) == 0 {
		return words.PutBackAny(cfg.Backup.Dir)
	}
	return words.PutBack(copies[0].Path, copies[0].Encrypted)
}
