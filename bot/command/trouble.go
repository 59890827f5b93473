package command

import (
	"errors"
	"fmt"
	"io/fs"

	"secretary/bot/config"
	"secretary/bot/readiness"
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
	copies, err := backups(cfg, nil).Keeper.List()
	if err != nil || len(copies) == 0 {
		return words.PutBackAny(cfg.Backup.Dir)
	}
	return words.PutBack(copies[0].Path, copies[0].Encrypted)
}

// ofTheData are the steps that are judged by what the data file holds.
var ofTheData = map[string]bool{
	"same_bot": true, "connection": true, "permissions": true, "chats": true, "inbound": true, "outbound": true, "data": true,
}

// unread takes back what was judged by the empty stand-in for a data file that
// cannot be read, and lets the last step say why it cannot.
func unread(steps []readiness.Step, cfg config.Config, trouble error) {
	last := &steps[len(steps)-1]
	for i := range steps {
		s := &steps[i]
		if ofTheData[s.ID] && (s.ID != "data" || s.Fix == "") || s.ID == "creator" && cfg.Owner.ID == 0 {
			s.State, s.Detail, s.Fix, s.Rights = "unknown", words.NeedsStep(last.N), "", nil
		}
	}
	last.State, last.Detail, last.Fix = "blocked", trouble.Error(), words.DataTroubleFix
	switch {
	case errors.Is(trouble, store.ErrDamaged):
		last.Fix = putBack(cfg)
	case errors.Is(trouble, fs.ErrPermission):
		last.Fix = words.NotYours
	}
}
