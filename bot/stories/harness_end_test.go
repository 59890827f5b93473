package stories_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"secretary/store"
)

// end stops the program and asks what every story must be able to answer.
func (s *story) end() {
	if s.bin != nil {
		s.stop()
	}
	s.nothingUnexpectedSent()
	s.nothingInLogs()
	s.nothingInTheClear()
	s.dataIsSound()
	if n := len(s.tg.Calls("getFile")); n != 0 {
		s.t.Errorf("%d files were asked for", n)
	}
	for _, v := range s.tg.Violations() {
		s.t.Errorf("Bot API: %s", v)
	}
	for _, v := range s.model.Violations() {
		s.t.Errorf("Ollama: %s", v)
	}
	if s.t.Failed() {
		s.t.Log(s.scene())
	}
	s.tg.Close()
	s.line.Close()
	s.model.Close()
}

// nothingUnexpectedSent: a fan gets what the story names, that often, and
// nothing else. This is the check for sends without approval, twice, or to the
// wrong chat.
func (s *story) nothingUnexpectedSent() {
	for _, f := range s.fans {
		got := map[string]int{}
		for _, m := range f.With(f.profile) {
			if m.ViaBot {
				got[m.Text]++
			}
		}
		for text, n := range got {
			if n != f.got[text] {
				s.t.Errorf("%s got %q %d times, the story names it %d times", f.User().FirstName, text, n, f.got[text])
			}
		}
		for _, m := range f.Chat() {
			if m.FromBot && !f.visited {
				s.t.Errorf("the bot wrote to %s as itself: %q", f.User().FirstName, m.Text)
			}
		}
	}
}

// nothingInLogs: ids and numbers only.
func (s *story) nothingInLogs() {
	_, secret, _ := strings.Cut(s.tg.Token(), ":")
	for _, p := range s.told {
		text := p.out.String()
		if strings.Contains(text, secret) {
			s.t.Error("the token is in the output")
		}
		for _, w := range s.fragments() {
			if strings.Contains(text, w) {
				s.t.Errorf("the output holds %q", w)
			}
		}
		for _, bad := range []string{"DATA RACE", "panic:", "goroutine 1 ["} {
			if strings.Contains(text, bad) {
				s.t.Errorf("the output holds %q:\n%s", bad, tail(text, 120))
			}
		}
	}
}

// nothingInTheClear: no fan's word, name or handle is readable in a file below
// the data directory, or in a copy of the data file.
func (s *story) nothingInTheClear() {
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || strings.HasSuffix(path, ".yaml") || strings.HasSuffix(path, ".md") {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, w := range s.fragments() {
			if strings.Contains(string(raw), w) {
				s.t.Errorf("%s holds %q in the clear", filepath.Base(path), w)
			}
		}
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}

// dataIsSound: every record and index in the data file agrees with the others,
// however the program ended.
func (s *story) dataIsSound() {
	path := s.path("data/secretary.db")
	if _, err := os.Stat(path); err != nil || s.spoiled {
		return // nothing was ever stored, or the story damaged it
	}
	key, err := store.LoadKey(s.path("data.key"), true)
	if err == nil {
		_, err = store.Inspect(context.Background(), path, key)
	}
	if err != nil {
		s.t.Errorf("the data file: %v", err)
	}
}

// fragments cuts everything said in this story into pieces that cannot stand
// in a log by chance: whole texts, and any three words in a row.
func (s *story) fragments() []string {
	said := append(append([]string{}, s.words...), s.model.said()...)
	var out []string
	for _, text := range said {
		words := strings.Fields(text)
		if len(words) <= 3 {
			if utf8.RuneCountInString(text) > 3 {
				out = append(out, text)
			}
			continue
		}
		for i := 0; i+3 <= len(words) && i < 40; i++ {
			out = append(out, strings.Join(words[i:i+3], " "))
		}
	}
	return out
}
