// Package demo plays the whole secretary against a local Telegram: the command
// `secretary demo`.
package demo

import (
	"context"
	"errors"
	"io"
)

// Options of Run.
type Options struct {
	Yes       bool      // play unattended
	In        io.Reader // keys
	Out       io.Writer // the screen
	OllamaURL string
	Model     string
}

// Run plays.
func Run(context.Context, Options) error { return errors.New("demo: not there yet") }
