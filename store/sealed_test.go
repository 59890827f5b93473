package store_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"secretary/store"
)

// TestNoWordOfAFanIsReadableInTheFileOrABackup fills every kind of record with
// words of a fan and looks for them, also after they were deleted or replaced.
func TestNoWordOfAFanIsReadableInTheFileOrABackup(t *testing.T) {
	f := open(t)
	words := []string{
		"Zwiebelkuchen", "Annabelle", "annabelle_handle", "rutabaga", "pumpernickel", "quincunx", "gallimaufry", "kerfuffle",
		"bumbershoot", "business_message", "Creator", "connected:Annabelle", "shorter-please", "overmorrow", "secretconn",
		"taradiddle", "collywobbles", "lollygag",
	}
	f.appends(2, store.Update{ID: 1, Kind: words[9], Chat: anna.Chat, Raw: []byte(`{"text":"` + words[0] + `"}`)})
	f.noErr(f.Park(1, words[0]))
	message := store.Message{ID: 1, Author: store.AuthorFan, Date: f.now, Kind: "photo", Text: words[3], Note: words[4], Quote: words[5]}
	f.apply(store.Event{Fan: anna, Name: words[1], Handle: words[2], Language: "xx", Message: message})
	message.Text = words[0]
	f.apply(store.Event{Op: store.Edited, Fan: anna, Message: message})
	f.connect(words[14], true, store.CanReply)
	d := f.offers(anna, store.Offer{Text: words[6], Why: []string{words[7]}, Problem: words[8], Model: words[4]})
	_, err := f.Again(d.ID, d.Try, words[12])
	f.noErr(err)
	_, err = f.Approve(store.Approval{Draft: d.ID, Text: words[13]})
	f.noErr(err)
	f.noErr(f.Fail(f.claims()[0].ID, words[7], words[8]))
	_, err = f.Notify(store.Notice{Key: words[11], Text: words[0]})
	f.noErr(err)
	_, err = f.UpdateSettings(func(s *store.Settings) error { s.OwnerName = words[10]; s.Told[words[11]] = words[1]; return nil })
	f.noErr(err)
	f.remember(anna, func(m *store.Memory) {
		m.Facts, m.Summary = []store.Fact{{Key: "pet", Value: words[15], Message: 1}}, words[16]
		m.Promises = []store.Promise{{Text: words[17], Due: f.now.Add(day), Remind: f.now.Add(day)}}
	})
	f.deletes(anna, 1)

	var backup bytes.Buffer
	_, err = f.Backup(&backup)
	f.noErr(err)
	file, err := os.ReadFile(f.path)
	f.noErr(err)
	for name, content := range map[string][]byte{"file": file, "backup": backup.Bytes()} {
		for _, word := range words {
			if bytes.Contains(content, []byte(word)) {
				t.Errorf("%q is readable in the %s", word, name)
			}
		}
		if !bytes.Contains(content, []byte("drafts")) {
			t.Errorf("the %s does not even hold the names of the buckets: the test looks at the wrong bytes", name)
		}
		if bytes.Contains(content, testKey[:]) {
			t.Errorf("the key is in the %s", name)
		}
	}
}

// TestValueMovedToAnotherKeyDoesNotOpen: whoever can write to the file but has
// no key must not be able to put one fan's words in another fan's mouth.
func TestValueMovedToAnotherKeyDoesNotOpen(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	f.writes(bert, "hello")
	f.noErr(f.Spoil(func(b *bolt.Tx) error {
		fans := b.Bucket([]byte("fans"))
		first, value := fans.Cursor().First()
		last, _ := fans.Cursor().Last()
		if bytes.Equal(first, last) {
			t.Fatal("one fan only")
		}
		return fans.Put(last, bytes.Clone(value))
	}))
	_, err := f.Fan(bert)
	if !errors.Is(err, store.ErrDamaged) || strings.Contains(err.Error(), "hello") {
		t.Errorf("got %v, want ErrDamaged", err)
	}
	if problems := f.Check(); len(problems) == 0 {
		t.Error("check does not notice")
	}
	f.noErr(f.Spoil(func(b *bolt.Tx) error { // leave it sound: the cleanup checks
		for _, name := range []string{"fans", "message_blocks", "fans_waiting", "fans_due", "fans_unanswered", "stats"} {
			if err := b.DeleteBucket([]byte(name)); err != nil {
				return err
			}
			if _, err := b.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestSameValueIsSealedDifferentlyEachTime(t *testing.T) {
	f := open(t)
	read := func() (value []byte) {
		f.noErr(f.Spoil(func(b *bolt.Tx) error {
			value = bytes.Clone(b.Bucket([]byte("offset")).Get([]byte{0}))
			return nil
		}))
		return value
	}
	f.appends(5)
	first := read()
	f.appends(6)
	f.appends(5)
	second := read()
	if len(first) == 0 || first[0] != 1 || bytes.Equal(first, second) || bytes.Equal(first[1:25], second[1:25]) {
		t.Error("a nonce was used twice, or there is no version byte")
	}
}

// TestCheckNoticesWhatDoesNotAgree spoils one thing at a time.
func TestCheckNoticesWhatDoesNotAgree(t *testing.T) {
	lost := func(bucket string) func(*bolt.Tx) error {
		return func(b *bolt.Tx) error {
			key, _ := b.Bucket([]byte(bucket)).Cursor().First()
			if key == nil {
				return errors.New(bucket + " is empty")
			}
			return b.Bucket([]byte(bucket)).Delete(key)
		}
	}
	for _, bucket := range []string{
		"stats", "inbox", "inbox_by_update", "inbox_pending", "fans", "message_blocks", "fans_unanswered", "fans_waiting",
		"fans_due", "drafts", "drafts_open", "drafts_holding", "drafts_window", "cards_dirty", "cards_asking",
		"cards_by_message", "cards_unshown", "outbox", "outbox_queue", "outbox_flight", "connections", "parked",
	} {
		t.Run(bucket, func(t *testing.T) {
			f := open(t)
			everything(f)
			f.check()
			before := new(bytes.Buffer)
			_, err := f.Backup(before)
			f.noErr(err)
			f.noErr(f.Spoil(lost(bucket)))
			if problems := f.Check(); len(problems) == 0 {
				t.Errorf("check does not notice a key lost from %s", bucket)
			}
			f.noErr(f.Close())
			f.noErr(os.WriteFile(f.path, before.Bytes(), 0o600))
			f.Store = nil
			f.reopen()
		})
	}
}

// everything puts something into every bucket.
func everything(f *fixture) {
	f.appends(3, update(1, "a"), update(2, "b"))
	f.noErr(f.Park(2, "bad"))
	chat := int64(0)
	fan := func() store.FanID {
		chat++
		id := store.FanID{Owner: owner, Chat: chat}
		f.writes(id, "hello")
		return id
	}
	f.sending(fan(), "being sent")
	shown := f.offers(fan(), store.Offer{Text: "shown"})
	f.noErr(f.CardShown(shown.ID, []int64{5}, "", shown.Look()))
	f.offers(fan(), store.Offer{Text: "not shown"})
	f.offers(fan(), store.Offer{Text: "holding", Hold: true})
	f.approves(f.offers(fan(), store.Offer{Text: "queued"}))
	fan()
}
