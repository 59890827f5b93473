package persona

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The file was settled long ago, as far as this test's clock knows: its stamp alone has to tell of a change.
func TestAnUnchangedFileIsNotReadAgainAndAChangedOneIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "persona.md")
	f := &file{path: path, clock: func() time.Time { return time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC) }}
	put(t, path, "Fan: a?\nMe: one")
	first := loaded(t, f)
	f.bytes = nil // whatever is read now would count as a change
	if stampOf(statOf(t, path)) != (stamp{}) && loaded(t, f) != first {
		t.Error("the file was read again")
	}
	for _, reply := range []string{"two", "six", "ten"} { // all as long
		for before := stampOf(statOf(t, path)); before != (stamp{}) && before == stampOf(statOf(t, path)); {
			put(t, path, "Fan: a?\nMe: "+reply) // until the system's clock went on
		}
		put(t, path, "Fan: a?\nMe: "+reply)
		old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
		if s := loaded(t, f); s.examples[0].reply != reply {
			t.Errorf("reply %q, want %q", s.examples[0].reply, reply)
		}
	}
}

func TestAStampIsNotTrustedForLong(t *testing.T) {
	path, now := filepath.Join(t.TempDir(), "persona.md"), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	f := &file{path: path, clock: func() time.Time { return now }}
	put(t, path, "Fan: a?\nMe: one")
	first := loaded(t, f)
	f.bytes = nil
	now = now.Add(2 * trusted)
	if loaded(t, f) == first {
		t.Error("the file was not read again")
	}
}

func loaded(t *testing.T, f *file) *sheet {
	t.Helper()
	s, err := f.load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func statOf(t *testing.T, path string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info
}
