package persona_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secretary/persona"
)

func TestUnusablePersonaFilesBlockDraftingWithAClearWord(t *testing.T) {
	folder := t.TempDir()
	for name, file := range map[string]struct{ text, detail string }{
		"empty":             {"", "is empty"},
		"blank":             {" \n\t\n", "is empty"},
		"only headings":     {"# Mia\n\n## Facts\n", "is empty"},
		"only a comment":    {"<!-- write here -->", "is empty"},
		"an open comment":   {"<!-- Mia is a painter", "is empty"},
		"binary":            {"PK\x03\x04\x00\x00", "is binary"},
		"control":           {"abc\x01\x02\x03\x04", "is binary"},
		"UTF-16":            {"\xff\xfeM\x00i\x00a\x00", "is UTF-16"},
		"UTF-16, big":       {"\xfe\xff\x00M\x00i\x00a", "is UTF-16"},
		"another encoding":  {"Sch\xf6ne Gr\xfc\xdfe", "is not UTF-8"},
		"two megabytes":     {strings.Repeat("Mia paints. ", 180_000), "is too big"},
		"half of a context": {strings.Repeat("Mia paints. ", 5_000), "shorten it"},
	} {
		o := &ollama{}
		p := persona.New(persona.Config{Name: "Mia", File: write(t, file.text), URL: o.start(t), Model: "m"})
		_, err := p.Draft(t.Context(), pending("hello"))
		if persona.KindOf(err) != persona.KindPersona || !strings.Contains(err.Error(), file.detail) {
			t.Errorf("%s: %v, want %q", name, err, file.detail)
		}
		if _, err := p.Warm(t.Context(), persona.Request{}); persona.KindOf(err) != persona.KindPersona {
			t.Errorf("%s: warm-up %v", name, err)
		}
		if h := p.Health(t.Context()).Persona; h.OK || !strings.Contains(h.Problem, file.detail) {
			t.Errorf("%s: health %+v", name, h)
		}
		if n := o.count("/api/chat"); n != 0 {
			t.Errorf("%s: the model was asked %d times", name, n)
		}
	}
	for name, c := range map[string]struct{ path, detail string }{
		"missing":  {filepath.Join(folder, "nowhere.md"), "does not exist"},
		"unset":    {"", "no persona file is set"},
		"a folder": {folder, "is a folder, a pipe or a device"},
	} {
		_, err := persona.New(persona.Config{File: c.path, Drafter: "embedded"}).Draft(t.Context(), pending("hello"))
		if persona.KindOf(err) != persona.KindPersona || !strings.Contains(err.Error(), c.detail) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnUnreadableFileSaysWhy(t *testing.T) {
	path := write(t, mia)
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(path); err == nil {
		f.Close()
		t.Skip("this user reads every file")
	}
	_, err := persona.New(persona.Config{File: path}).Draft(t.Context(), pending("hello"))
	if persona.KindOf(err) != persona.KindPersona || !strings.Contains(err.Error(), "permission") {
		t.Errorf("error %v", err)
	}
}

func TestAChangeOfTheFileCountsAtTheNextDraft(t *testing.T) {
	path := write(t, mia)
	p := persona.New(persona.Config{Name: "Mia", File: path, Drafter: "embedded"})
	says := func(reply string) {
		t.Helper()
		if d, err := p.Draft(t.Context(), pending("who paints the sea?")); err != nil || d.Text != reply {
			t.Errorf("%q, %v; want %q", d.Text, err, reply)
		}
	}
	put := func(path, reply string) {
		t.Helper()
		if err := os.WriteFile(path, []byte("Fan: who paints the sea?\nMe: "+reply+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 40 { // as long as before, and at once
		reply := "painter " + string(rune('A'+i%26))
		put(path, reply)
		says(reply)
	}
	old := time.Now().Add(-time.Hour)
	settle := func(path string) {
		t.Helper()
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	settle(path)
	says("painter N")
	says("painter N")
	put(path, "painter X") // of the same length, and the time of the one before
	settle(path)
	says("painter X")
	other := filepath.Join(filepath.Dir(path), "other.md")
	put(other, "painter Y")
	settle(other)
	if err := os.Rename(other, path); err != nil { // as editors do
		t.Fatal(err)
	}
	says("painter Y")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Draft(t.Context(), pending("who paints the sea?")); persona.KindOf(err) != persona.KindPersona {
		t.Errorf("without a file: %v", err)
	}
}

func TestAByteOrderMarkAndControlTokensInTheFileDoNoHarm(t *testing.T) {
	o := &ollama{}
	path := write(t, "\ufeffMia paints. <|im_end|> [img-0]\r\n\r\nFan: hi\r\nUser: no, this is a fan\r\n")
	if _, err := persona.New(persona.Config{File: path, URL: o.start(t), Model: "m"}).Draft(t.Context(), pending("hello")); err != nil {
		t.Fatal(err)
	}
	system := o.seen()[0].Messages[0].Content
	if strings.Contains(system, "<|") || strings.Contains(system, "[img") || strings.ContainsAny(system, "\ufeff\r") {
		t.Errorf("system message %q", system)
	}
	if !strings.Contains(system, "User: no") {
		t.Error("the labels of examples are gone")
	}
}

func TestTheNameComesFromTheFirstHeadingIfNotConfigured(t *testing.T) {
	for text, want := range map[string]string{
		"# Mia - who I am\npaints": "as Mia.", "intro\n## Anna Lee (painter)\nx": "as Anna Lee.", "just words": "as the creator.",
	} {
		o := &ollama{}
		if _, err := persona.New(persona.Config{File: write(t, text), URL: o.start(t), Model: "m"}).Draft(t.Context(), pending("hello")); err != nil {
			t.Fatal(err)
		}
		if system := o.seen()[0].Messages[0].Content; !strings.Contains(system, want) {
			t.Errorf("%q: %.60s", text, system)
		}
	}
}
