package store_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"secretary/store"
)

func TestFirstStartMakesAKeyThatOnlyTheOwnerReads(t *testing.T) {
	path := filepath.Join(t.TempDir(), "conf", "data.key")
	made, err := store.LoadKey(path, false)
	if err != nil {
		t.Fatal(err)
	}
	read, err := store.LoadKey(path, true)
	if err != nil || read != made {
		t.Errorf("key read back differs: %v", err)
	}
	text, _ := os.ReadFile(path)
	if raw, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(string(text), "\n")); err != nil || !bytes.Equal(raw, made[:]) {
		t.Errorf("key file is not base64 and a newline: %v", err)
	}
	wantMode(t, path, 0o600)
	wantMode(t, filepath.Dir(path), 0o700)
	other, err := store.LoadKey(filepath.Join(t.TempDir(), "data.key"), false)
	if err != nil || other == made {
		t.Errorf("two keys are the same: %v", err)
	}
}

func wantMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	if runtime.GOOS == "windows" {
		return
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != want {
		t.Errorf("mode of %s is %v (%v), want %v", filepath.Base(path), info.Mode().Perm(), err, want)
	}
}

func TestMissingKeyOverExistingDataIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.key")
	if _, err := store.LoadKey(path, true); !errors.Is(err, store.ErrKeyMissing) {
		t.Errorf("got %v, want ErrKeyMissing", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a new key was made although data exists")
	}
}

func TestFileThatIsNoKeyIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "words": "my secret password", "short": "AAAA", "long": base64.StdEncoding.EncodeToString(make([]byte, 33)),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "data.key")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := store.LoadKey(path, false)
			if !errors.Is(err, store.ErrWrongKey) {
				t.Errorf("got %v, want ErrWrongKey", err)
			}
			if text != "" && strings.Contains(err.Error(), text) {
				t.Errorf("the error shows what is in the key file: %v", err)
			}
		})
	}
}

func TestDataFileAndFolderAreForTheOwnerOnly(t *testing.T) {
	f := open(t)
	wantMode(t, f.path, 0o600)
	wantMode(t, filepath.Dir(f.path), 0o700)
	if f.Path() != f.path || f.Size() == 0 {
		t.Errorf("path %q, size %d", f.Path(), f.Size())
	}
}

func TestWrongKeyIsRefusedInOneSentence(t *testing.T) {
	f := open(t)
	f.noErr(f.Close())
	_, err := store.Open(f.path, store.Key{9}, store.Options{})
	if !errors.Is(err, store.ErrWrongKey) || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want ErrWrongKey on one line", err)
	}
	f.Store = nil
	f.reopen() // and nothing was harmed
}

func TestFileInUseIsRefused(t *testing.T) {
	f := open(t)
	start := time.Now()
	_, err := store.Open(f.path, testKey, store.Options{LockWait: 20 * time.Millisecond})
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), f.path) {
		t.Errorf("got %v, want ErrLocked naming the file", err)
	}
	if waited := time.Since(start); waited > 5*time.Second {
		t.Errorf("waited %v for the lock", waited)
	}
	f.writes(anna, "still working")
}

func TestFileOfAnotherProgramIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(b *bolt.Tx) error { _, err := b.CreateBucket([]byte("theirs")); return err })
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(path, testKey, store.Options{}); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
}

// TestFileCutAnywhereIsRefusedOrWhole cuts a data file at every page and at
// random bytes. bbolt reads a cut file through a memory map: without care this
// is a panic or a SIGBUS.
func TestFileCutAnywhereIsRefusedOrWhole(t *testing.T) {
	whole := filledFile(t)
	r := rand.New(rand.NewPCG(7, 7))
	cuts := []int{0, 1, 15, 16, 17, 80, 4095, 4097}
	for at := 0; at < len(whole); at += 4096 {
		cuts = append(cuts, at, at+r.IntN(4096))
	}
	refused := 0
	for _, at := range cuts {
		if at >= len(whole) {
			continue
		}
		if openBytes(t, whole[:at]) {
			refused++
		}
	}
	if refused < 20 {
		t.Errorf("only %d cuts were refused: the file is too small to prove anything", refused)
	}
}

// TestFileWithHolesIsRefusedOrWhole overwrites parts of the file with zeros or
// noise. What is read of it must still be right; what cannot be read is an error.
func TestFileWithHolesIsRefusedOrWhole(t *testing.T) {
	whole := filledFile(t)
	r := rand.New(rand.NewPCG(8, 8))
	for i := range 50 {
		spoiled := bytes.Clone(whole)
		at, n := r.IntN(len(spoiled)), 1+r.IntN(5000)
		for j := at; j < min(at+n, len(spoiled)); j++ {
			spoiled[j] = byte(r.Uint32() * uint32(i%2))
		}
		openBytes(t, spoiled)
	}
}

// TestNoSpoiledFileEndsTheProgramThatLooks turns over single bytes, also in the
// heads of pages, where bbolt keeps what it believes without a look.
func TestNoSpoiledFileEndsTheProgramThatLooks(t *testing.T) {
	whole := filledFile(t)
	r := rand.New(rand.NewPCG(9, 9))
	path := filepath.Join(t.TempDir(), "spoiled.db")
	noticed := 0
	for i := range 150 {
		spoiled, at := bytes.Clone(whole), r.IntN(len(whole))
		if i%2 == 0 {
			at = at - at%4096 + r.IntN(32)
		}
		spoiled[at] ^= byte(1 + r.IntN(255))
		if err := os.WriteFile(path, spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Inspect(t.Context(), path, testKey); err != nil {
			noticed++
		}
	}
	if noticed < 50 {
		t.Errorf("only %d of 150 spoiled files were noticed", noticed)
	}
}

const filledFans = 30

// filledFile is a sound data file of some dozen pages.
func filledFile(t *testing.T) []byte {
	t.Helper()
	f := open(t)
	var events []store.Event
	for i := range int64(filledFans * 10) {
		events = append(events, store.Event{Fan: store.FanID{Owner: owner, Chat: i % filledFans}, Message: store.Message{
			ID: i, Author: store.AuthorFan, Date: f.now, Text: strings.Repeat("a long message ", 10),
		}})
	}
	_, err := f.Apply(events)
	f.noErr(err)
	var copied bytes.Buffer
	if _, err := f.Backup(&copied); err != nil {
		t.Fatal(err)
	}
	return copied.Bytes()
}

// openBytes opens a spoiled copy of filledFile and tells whether it was
// refused. If it was not, everything in it is read: that may be an error, and
// must be the whole if it is none.
func openBytes(t *testing.T, content []byte) (refused bool) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cut.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(path, testKey, store.Options{LockWait: time.Millisecond})
	if err != nil {
		if !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrWrongKey) {
			t.Errorf("cut at %d: got %v, want ErrDamaged", len(content), err)
		}
		return true
	}
	defer s.Close() // may fail on a spoiled file
	fans, err := s.Waiting(0)
	if err == nil && len(fans) != filledFans {
		problems := s.Check()
		if len(problems) == 0 {
			t.Errorf("cut at %d: %d fans of %d left and nobody noticed", len(content), len(fans), filledFans)
		}
	}
	for _, fan := range fans {
		history, err := s.History(fan.ID, 0, 0)
		if err == nil && len(history) != 10 && len(s.Check()) == 0 {
			t.Errorf("cut at %d: %d messages of 10 left and nobody noticed", len(content), len(history))
		}
	}
	_, err = s.Apply([]store.Event{{Op: store.Arrived, Fan: anna, Message: store.Message{ID: 1, Author: store.AuthorFan}}})
	if err != nil && !errors.Is(err, store.ErrDamaged) {
		t.Errorf("cut at %d: write: %v", len(content), err)
	}
	return false
}

func TestRefusedFileIsNotKeptLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cut.db")
	whole := filledFile(t)
	if err := os.WriteFile(path, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := store.Open(path, testKey, store.Options{LockWait: time.Millisecond}); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("got %v, want ErrDamaged", err)
		}
	}
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(path, testKey, store.Options{LockWait: time.Millisecond})
	if err != nil {
		t.Fatalf("with the backup in its place: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

func TestBackupOfARunningStoreOpensWithTheSameKey(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	path := filepath.Join(t.TempDir(), "backup.db")
	file, err := os.Create(path)
	f.noErr(err)
	n, err := f.Backup(file)
	f.noErr(errors.Join(err, file.Close()))
	if info, _ := os.Stat(path); info.Size() != n {
		t.Errorf("%d bytes reported, %d written", n, info.Size())
	}
	f.writes(anna, "not in the copy")
	copied, err := store.Open(path, testKey, store.Options{})
	f.noErr(err)
	defer copied.Close()
	fan, err := copied.Fan(anna)
	if err != nil || fan.Waiting != 1 {
		t.Errorf("the copy has %d messages (%v), want 1", fan.Waiting, err)
	}
	if problems := copied.Check(); len(problems) > 0 {
		t.Errorf("the copy is not sound: %v", problems)
	}
}

func TestBackupToAFullDiskSaysSo(t *testing.T) {
	f := open(t)
	full := errors.New("no space left")
	if _, err := f.Backup(writer(func(b []byte) (int, error) { return 0, full })); err == nil || errors.Is(err, store.ErrDamaged) {
		t.Errorf("got %v, want a write error", err)
	}
	f.writes(anna, "the store itself is fine")
}

func TestFullDiskIsAnErrorAndNothingIsLost(t *testing.T) {
	f := open(t)
	id := f.writes(anna, "hello")
	f.appends(5, update(4, "before"))
	f.Limit(int(f.Size()) + 16<<20)
	large := strings.Repeat("x", 1<<20)
	var err error
	for i := int64(0); i < 100 && err == nil; i++ {
		_, err = f.Append([]store.Update{update(10+i, large)}, 11+i)
	}
	if err == nil || errors.Is(err, store.ErrDamaged) {
		t.Fatalf("got %v, want the reason why nothing could be written", err)
	}
	pending := len(f.pending())
	offset, _ := f.Offset()
	if want := int64(pending + 9); offset != want {
		t.Errorf("offset %d with %d rows stored, want %d: a row is acknowledged that is not stored", offset, pending, want)
	}
	f.wantUnanswered(anna, id)
	f.Limit(0)
	f.appends(500, update(499, large))
	if got := len(f.pending()); got != pending+1 {
		t.Errorf("%d rows after there was room again, want %d", got, pending+1)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

var _ io.Writer = writer(nil)

// TestPanicOfACallersFunctionIsItsOwn: a mistake of the caller must not be
// taken for a damaged file, nor leave the store locked.
func TestPanicOfACallersFunctionIsItsOwn(t *testing.T) {
	f := open(t)
	func() {
		defer func() {
			if r := recover(); r != "my mistake" {
				t.Errorf("recovered %v", r)
			}
		}()
		_, _ = f.UpdateSettings(func(*store.Settings) error { panic("my mistake") })
	}()
	f.writes(anna, "still working")
}

func TestFolderThatCannotBeMadeIsNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(filepath.Join(file, "secretary.db"), testKey, store.Options{}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v, want an error naming %q", err, file)
	}
}
