package store_test

import (
	"compress/gzip"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"secretary/store"
)

func version(b *bolt.Tx) uint64 {
	return binary.BigEndian.Uint64(b.Bucket([]byte("meta")).Get([]byte("version")))
}

func TestNewerFileIsRefused(t *testing.T) {
	f := open(t)
	f.noErr(f.Spoil(func(b *bolt.Tx) error {
		return b.Bucket([]byte("meta")).Put([]byte("version"), []byte{0, 0, 0, 0, 0, 0, 0, 99})
	}))
	f.noErr(f.Close())
	_, err := store.Open(f.path, testKey, store.Options{})
	if !errors.Is(err, store.ErrNewer) {
		t.Errorf("got %v, want ErrNewer", err)
	}
	// newer is newer, whatever its key: the way out is the newer program
	_, err = store.Open(f.path, store.Key{9}, store.Options{})
	if !errors.Is(err, store.ErrNewer) {
		t.Errorf("with another key got %v, want ErrNewer", err)
	}
	f.Store, err = store.OpenWith(f.path, testKey, store.Options{}, make([]func(*bolt.Tx) error, 99-store.Version)...)
	f.noErr(err)
}

func TestMigrationCopiesTheFileFirst(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	f.noErr(f.Close())
	steps, now := 0, uint64(store.Version)
	before := fmt.Sprintf("%s.v%d", f.path, now)
	step := func(want uint64) func(*bolt.Tx) error {
		return func(b *bolt.Tx) error {
			if steps++; version(b) != want {
				t.Errorf("step %d begins at version %d, want %d", steps, version(b), want)
			}
			if _, err := os.Stat(before); err != nil {
				t.Errorf("no copy before the first step: %v", err)
			}
			_, err := b.CreateBucketIfNotExists([]byte("new"))
			return err
		}
	}
	migrated, err := store.OpenWith(f.path, testKey, store.Options{}, step(now), step(now+1))
	f.noErr(err)
	f.noErr(migrated.Spoil(func(b *bolt.Tx) error {
		if version(b) != now+2 {
			t.Errorf("version is %d after two steps, want %d", version(b), now+2)
		}
		return nil
	}))
	f.noErr(migrated.Close())
	if steps != 2 {
		t.Errorf("%d steps ran, want 2", steps)
	}
	wantMode(t, before, 0o600)
	if _, err := store.Open(f.path, testKey, store.Options{}); !errors.Is(err, store.ErrNewer) {
		t.Errorf("the old program opens the migrated file: %v", err)
	}
	f.noErr(os.Rename(before, f.path)) // the way back
	f.Store = nil
	f.reopen()
	if fan := f.fan(anna); fan.Waiting != 1 {
		t.Errorf("the copy lacks the message: %+v", fan)
	}
}

func TestMigrationThatFailsLeavesTheFileAsItWas(t *testing.T) {
	f := open(t)
	f.noErr(f.Close())
	broken := errors.New("cannot do it")
	_, err := store.OpenWith(f.path, testKey, store.Options{}, func(b *bolt.Tx) error {
		_, err := b.CreateBucket([]byte("half"))
		return errors.Join(err, broken)
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the step's error", err)
	}
	f.Store = nil
	f.reopen()
	f.noErr(f.Spoil(func(b *bolt.Tx) error {
		if version(b) != uint64(store.Version) || b.Bucket([]byte("half")) != nil {
			t.Errorf("version %d, half bucket %v", version(b), b.Bucket([]byte("half")))
		}
		return nil
	}))
}

func TestWrongKeyIsRefusedBeforeAnyMigration(t *testing.T) {
	f := open(t)
	f.noErr(f.Close())
	_, err := store.OpenWith(f.path, store.Key{9}, store.Options{}, func(*bolt.Tx) error {
		t.Error("a step ran with the wrong key")
		return nil
	})
	if !errors.Is(err, store.ErrWrongKey) {
		t.Errorf("got %v, want ErrWrongKey", err)
	}
	if _, err := os.Stat(fmt.Sprintf("%s.v%d", f.path, store.Version)); err == nil {
		t.Error("a copy was made with the wrong key")
	}
	f.Store = nil
	f.reopen()
}

var write = flag.Bool("write", false, "write testdata/v1.db.gz anew; only ever before version 1 is released")

// TestFileOfVersion1Opens reads bytes that version 1 wrote and that no later
// program may fail to read.
func TestFileOfVersion1Opens(t *testing.T) {
	const literal = "testdata/v1.db.gz"
	if *write {
		writeVersion1(t, literal)
	}
	path := filepath.Join(t.TempDir(), "v1.db")
	unzip(t, literal, path)
	s, err := store.Open(path, testKey, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if problems := s.Check(); len(problems) > 0 {
		t.Errorf("not sound: %v", problems)
	}
	stats, err := s.Stats()
	if err != nil || stats.Fans != 2 || stats.Messages != 5 || stats.Pending != 1 || stats.Waiting != 1 {
		t.Errorf("stats %+v (%v)", stats, err)
	}
	history, err := s.History(anna, 0, 0)
	if err != nil || len(history) != 3 || history[0].Text != "hello" || history[1].Text != "hi Anna" {
		t.Errorf("history %+v (%v)", history, err)
	}
	open, err := s.Open()
	if err != nil || len(open) != 1 || open[0].Text != "yes, on Monday" || open[0].Card.Messages[1] != 501 {
		t.Errorf("open drafts %+v (%v)", open, err)
	}
	settings, err := s.Settings()
	if err != nil || settings.BotName != "secretary_bot" || settings.Told["mode"] != "approve" {
		t.Errorf("settings %+v (%v)", settings, err)
	}
	if c, err := s.Current(owner); err != nil || !c.Can(store.CanReply) {
		t.Errorf("connection %+v (%v)", c, err)
	}
}

func writeVersion1(t *testing.T, path string) {
	f := open(t)
	_, err := f.UpdateSettings(func(s *store.Settings) error {
		s.BotID, s.BotName, s.Owner = 42, "secretary_bot", owner
		s.Told["mode"] = "approve"
		return nil
	})
	f.noErr(err)
	_, err = f.Append([]store.Update{{ID: 1, Kind: "business_message", Chat: anna.Chat, Raw: []byte(`{"update_id":1}`)}}, 2)
	f.noErr(err)
	f.writes(anna, "hello")
	_, row := f.sending(anna, "hi Anna")
	f.next++
	f.noErr(f.Sent(row.ID, f.next, f.now))
	f.writes(anna, "are you there on Monday?")
	d := f.offers(anna, store.Offer{Text: "yes, on Monday", Confidence: 0.8, Known: true})
	f.noErr(f.CardShown(d.ID, []int64{500, 501}, "hash", d.Look()))
	f.writes(bert, "photo?")
	f.says(bert, store.AuthorHand, "by hand")
	f.deletes(bert, f.next)
	_, err = f.Notify(store.Notice{Key: "connected", Text: "Connected."})
	f.noErr(err)
	file, err := os.Create(path)
	f.noErr(err)
	zip, err := gzip.NewWriterLevel(file, gzip.BestCompression)
	f.noErr(err)
	_, err = f.Backup(zip)
	f.noErr(errors.Join(err, zip.Close(), file.Close()))
}

func unzip(t *testing.T, from, to string) {
	t.Helper()
	file, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	zip, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(zip)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
