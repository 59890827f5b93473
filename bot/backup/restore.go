package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"secretary/bot/words"
	"secretary/store"
	"secretary/store/regular"
)

// Place is where the data lives.
type Place struct{ DataFile, KeyFile string }

// Restored says what was done.
type Restored struct {
	Old    string // where the former data file stands now; empty: there was none
	OldKey string // where the former data key stands now; empty: it did not change
	Copied Contents
	store.Aftermath
}

// Contents says what a data file holds.
type Contents struct {
	BotID    int64 // 0: no bot used it yet
	BotName  string
	Messages int
	Newest   time.Time // date of the newest message in or out; zero: there is none
}

// unpacking begins the name of the folder a copy is laid into.
const unpacking = ".restoring-"

// Restore puts a copy in the place of the data file. It looks at the copy
// first, changes nothing if anything is wrong with it, keeps the former files
// beside the new ones, and refuses while a daemon runs (store.ErrLocked).
//
// agree is told what the copy holds and what the data it replaces (the zero value
// where there is none, or it cannot be read); its error ends the restore.
func Restore(path string, identities []byte, to Place, now time.Time, agree func(copied, present Contents) error) (_ Restored, err error) {
	to = Place{DataFile: followed(to.DataFile), KeyFile: followed(to.KeyFile)}
	for _, file := range []string{to.DataFile, to.KeyFile} {
		if err := regular.Check(file); err != nil {
			return Restored{}, err
		}
	}
	folder := filepath.Dir(to.DataFile)
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		defer func() {
			if err != nil {
				os.Remove(folder) //nolint:errcheck // only if it is empty: a folder made for nothing
			}
		}()
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return Restored{}, fmt.Errorf("make data folder: %w", err)
	}
	sweep(folder, unpacking)
	draft, err := os.MkdirTemp(folder, unpacking)
	if err != nil {
		return Restored{}, fmt.Errorf("make room for the backup: %w", err)
	}
	defer os.RemoveAll(draft)
	dataFile, keyFile, err := Unpack(path, identities, draft)
	if err != nil {
		return Restored{}, err
	}
	usedKey := keyFile
	if usedKey == "" {
		usedKey = to.KeyFile
	}
	key, err := store.LoadKey(usedKey, true)
	if err != nil {
		return Restored{}, err
	}
	if _, err := store.Inspect(context.Background(), dataFile, key); err != nil {
		return Restored{}, &ofCopy{err, dataFile, path}
	}
	r, err := bringInLine(dataFile, key)
	if err != nil {
		return Restored{}, &ofCopy{err, dataFile, path}
	}
	if err := agree(r.Copied, present(to)); err != nil {
		return Restored{}, err
	}
	return r, r.replace(dataFile, keyFile, to, now)
}

// ofCopy is an error about the unpacked copy, which is gone when somebody reads
// it: it names the file that was given.
type ofCopy struct {
	error
	unpacked, given string
}

func (e *ofCopy) Error() string { return strings.ReplaceAll(e.error.Error(), e.unpacked, e.given) }

func (e *ofCopy) Unwrap() error { return e.error }

// followed is the file that a link leads to: the link stays one, and no second
// data file is left behind on the other disk.
func followed(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

func bringInLine(path string, key store.Key) (r Restored, err error) {
	s, err := store.Open(path, key, store.Options{})
	if err != nil {
		return r, err
	}
	if r.Aftermath, err = s.Restored(); err == nil && r.Asks {
		_, err = s.Notify(store.Notice{Text: words.RestoredAsks})
	}
	if err == nil {
		r.Copied, err = contents(s)
	}
	return r, errors.Join(err, s.Close())
}

// present is what the data file holds that a copy is to replace. That it cannot
// be read is what most copies are for.
func present(at Place) (c Contents) {
	key, err := store.LoadKey(at.KeyFile, true)
	if err != nil {
		return c
	}
	s, err := store.Look(at.DataFile, key)
	if err != nil {
		return c
	}
	defer s.Close() //nolint:errcheck // only read
	if c, err = contents(s); err != nil {
		return Contents{}
	}
	return c
}

func contents(s *store.Store) (Contents, error) {
	set, err := s.Settings()
	stats, err2 := s.Stats()
	c := Contents{BotID: set.BotID, BotName: set.BotName, Messages: stats.Messages, Newest: stats.LastIn}
	if stats.LastOut.After(c.Newest) {
		c.Newest = stats.LastOut
	}
	return c, errors.Join(err, err2)
}

// replace swaps the files while nobody can open the old one.
func (r *Restored) replace(dataFile, keyFile string, to Place, now time.Time) error {
	release, err := store.Hold(to.DataFile)
	if err != nil {
		return err
	}
	defer release() //nolint:errcheck // only a lock
	aside := former(now)
	for taken(to.DataFile+aside) || taken(to.KeyFile+aside) { // of another restore in this second
		now = now.Add(time.Second)
		aside = former(now)
	}
	newKey := keyFile != "" && !sameContent(keyFile, to.KeyFile)
	if newKey {
		if r.OldKey, err = swap(keyFile, to.KeyFile, aside); err != nil {
			return err
		}
	}
	if r.Old, err = swap(dataFile, to.DataFile, aside); err != nil && newKey && r.OldKey != "" {
		err = errors.Join(err, os.Rename(r.OldKey, to.KeyFile)) // or the former data could not be read any more
	}
	return err
}

// former is the end of the name of a file that gives way now.
func former(now time.Time) string { return ".before-" + now.UTC().Format(stamp) }

func taken(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// swap puts a copy of the file from in the place of to and keeps what stood
// there under another name, which it gives; empty if there was none. At no
// moment is there no file at to.
func swap(from, to, aside string) (old string, err error) {
	fresh := to + ".restoring"                                                  // in the same folder: a rename never crosses disks
	if err := os.Remove(fresh); err != nil && !errors.Is(err, os.ErrNotExist) { // of a restore that was killed
		return "", fmt.Errorf("put the backup in place: %w", err)
	}
	if err := copyFile(from, fresh); err != nil {
		return "", fmt.Errorf("put the backup in place: %w", err)
	}
	defer os.Remove(fresh) //nolint:errcheck // there is none after the renaming
	old = to + aside
	switch err = copyFile(to, old); {
	case errors.Is(err, os.ErrNotExist):
		old = ""
	case err != nil:
		return "", fmt.Errorf("keep the former file: %w", err)
	}
	if err := os.Rename(fresh, to); err != nil {
		return "", fmt.Errorf("put the backup in place: %w", err)
	}
	if err := store.SyncFolder(filepath.Dir(to)); err != nil {
		return "", fmt.Errorf("put the backup in place: %w", err)
	}
	return old, nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	return write(to, func(w io.Writer) (int64, error) { return io.Copy(w, source) })
}

func sameContent(a, b string) bool {
	x, errA := os.ReadFile(a)
	y, errB := os.ReadFile(b)
	return errA == nil && errB == nil && string(x) == string(y)
}
