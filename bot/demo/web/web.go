package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
)

// Options of Run.
type Options struct {
	// Keep is a folder for configuration, persona file, key and data that stays
	// and can be used again. Empty: a temporary one, removed at the end.
	Keep string
	Port int       // on 127.0.0.1; 0 takes a free one
	Out  io.Writer // gets the address as its first line

	Executable  string // the program; run as "EXECUTABLE --config FILE run"
	OpenBrowser bool   // try to open a browser; that it cannot be done is no error

	// OllamaURL and Model say which model may draft. Empty: the environment
	// variables SECRETARY_OLLAMA_URL and SECRETARY_OLLAMA_MODEL, then the
	// defaults of the configuration.
	OllamaURL, Model string
}

// ErrNotOurs refuses a folder to keep that holds files the demo did not make.
var ErrNotOurs = errors.New("the folder holds files that were not made by the demo")

// Run shows the page until ctx ends, which is no error. It leaves no process
// and, unless Options.Keep is set, no file behind.
func Run(ctx context.Context, o Options) (err error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.Port)))
	if err != nil {
		return fmt.Errorf("listen for the demo page: %w", err)
	}
	defer listener.Close() //nolint:errcheck // closed by the server in the normal course
	w, err := open(ctx, o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	url := "http://" + listener.Addr().String() + "/"
	if _, err := fmt.Fprintln(o.Out, openThis(url)); err != nil {
		return fmt.Errorf("print the address: %w", err)
	}
	fmt.Fprintln(o.Out, w.drafter.label)
	if o.OpenBrowser {
		w.busy.Go(func() { openBrowser(ctx, url) })
	}
	return serve(ctx, w, listener)
}
