package store_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"secretary/store"
)

// version5 is a copy of a file that version 5 wrote, and the records that it
// exported then.
func version5(t *testing.T) (path string, records []string) {
	t.Helper()
	dir := t.TempDir()
	path = filepath.Join(dir, "secretary.db")
	unzip(t, "testdata/v5.db.gz", path)
	unzip(t, "testdata/v5.jsonl.gz", filepath.Join(dir, "export"))
	lines, err := os.ReadFile(filepath.Join(dir, "export"))
	if err != nil {
		t.Fatal(err)
	}
	return path, recordsOf(t, lines)
}

// recordsOf is what stands in the lines of an export, but for its time.
func recordsOf(t *testing.T, lines []byte) (records []string) {
	t.Helper()
	scan := bufio.NewScanner(bytes.NewReader(lines))
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		var l struct {
			Kind   string
			Record json.RawMessage
		}
		if err := json.Unmarshal(scan.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		records = append(records, l.Kind+" "+string(l.Record))
	}
	return records
}

// wantExport opens a file with this version and holds an export against records.
func wantExport(t *testing.T, path string, want []string) {
	t.Helper()
	s, err := store.Open(path, testKey, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if problems := s.Check(); len(problems) > 0 {
		t.Errorf("not sound: %v", problems)
	}
	var out bytes.Buffer
	if _, err := s.Export(&out, store.FanID{}); err != nil {
		t.Fatal(err)
	}
	got, want := slices.Sorted(slices.Values(recordsOf(t, out.Bytes()))), slices.Sorted(slices.Values(want)) // the order of kinds is not the file's
	if len(got) != len(want) {
		t.Fatalf("%d records became %d", len(want), len(got))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("record %d was\n%s\nand is\n%s", i, want[i], got[i])
		}
	}
}

func TestFileOfVersion5IsTheSameInBlocks(t *testing.T) {
	path, records := version5(t)
	wantExport(t, path, records)
	if _, err := os.Stat(path + ".v5"); err != nil {
		t.Errorf("no copy of the file as it was: %v", err)
	}
}

// A migration that was killed left blocks behind, and then the version before was
// used once more: what it changed counts.
func TestMigrationThatWasKilledBeginsAnew(t *testing.T) {
	path, records := version5(t)
	err := store.HalfMoved(path, testKey, func(b *bolt.Tx) error {
		key, _ := b.Bucket([]byte("pairs")).Cursor().Last()
		last := bytes.Clone(key)
		if err := b.Bucket([]byte("pairs")).Delete(last); err != nil {
			return err
		}
		index := b.Bucket([]byte("pairs_by_fan")).Cursor()
		for key, _ := index.First(); key != nil; key, _ = index.Next() {
			if bytes.HasSuffix(key, last) {
				return index.Delete()
			}
		}
		t.Error("the pair stands in no index")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wantExport(t, path, slices.DeleteFunc(records, func(r string) bool { return strings.HasPrefix(r, `pair {"Seq":19,`) }))
}
