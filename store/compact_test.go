package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"secretary/store"
)

// grown is a closed data file with much room that is no longer used, and what it
// holds.
func grown(t *testing.T) (f *fixture, export []byte) {
	f = open(t)
	for range 300 {
		f.writes(anna, string(bytes.Repeat([]byte("a long story "), 200)))
		f.writes(bert, "short")
	}
	f.says(anna, store.AuthorHand, "I read it all")
	f.pass(50 * time.Hour)
	_, err := f.Retain(context.Background(), f.now.Add(-time.Hour))
	f.noErr(err)
	if spare := f.Spare(); spare < f.Size()/2 || spare > f.Size() {
		t.Errorf("%d of %d bytes are said to be empty", spare, f.Size())
	}
	var out bytes.Buffer
	_, err = f.Export(&out, store.FanID{})
	f.noErr(err)
	f.noErr(f.Close())
	return f, out.Bytes()
}

func TestCompactingKeepsEveryRecordAndGivesRoomBack(t *testing.T) {
	f, want := grown(t)
	before, after, err := store.Compact(f.path, testKey)
	f.noErr(err)
	if after >= before/2 {
		t.Errorf("%d bytes became %d", before, after)
	}
	wantMode(t, f.path, 0o600)
	if _, err := os.Stat(f.path + ".compact"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the new file is also beside the old one: %v", err)
	}
	f.Store = nil
	f.reopen()
	var got bytes.Buffer
	_, err = f.Export(&got, store.FanID{})
	f.noErr(err)
	if !bytes.Equal(got.Bytes(), want) {
		t.Error("an export says something else than before")
	}
	f.writes(anna, "numbers go on") // the check at the end finds one given twice
}

func TestCompactingAFileInUseIsRefused(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	_, _, err := store.Compact(f.path, testKey)
	if !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v, want ErrLocked", err)
	}
	f.writes(anna, "still here")
}

func TestCompactingWithAnotherKeyOrOfADamagedFileLeavesTheOldOne(t *testing.T) {
	f, _ := grown(t)
	before, err := os.ReadFile(f.path)
	f.noErr(err)
	if _, _, err := store.Compact(f.path, store.Key{9}); !errors.Is(err, store.ErrWrongKey) {
		t.Errorf("with another key got %v", err)
	}
	cut := f.path + ".cut"
	f.noErr(os.WriteFile(cut, before[:len(before)/2], 0o600))
	if _, _, err := store.Compact(cut, testKey); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("of a cut file got %v", err)
	}
	after, err := os.ReadFile(f.path)
	f.noErr(err)
	if !reflect.DeepEqual(before, after) {
		t.Error("the file has changed")
	}
	f.Store = nil
	f.reopen()
}

// What an attempt that was killed left behind is no data file and goes away.
func TestWhatAKilledAttemptLeftGoesWhenTheFileIsOpened(t *testing.T) {
	f, want := grown(t)
	f.noErr(os.WriteFile(f.path+".compact", []byte("half a file"), 0o600))
	f.Store = nil
	f.reopen()
	if _, err := os.Stat(f.path + ".compact"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
	var got bytes.Buffer
	_, err := f.Export(&got, store.FanID{})
	f.noErr(err)
	if !bytes.Equal(got.Bytes(), want) {
		t.Error("the file is not what it was")
	}
}

func TestCompactingALinkedFileLeavesTheLink(t *testing.T) {
	f, _ := grown(t)
	link := filepath.Join(t.TempDir(), "secretary.db")
	f.noErr(os.Symlink(f.path, link))
	before, after, err := store.Compact(link, testKey)
	f.noErr(err)
	info, err := os.Lstat(link)
	f.noErr(err)
	if info.Mode()&os.ModeSymlink == 0 || after >= before {
		t.Errorf("%d bytes became %d, and at the link's place is %v", before, after, info.Mode())
	}
	if real, err := os.Stat(f.path); err != nil || real.Size() != after {
		t.Errorf("the file itself: %v, %v", real, err)
	}
	f.Store = nil
	f.reopen()
}
