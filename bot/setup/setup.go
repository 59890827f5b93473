// Package setup is the first conversation with a new creator: the command
// `secretary init`. It asks for what the secretary cannot guess, tries every
// answer at once, and writes config.yaml, and an example persona.md beside it.
//
// Nothing is written before everything has been answered, and a file that is
// there is never replaced without a yes. What may be answered is decided by
// package config alone, so that the written file always loads. The token is
// not echoed, printed or put into an error.
//
// All words for people are in words.go.
package setup

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"secretary/bot/config"
)

// Options of Run.
type Options struct {
	Path string    // where config.yaml goes; its folder must exist
	In   io.Reader // answers, one a line; the token is not echoed if this is a terminal
	Out  io.Writer // questions

	// APIURL is the Bot API server to ask about the token. Empty: the environment
	// variable SECRETARY_TELEGRAM_API_URL, then the configuration's default. One
	// that is not the default is written into the file.
	APIURL string
}

// answers is what the file is made of; empty fields stay at their defaults.
type answers struct {
	token    string
	apiURL   string
	username string // without @; empty: the token could not be tried
	ollama   string
	model    string
	name     string
	persona  string // path of persona.md to write; empty: none
}

// Run asks, tries the answers and writes. It writes nothing if it returns an
// error: when ctx or the input ends before the last answer, or when a file
// cannot be written.
func Run(ctx context.Context, o Options) error {
	path, err := place(o.Path)
	if err != nil {
		return err
	}
	t := &talk{in: o.In, out: o.Out}
	t.say(hello)
	_, err = os.Lstat(path)
	exists := err == nil
	if exists {
		yes, err := t.yes(ctx, replaceQuestion(o.Path), false)
		if err != nil {
			return err
		}
		if !yes {
			t.say(kept(o.Path))
			return nil
		}
	}
	a, err := interview(ctx, t, o, path)
	if err != nil {
		return err
	}
	if err := a.write(path, exists); err != nil {
		return err
	}
	t.say(written(o.Path, a.persona != "", filepath.Base(o.Path) == config.DefaultFile && filepath.Dir(o.Path) == "."))
	return nil
}

// place finds the file that path names, links followed, and makes sure before
// the first question that it can be written.
func place(path string) (string, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", path, err)
	}
	if real, err := filepath.EvalSymlinks(absolute); err == nil {
		absolute = real
	}
	if info, err := os.Stat(absolute); err == nil && !info.Mode().IsRegular() {
		return "", fmt.Errorf("write %s: it is there and is no file", path)
	}
	trial, err := os.CreateTemp(filepath.Dir(absolute), ".secretary-init-")
	if err != nil {
		return "", fmt.Errorf("write into the folder of %s: %w", path, err)
	}
	trial.Close()
	if err := os.Remove(trial.Name()); err != nil {
		return "", fmt.Errorf("write into the folder of %s: %w", path, err)
	}
	return absolute, nil
}
