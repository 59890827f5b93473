package export_test

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"testing"
	"time"

	"filippo.io/age"

	"secretary/bot/export"
	"secretary/store"
)

func TestExportFitsOrIsRefusedAndOpensWithTheIdentityOnly(t *testing.T) {
	st, err := store.Open(filepath.Join(t.TempDir(), "data", "secretary.db"), store.Key{1}, store.Options{Now: func() time.Time { return time.Unix(1_700_000_000, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	anna := store.FanID{Owner: 1, Chat: 2}
	_, err = st.Apply([]store.Event{{Op: store.Arrived, Fan: anna, Message: store.Message{ID: 1, Author: store.AuthorFan, Kind: "text", Text: "the blue vase"}}})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := export.File(st, anna, nil, 1<<20)
	if err != nil || !bytes.Contains(whole, []byte("the blue vase")) {
		t.Fatalf("%q, %v", whole, err)
	}
	size := int64(len(whole))
	if same, err := export.File(st, anna, nil, size); err != nil || !bytes.Equal(same, whole) {
		t.Errorf("a file of just the size: %d bytes, %v", len(same), err)
	}
	for _, id := range []store.FanID{anna, {}} {
		if _, err := export.File(st, id, nil, size-1); !errors.Is(err, export.ErrTooLarge) {
			t.Errorf("one byte too many: %v", err)
		}
	}
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	locked, err := export.File(st, anna, key.Recipient(), 1<<20)
	if err != nil || bytes.Contains(locked, []byte("blue vase")) {
		t.Fatalf("encrypted: %v", err)
	}
	open, err := age.Decrypt(bytes.NewReader(locked), key)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(open); err != nil || !bytes.Equal(got, whole) {
		t.Errorf("opened: %q, %v", got, err)
	}
	if _, err := export.File(st, anna, key.Recipient(), size); !errors.Is(err, export.ErrTooLarge) {
		t.Errorf("encrypted, just too large: %v", err)
	}
}
