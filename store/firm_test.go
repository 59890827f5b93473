package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"secretary/store"
)

func TestAFileThatWasPutAsideIsWrittenNoMoreAndCanStillBeCopied(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"deleted": os.Remove,
		"replaced": func(path string) error {
			return errors.Join(os.Rename(path, path+".aside"), os.WriteFile(path, []byte("another"), 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "secretary.db")
			s, err := store.Open(path, testKey, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close() //nolint:errcheck // its file is gone
			if _, err := s.Append([]store.Update{{ID: 1, Kind: "message", Raw: []byte(`{"update_id":1}`)}}, 2); err != nil {
				t.Fatal(err)
			}
			if err := spoil(path); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Append([]store.Update{{ID: 2, Kind: "message", Raw: []byte(`{"update_id":2}`)}}, 3); !errors.Is(err, store.ErrGone) {
				t.Errorf("a message was acknowledged into a file nobody finds again: %v", err)
			}
			saved, err := os.Create(filepath.Join(t.TempDir(), "saved.db"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Backup(saved); err != nil {
				t.Fatal(err)
			}
			if err := saved.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := store.Open(saved.Name(), testKey, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close() //nolint:errcheck // only read
			if next, err := again.Offset(); err != nil || next != 2 {
				t.Errorf("the copy goes on at %d, %v, want 2", next, err)
			}
		})
	}
}

func TestAClaimThatMayHaveFailedIsTakenBack(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	d := f.offers(anna, store.Offer{Text: "hello anna"})
	if _, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try}); err != nil {
		t.Fatal(err)
	}
	first, _, err := f.Claim(10, 10, 0)
	f.noErr(err)
	if n, err := f.Unclaim(); n != 1 || err != nil {
		t.Fatalf("%d claims taken back, %v", n, err)
	}
	again, _, err := f.Claim(10, 10, 0)
	f.noErr(err)
	if len(first) != 1 || len(again) != 1 || again[0].ID != first[0].ID || again[0].Attempts != 1 {
		t.Errorf("claimed %+v, then %+v", first, again)
	}
}
