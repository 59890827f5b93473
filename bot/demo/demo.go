// Package demo shows the whole secretary to somebody who has neither a token
// nor a model, in a terminal: `secretary demo --terminal` and `--yes`.
//
// Nothing is simulated but Telegram itself: the real bot, store and persona
// work against the sandbox on a loopback port, with a data file in a temporary
// folder that is removed afterwards. The package has three parts:
//
//   - world: sandbox, people, bot, store and persona as one value;
//   - play: five scenes between a fan and a creator, told to that world, with
//     the creator's hand either a script or the reader at the keyboard;
//   - screen: how the two phones look in a terminal.
//
// The example persona (Persona) is also the page's.
//
// All words for people are in words.go.
package demo

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

// Options of Run.
type Options struct {
	Yes bool      // play unattended, whatever In is
	In  io.Reader // the reader's keys; anything but a terminal means unattended
	Out io.Writer // the screen

	// OllamaURL and Model say which model may draft. Empty: the environment
	// variables SECRETARY_OLLAMA_URL and SECRETARY_OLLAMA_MODEL, then the
	// defaults of the configuration.
	OllamaURL, Model string
}

// wholePlay bounds the unattended play; it takes a few seconds.
const wholePlay = 19 * time.Second

// Run plays the five scenes and returns nil when all of them came to their end,
// or when the reader quits. The error of an unattended play says what did not
// happen within its time.
func Run(ctx context.Context, o Options) error {
	// A terminal window that is closed, or a pipe to a program that ended, must not
	// keep the temporary folder from being removed.
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGHUP, syscall.SIGPIPE)
	defer stop()
	in, isFile := o.In.(*os.File)
	out, isScreen := o.Out.(*os.File)
	if o.Yes || !isFile || !isScreen || !term.IsTerminal(int(in.Fd())) || !term.IsTerminal(int(out.Fd())) {
		ctx, cancel := context.WithTimeout(ctx, wholePlay)
		defer cancel()
		return run(ctx, o, newScreen(o.Out, isScreen && colourful(out)), script{}, unattended)
	}
	keys, err := openTerminal(in, out)
	if err != nil {
		return err
	}
	defer keys.close()
	s := newScreen(crlf{out}, colourful(out))
	err = run(ctx, o, s, &reader{keys: keys, screen: s}, attended)
	if errors.Is(err, errQuit) || ctx.Err() != nil {
		s.note(goodbye)
		return nil
	}
	return err
}

// colourful says whether a screen takes colours (no-color.org).
func colourful(f *os.File) bool {
	return term.IsTerminal(int(f.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// run opens the world, plays, and takes everything down again.
func run(ctx context.Context, o Options, s *screen, h hand, pace pace) (err error) {
	s.title()
	d := chooseDrafter(ctx, o, pace.trial)
	s.note(d.label)
	w, alive, err := open(ctx, d, pace)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	p := &play{world: w, screen: s, hand: h, pace: pace}
	if err := p.all(alive); err != nil {
		return because(alive, err)
	}
	s.end()
	return nil
}
