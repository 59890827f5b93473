package backup_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"secretary/bot/backup"
	"secretary/store"
)

var (
	noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	anna = store.FanID{Owner: 7, Chat: 70}
)

// anyCopy is somebody who takes what there is.
func anyCopy(backup.Contents, backup.Contents) error { return nil }

// house is a data directory with a store in it.
type house struct {
	t *testing.T
	*store.Store
	place backup.Place
	dir   string
}

func build(t *testing.T) *house {
	t.Helper()
	dir := t.TempDir()
	h := &house{t: t, dir: dir, place: backup.Place{DataFile: filepath.Join(dir, "data", "secretary.db"), KeyFile: filepath.Join(dir, "data.key")}}
	h.open()
	t.Cleanup(func() { _ = h.Close() })
	return h
}

func (h *house) open() {
	h.t.Helper()
	_, err := os.Stat(h.place.DataFile)
	key, err := store.LoadKey(h.place.KeyFile, err == nil)
	h.noErr(err)
	h.Store, err = store.Open(h.place.DataFile, key, store.Options{})
	h.noErr(err)
}

func (h *house) noErr(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) hears(id int64, text string) {
	h.t.Helper()
	_, err := h.Apply([]store.Event{{Op: store.Arrived, Fan: anna, Name: "Anna",
		Message: store.Message{ID: id, Author: store.AuthorFan, Date: noon, Kind: "text", Text: text}}})
	h.noErr(err)
}

func (h *house) keeper() backup.Keeper {
	return backup.Keeper{Dir: filepath.Join(h.dir, "backups"), Keep: 2, KeyFile: h.place.KeyFile, Source: h.Backup}
}

func (h *house) messages() int {
	h.t.Helper()
	stats, err := h.Stats()
	h.noErr(err)
	return stats.Messages
}

func TestOnlyTheNewestCopiesStay(t *testing.T) {
	h := build(t)
	k := h.keeper()
	h.noErr(os.MkdirAll(k.Dir, 0o700))
	stranger := filepath.Join(k.Dir, "holiday.db")
	h.noErr(os.WriteFile(stranger, []byte("x"), 0o600))
	for i := range 4 {
		_, err := k.Make(t.Context(), noon.Add(time.Duration(i)*time.Hour))
		h.noErr(err)
		h.noErr(k.Prune(noon.Add(time.Duration(i) * time.Hour)))
	}
	copies, err := k.List(noon.Add(3 * time.Hour))
	h.noErr(err)
	if len(copies) != 2 || !copies[0].Made.Equal(noon.Add(3*time.Hour)) || !copies[1].Made.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("copies: %+v", copies)
	}
	if info, err := os.Stat(copies[0].Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if _, err := os.Stat(stranger); err != nil {
		t.Error("a file that is no copy was removed")
	}
	if entries, _ := os.ReadDir(k.Dir); len(entries) != 3 {
		t.Errorf("something was left behind: %v", entries)
	}
}

// A clock that was ahead for a while must not have the copies made since thrown
// away, nor stand for the newest.
func TestCopiesMadeByAClockThatWasAheadGiveWay(t *testing.T) {
	h := build(t)
	k := h.keeper()
	var made []string
	for _, at := range []time.Time{noon.AddDate(1, 0, 0), noon.AddDate(1, 0, 1), noon.Add(time.Minute), noon} {
		c, err := k.Make(t.Context(), at)
		h.noErr(err)
		h.noErr(k.Prune(noon))
		made = append(made, c.Path)
	}
	copies, err := k.List(noon)
	h.noErr(err)
	if len(copies) != 2 || copies[0].Path != made[2] || copies[1].Path != made[3] {
		t.Errorf("copies: %+v", copies)
	}
}

func TestAnEndWhileACopyIsMadeLeavesNothing(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for _, written := range []bool{false, true} { // before anything is, and while it is looked through
		h := build(t)
		k := h.keeper()
		k.Recipient = id.Recipient()
		ctx, stop := context.WithCancel(t.Context())
		k.Source = func(w io.Writer) (int64, error) {
			if !written {
				stop()
			}
			n, err := h.Backup(w)
			stop()
			return n, err
		}
		if _, err := k.Make(ctx, noon); err == nil {
			t.Errorf("written %t: a copy was made", written)
		}
		if left, _ := os.ReadDir(k.Dir); len(left) != 0 {
			t.Errorf("written %t: there is %v", written, left)
		}
	}
}

func TestACopyThatIsNotSoundIsNotKept(t *testing.T) {
	h := build(t)
	h.hears(1, "hello")
	k := h.keeper()
	good, err := k.Make(t.Context(), noon)
	h.noErr(err)
	k.Source = func(w io.Writer) (int64, error) {
		var whole bytes.Buffer
		if _, err := h.Backup(&whole); err != nil {
			return 0, err
		}
		n, err := w.Write(whole.Bytes()[:whole.Len()/2])
		return int64(n), err
	}
	if _, err := k.Make(t.Context(), noon.Add(time.Hour)); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("half a copy: %v", err)
	}
	copies, err := k.List(noon.Add(3 * time.Hour))
	h.noErr(err)
	if len(copies) != 1 || copies[0].Path != good.Path {
		t.Errorf("copies: %+v", copies)
	}
}

func TestAPlainCopyComesBackAndTheFormerFileStays(t *testing.T) {
	h := build(t)
	h.hears(1, "hello")
	made, err := h.keeper().Make(t.Context(), noon)
	h.noErr(err)
	h.hears(2, "later")
	if _, err := backup.Restore(made.Path, nil, h.place, noon, anyCopy); !errors.Is(err, store.ErrLocked) {
		t.Errorf("while the daemon runs: %v", err)
	}
	h.noErr(h.Close())
	r, err := backup.Restore(made.Path, nil, h.place, noon, anyCopy)
	h.noErr(err)
	if r.Copied.Messages != 1 || r.OldKey != "" || r.Old == "" {
		t.Errorf("restored: %+v", r)
	}
	h.open()
	if n := h.messages(); n != 1 {
		t.Errorf("%d messages after the restore, want 1", n)
	}
	h.noErr(h.Close())
	h.noErr(os.Rename(r.Old, h.place.DataFile)) // the way back
	h.open()
	if n := h.messages(); n != 2 {
		t.Errorf("%d messages in the former file, want 2", n)
	}
	if entries, _ := os.ReadDir(filepath.Dir(h.place.DataFile)); len(entries) != 1 {
		t.Errorf("something was left behind: %v", entries)
	}
}

func TestAnEncryptedCopyBringsALostMachineBack(t *testing.T) {
	h := build(t)
	h.hears(1, "hello dear secretary")
	id, err := age.GenerateX25519Identity()
	h.noErr(err)
	k := h.keeper()
	k.Recipient, err = backup.ParseRecipient(id.Recipient().String())
	h.noErr(err)
	made, err := k.Make(t.Context(), noon)
	h.noErr(err)
	content, err := os.ReadFile(made.Path)
	h.noErr(err)
	key, err := os.ReadFile(h.place.KeyFile)
	h.noErr(err)
	if bytes.Contains(content, bytes.TrimSpace(key)) || !made.Encrypted || !strings.HasSuffix(made.Path, ".db.age") {
		t.Errorf("not encrypted: %+v", made)
	}

	other := build(t) // another machine with another key
	h.noErr(other.Close())
	if _, err := backup.Restore(made.Path, nil, other.place, noon, anyCopy); !errors.Is(err, backup.ErrIdentityNeeded) {
		t.Errorf("without an identity: %v", err)
	}
	wrong, _ := age.GenerateX25519Identity()
	if _, err := backup.Restore(made.Path, []byte(wrong.String()), other.place, noon, anyCopy); !errors.Is(err, backup.ErrIdentity) {
		t.Errorf("with another identity: %v", err)
	}
	broken := filepath.Join(t.TempDir(), "broken.age")
	h.noErr(os.WriteFile(broken, content[:len(content)-9], 0o600))
	if _, err := backup.Restore(broken, []byte(id.String()), other.place, noon, anyCopy); err == nil {
		t.Error("a cut copy was taken")
	}
	other.open() // nothing has changed so far
	h.noErr(other.Close())
	r, err := backup.Restore(made.Path, []byte("# mine\n"+id.String()+"\n"), other.place, noon, anyCopy)
	h.noErr(err)
	if r.OldKey == "" || r.Copied.Messages != 1 {
		t.Errorf("restored: %+v", r)
	}
	other.open()
	if n := other.messages(); n != 1 {
		t.Errorf("%d messages, want 1", n)
	}
}

func TestARecipientThatIsNoneIsRefused(t *testing.T) {
	if _, err := backup.ParseRecipient("age1nonsense"); err == nil {
		t.Error("no error")
	}
	if r, err := backup.ParseRecipient(""); r != nil || err != nil {
		t.Errorf("none: %v, %v", r, err)
	}
}

func TestARestoreThatWasKilledDoesNotKeepTheNextOneFromWorking(t *testing.T) {
	h := build(t)
	h.hears(1, "hello")
	made, err := h.keeper().Make(t.Context(), noon)
	h.noErr(err)
	h.noErr(h.Close())
	folder := filepath.Dir(h.place.DataFile)
	left := filepath.Join(folder, ".restoring-123")
	h.noErr(os.Mkdir(left, 0o700))
	h.noErr(os.WriteFile(filepath.Join(left, "data.key"), []byte("unpacked"), 0o600))
	h.noErr(os.WriteFile(h.place.DataFile+".restoring", []byte("half"), 0o600))
	r, err := backup.Restore(made.Path, nil, h.place, noon, anyCopy)
	h.noErr(err)
	if entries, _ := os.ReadDir(folder); len(entries) != 2 || r.Copied.Messages != 1 {
		t.Errorf("restored %+v, and beside it lie %v", r, entries)
	}
}

func TestARestoreThroughALinkLeavesNoSecondDataFile(t *testing.T) {
	h := build(t)
	h.hears(1, "hello")
	made, err := h.keeper().Make(t.Context(), noon)
	h.noErr(err)
	h.noErr(h.Close())
	real := filepath.Join(t.TempDir(), "moved.db")
	h.noErr(os.Rename(h.place.DataFile, real))
	h.noErr(os.Symlink(real, h.place.DataFile))
	r, err := backup.Restore(made.Path, nil, h.place, noon, anyCopy)
	h.noErr(err)
	if info, err := os.Lstat(h.place.DataFile); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if filepath.Dir(r.Old) != filepath.Dir(real) {
		t.Errorf("the former file is kept at %s", r.Old)
	}
}

func TestACopyThatIsRefusedIsNamedAsItWasGiven(t *testing.T) {
	h := build(t)
	h.noErr(h.Close())
	given := filepath.Join(h.dir, "from the stick.db")
	h.noErr(os.WriteFile(given, []byte("no copy at all"), 0o600))
	_, err := backup.Restore(given, nil, h.place, noon, anyCopy)
	if !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), given) || strings.Contains(err.Error(), ".restoring-") {
		t.Errorf("got %v", err)
	}
}

// It is asked before anything is replaced, with what both files hold, and its no
// leaves everything as it was; so too with an encrypted copy.
func TestACopyOfAnotherBotIsTakenOnlyIfSomebodyAgrees(t *testing.T) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range []age.Recipient{nil, id.Recipient()} {
		h := build(t)
		of := func(bot int64, name string) {
			_, err := h.UpdateSettings(func(s *store.Settings) error { s.BotID, s.BotName = bot, name; return nil })
			h.noErr(err)
		}
		of(7, "old_bot")
		h.hears(1, "hello")
		keeper := h.keeper()
		keeper.Recipient = to
		made, err := keeper.Make(t.Context(), noon)
		h.noErr(err)
		of(8, "new_bot")
		h.hears(2, "later")
		h.noErr(h.Close())
		before, err := os.ReadFile(h.place.DataFile)
		h.noErr(err)

		no := errors.New("no")
		_, err = backup.Restore(made.Path, []byte(id.String()), h.place, noon, func(copied, present backup.Contents) error {
			if copied.BotID != 7 || copied.BotName != "old_bot" || !copied.Newest.Equal(noon) || copied.Messages != 1 {
				t.Errorf("the copy: %+v", copied)
			}
			if present.BotID != 8 || present.BotName != "new_bot" || present.Messages != 2 {
				t.Errorf("the present data: %+v", present)
			}
			return no
		})
		if !errors.Is(err, no) {
			t.Errorf("it ends with %v", err)
		}
		if after, _ := os.ReadFile(h.place.DataFile); !bytes.Equal(before, after) {
			t.Error("the data file has changed")
		}
		if entries, _ := os.ReadDir(filepath.Dir(h.place.DataFile)); len(entries) != 1 {
			t.Errorf("something was left behind: %v", entries)
		}
	}
}

// What a copy is mostly for must not stand in its way.
func TestDataThatCannotBeReadBelongsToNobody(t *testing.T) {
	h := build(t)
	h.hears(1, "hello")
	made, err := h.keeper().Make(t.Context(), noon)
	h.noErr(err)
	h.noErr(h.Close())
	h.noErr(os.WriteFile(h.place.DataFile, []byte("spoiled"), 0o600))
	_, err = backup.Restore(made.Path, nil, h.place, noon, func(_, present backup.Contents) error {
		if present != (backup.Contents{}) {
			t.Errorf("the present data: %+v", present)
		}
		return nil
	})
	h.noErr(err)
}

func TestACreatorWhoseRepliesWaitAgainIsToldSo(t *testing.T) {
	for mode, told := range map[string]int{store.ModeAuto: 1, store.ModeApprove: 0} {
		h := build(t)
		_, err := h.UpdateSettings(func(s *store.Settings) error { s.Mode = mode; return nil })
		h.noErr(err)
		made, err := h.keeper().Make(t.Context(), noon)
		h.noErr(err)
		h.noErr(h.Close())
		_, err = backup.Restore(made.Path, nil, h.place, noon, anyCopy)
		h.noErr(err)
		h.open()
		if n, err := h.Notices(0); err != nil || len(n) != told {
			t.Errorf("mode %s: %d notices (%v)", mode, len(n), err)
		}
	}
}
