// Package setup asks a new creator for what the secretary needs, tries every
// answer at once, and writes config.yaml: the command `secretary init`.
package setup

import (
	"context"
	"errors"
	"io"
)

// Options of Run.
type Options struct {
	Path string    // where config.yaml goes
	In   io.Reader // answers; a token is not echoed if this is a terminal
	Out  io.Writer // questions
}

// Run asks and writes.
func Run(context.Context, Options) error { return errors.New("init: not there yet") }
