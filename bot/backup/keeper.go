package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"filippo.io/age"

	"secretary/store"
)

// Keeper makes copies and keeps the newest of them.
type Keeper struct {
	Dir       string        // of the copies; made (0700) when needed
	Keep      int           // how many copies stay, at least 1
	KeyFile   string        // the data key; goes into encrypted copies
	Recipient age.Recipient // nil: copies are not encrypted
	// Source writes a consistent copy of the data file and returns its size.
	Source func(io.Writer) (int64, error)
	Remove func(path string) error // of an old copy; nil: os.Remove
}

// Copy is one copy in the folder.
type Copy struct {
	Path      string
	Made      time.Time // by its name, whole seconds, UTC
	Size      int64     // bytes
	Encrypted bool
}

// ParseRecipient reads an age recipient ("age1…"); empty is none.
func ParseRecipient(s string) (age.Recipient, error) {
	if s == "" {
		return nil, nil
	}
	r, err := age.ParseX25519Recipient(s)
	if err != nil {
		return nil, fmt.Errorf("parse age recipient %q: %w", s, err)
	}
	return r, nil
}

const (
	stamp  = "20060102-150405"
	prefix = "secretary-"
	plain  = ".db"
	sealed = ".db.age"
)

var named = regexp.MustCompile(`^secretary-(\d{8}-\d{6})\.db(\.age)?$`)

// clockSlack is by how much a copy may be younger than now: the clock was set.
const clockSlack = time.Hour

// Ahead tells whether a copy was made by a clock that was ahead of this one: its
// age is not known.
func (c Copy) Ahead(now time.Time) bool { return c.Made.After(now.Add(clockSlack)) }

// List gives the copies in the folder, newest first; none if there is no folder.
// Those that were made by a clock ahead of now come last: they would stand before
// the newer ones until that day comes.
func (k Keeper) List(now time.Time) ([]Copy, error) {
	entries, err := os.ReadDir(k.Dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("list backups: %w", err)
	}
	var copies []Copy
	for _, e := range entries {
		m := named.FindStringSubmatch(e.Name())
		if m == nil || !e.Type().IsRegular() {
			continue
		}
		made, err := time.Parse(stamp, m[1])
		info, statErr := e.Info()
		if err != nil || statErr != nil {
			continue // not ours, or gone meanwhile
		}
		copies = append(copies, Copy{Path: filepath.Join(k.Dir, e.Name()), Made: made, Size: info.Size(), Encrypted: m[2] != ""})
	}
	slices.SortFunc(copies, func(a, b Copy) int {
		if before := b.Ahead(now); a.Ahead(now) != before {
			if before {
				return -1
			}
			return 1
		}
		return b.Made.Compare(a.Made)
	})
	return copies, nil
}

// Make writes a copy, looks at it and gives it its name. A copy that is not sound
// is removed; the error then wraps one of store's. The end of ctx ends it early.
func (k Keeper) Make(ctx context.Context, now time.Time) (Copy, error) {
	if err := os.MkdirAll(k.Dir, 0o700); err != nil {
		return Copy{}, fmt.Errorf("make backup folder: %w", err)
	}
	sweep(k.Dir, making)
	draft, err := os.MkdirTemp(k.Dir, making)
	if err != nil {
		return Copy{}, fmt.Errorf("make backup: %w", err)
	}
	defer os.RemoveAll(draft)
	path := filepath.Join(draft, "secretary.db")
	source := func(w io.Writer) (int64, error) { return k.Source(WhileWanted(ctx, w)) }
	if err := write(path, source); err != nil {
		return Copy{}, fmt.Errorf("write backup: %w", err)
	}
	key, err := store.LoadKey(k.KeyFile, true)
	if err != nil {
		return Copy{}, fmt.Errorf("look at backup: %w", err)
	}
	if _, err := store.Inspect(ctx, path, key); err != nil {
		return Copy{}, fmt.Errorf("look at backup: %w", err)
	}
	return k.place(ctx, path, now)
}

// place encrypts the sound file if wanted and gives it its name.
func (k Keeper) place(ctx context.Context, path string, now time.Time) (Copy, error) {
	name := prefix + now.UTC().Format(stamp) + plain
	if k.Recipient != nil {
		locked := path + ".age"
		if err := write(locked, func(w io.Writer) (int64, error) { return 0, encrypt(WhileWanted(ctx, w), k.Recipient, path, k.KeyFile) }); err != nil {
			return Copy{}, fmt.Errorf("encrypt backup: %w", err)
		}
		path, name = locked, prefix+now.UTC().Format(stamp)+sealed
	}
	info, err := os.Stat(path)
	if err == nil {
		err = os.Rename(path, filepath.Join(k.Dir, name))
	}
	if err == nil {
		err = store.SyncFolder(k.Dir)
	}
	if err != nil {
		return Copy{}, fmt.Errorf("name backup: %w", err)
	}
	return Copy{Path: filepath.Join(k.Dir, name), Made: now.UTC().Truncate(time.Second), Size: info.Size(), Encrypted: k.Recipient != nil}, nil
}

// writer is a Write that stands for itself.
type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// WhileWanted takes no more once ctx has ended.
func WhileWanted(ctx context.Context, to io.Writer) io.Writer {
	return writer(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		return to.Write(p)
	})
}

// Prune removes all but the newest copies, see List.
func (k Keeper) Prune(now time.Time) error {
	copies, err := k.List(now)
	if err != nil {
		return err
	}
	remove := k.Remove
	if remove == nil {
		remove = os.Remove
	}
	for _, c := range copies[min(len(copies), max(k.Keep, 1)):] {
		if err := remove(c.Path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove old backup: %w", err)
		}
	}
	return nil
}

// formers is what a data file is called that a migration or a restore kept beside
// the present one.
var formers = regexp.MustCompile(`^\.(v\d+|before-\d{8}-\d{6})$`)

// Aside gives the former data files that lie beside a data file. Nothing removes
// them by itself.
func Aside(dataFile string) []string {
	dataFile = followed(dataFile)
	entries, _ := os.ReadDir(filepath.Dir(dataFile)) // what cannot be read is not there to be deleted
	var aside []string
	for _, e := range entries {
		if rest, ok := strings.CutPrefix(e.Name(), filepath.Base(dataFile)); ok && formers.MatchString(rest) {
			aside = append(aside, dataFile+rest)
		}
	}
	return aside
}

// making begins the name of the folder a copy is made in.
const making = ".making-"

// sweep removes the folders that an earlier run left half done.
func sweep(dir, prefix string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), prefix) {
			os.RemoveAll(filepath.Join(dir, e.Name())) //nolint:errcheck // tried again next time
		}
	}
}

// write makes a new file (0600) that is on the disk when it returns.
func write(path string, fill func(io.Writer) (int64, error)) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = fill(f)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
