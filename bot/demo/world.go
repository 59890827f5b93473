package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"secretary/bot"
	"secretary/bot/config"
	"secretary/bot/policy"
	"secretary/bot/sandbox"
	"secretary/bot/telegram"
	"secretary/persona"
	"secretary/store"
)

// world is the engine of the demo: a local Telegram with a creator and a fan in
// it, and the real bot with its store and persona. Close takes it down and
// removes its data.
type world struct {
	telegram *sandbox.Server
	creator  *sandbox.Person
	fan      *sandbox.Person
	drafter  drafter

	dir   string
	store *store.Store
	fail  context.CancelCauseFunc // ends the bot
	ended chan struct{}           // closed when the bot has ended
}

// open builds the world and starts the bot; the caller closes it. The context
// it returns ends with ctx, or when the bot ends by itself, with the reason as
// its cause.
func open(ctx context.Context, d drafter, p pace) (_ *world, alive context.Context, err error) {
	dir, err := os.MkdirTemp("", "secretary-demo-")
	if err != nil {
		return nil, nil, fmt.Errorf("make a folder for the demo: %w", err)
	}
	w := &world{dir: dir, drafter: d, ended: make(chan struct{})}
	alive, w.fail = context.WithCancelCause(ctx)
	defer func() {
		if err != nil {
			close(w.ended)
			err = errors.Join(err, w.Close())
		}
	}()
	if w.store, err = openStore(dir, p.quiet); err != nil {
		return nil, nil, err
	}
	file, err := personaFile(dir)
	if err != nil {
		return nil, nil, err
	}
	w.people()
	api := telegram.New(w.telegram.URL(), w.telegram.Token())
	b := bot.New(bot.Config{
		Owner: w.creator.ID(), Mode: policy.ModeApprove, Threshold: 0.7, Hold: p.hold, OpenCards: 5, Parallel: 1,
		Model: d.model, Drafter: d.config(file).Drafter, DataDir: dir, Fixed: fixed(),
	}, api, w.store, persona.New(d.config(file)), slog.New(slog.DiscardHandler), io.Discard)
	go func() {
		defer close(w.ended)
		defer api.Close()
		w.fail(b.Run(alive)) // nothing happens if the end was asked for
	}()
	return w, alive, nil
}

// fixed is what fans get in the default words.
func fixed() bot.Fixed {
	p := config.Default("").Persona
	return bot.Fixed{Name: exampleName, Disclosure: p.Disclosure, Human: p.Human, Privacy: p.Privacy}
}

// people connects the creator's profile, and lets a fan know about it.
func (w *world) people() {
	w.telegram = sandbox.New(sandbox.Options{Brisk: true, Strict: true, BotName: "Secretary", BotUsername: "mila_secretary_bot"})
	w.creator = w.telegram.Person(exampleName, sandbox.WithHandle("mila"), sandbox.WithLanguage("en"))
	w.fan = w.telegram.Person("Anna", sandbox.WithHandle("anna_w"), sandbox.WithLanguage("en"))
	w.creator.Start("")
	w.creator.Connect()
}

func openStore(dir string, quiet time.Duration) (*store.Store, error) {
	key, err := store.LoadKey(filepath.Join(dir, "data.key"), false)
	if err != nil {
		return nil, fmt.Errorf("make a key for the demo: %w", err)
	}
	st, err := store.Open(filepath.Join(dir, "data", "secretary.db"), key, store.Options{Quiet: quiet})
	if err != nil {
		return nil, fmt.Errorf("open a data file for the demo: %w", err)
	}
	return st, nil
}

// personaFile writes the example where the persona can read it; an empty dir is
// the system's temporary folder.
func personaFile(dir string) (string, error) {
	f, err := os.CreateTemp(dir, "persona-*.md")
	if err != nil {
		return "", fmt.Errorf("write the example persona: %w", err)
	}
	_, err = f.WriteString(example)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("write the example persona: %w", err)
	}
	return f.Name(), nil
}

// Close stops the bot, waits for it, and removes everything.
func (w *world) Close() error {
	w.fail(context.Canceled)
	<-w.ended
	var err error
	if w.store != nil {
		err = w.store.Close()
	}
	if w.telegram != nil {
		w.telegram.Close()
	}
	return errors.Join(err, os.RemoveAll(w.dir))
}

// because prefers the bot's own reason for ending over what followed from it.
func because(alive context.Context, err error) error {
	if cause := context.Cause(alive); cause != nil && !errors.Is(cause, context.Canceled) && !errors.Is(cause, context.DeadlineExceeded) {
		return fmt.Errorf("the bot ended: %w", cause)
	}
	return err
}

// until waits for something that can be seen in Telegram; the error names it.
func (w *world) until(ctx context.Context, what string, limit time.Duration, cond func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return w.telegram.Until(ctx, what, cond)
}

// card returns a message of the bot's chat as the creator sees it now; false if
// it is gone.
func (w *world) card(id int64) (sandbox.Message, bool) {
	return find(w.creator.Chat(), func(m sandbox.Message) bool { return m.ID == id })
}

// newest returns the creator's newest message in the bot's chat that fits.
func (w *world) newest(fits func(sandbox.Message) bool) (sandbox.Message, bool) {
	chat := w.creator.Chat()
	slices.Reverse(chat)
	return find(chat, fits)
}

func find(chat []sandbox.Message, fits func(sandbox.Message) bool) (sandbox.Message, bool) {
	if i := slices.IndexFunc(chat, fits); i >= 0 {
		return chat[i], true
	}
	return sandbox.Message{}, false
}
