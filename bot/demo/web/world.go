package web

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"secretary/bot/sandbox"
)

// world is everything behind the page: a local Telegram with people in it, the
// secretary as a child process, and what the page shows beyond the chats.
type world struct {
	telegram *sandbox.Server
	creator  *sandbox.Person
	drafter  drafter
	folder   *folder
	program  string
	alive    context.Context // ends with Close, or with the caller's context
	end      context.CancelFunc
	busy     sync.WaitGroup // every goroutine of this world

	running sync.Mutex // held while the child is started or ended
	child   *child     // nil: none was started

	staging sync.Mutex // held while a scene is started or ended
	act     *act       // the scene that is being played; nil: none

	mu       sync.Mutex // guards all that follows
	seq      uint64
	changed  chan struct{} // closed and replaced at every change
	fans     []*sandbox.Person
	blocked  map[int64]bool
	typing   map[int64]time.Time // fan: until when "typing" is shown
	notes    map[int64]string    // message: what came beside words, like "0:07"
	steps    []Step
	trace    trace
	switches Switches
	soon     time.Time // when the window of the switch windowSoon closes
	faults   map[string]*fault
	process  Process
	scene    Scene
	toast    Toast
}

// open builds the world and starts the secretary in it; the caller closes it.
func open(ctx context.Context, o Options) (_ *world, err error) {
	w := &world{program: o.Executable, changed: make(chan struct{}), blocked: map[int64]bool{}, typing: map[int64]time.Time{},
		notes: map[int64]string{}, trace: newTrace(), faults: map[string]*fault{}, scene: before(0)}
	w.alive, w.end = context.WithCancel(ctx)
	defer func() {
		if err != nil {
			err = errors.Join(err, w.Close())
		}
	}()
	if w.folder, err = openFolder(o.Keep); err != nil {
		return nil, err
	}
	if w.drafter, err = chooseDrafter(ctx, o); err != nil {
		return nil, err
	}
	w.people()
	events, cancel := w.telegram.Subscribe()
	w.busy.Go(func() { defer cancel(); w.watch(events) })
	if err := w.folder.write(w.telegram, w.creator.ID(), w.drafter); err != nil {
		return nil, err
	}
	if err := w.start(); err != nil {
		return nil, err
	}
	return w, nil
}

// people connects the creator's profile, and lets two fans know about it.
func (w *world) people() {
	w.telegram = sandbox.New(sandbox.Options{Brisk: true, Strict: true, BotName: botName, BotUsername: "mila_secretary_bot",
		FirstUpdateID: w.folder.firstUpdate(), FirstMessageID: w.folder.firstMessage()})
	w.creator = w.telegram.Person(creatorName, sandbox.WithHandle("mila"), sandbox.WithLanguage("en"), w.folder.box(0))
	w.addFan(fanName, "anna_k", "en")
	w.addFan("João", "joao_p", "pt")
	w.creator.Start("")
	w.creator.Connect()
}

// addFan adds somebody who may write to the creator.
func (w *world) addFan(name, handle, language string) *sandbox.Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	fan := w.telegram.Person(name, sandbox.WithHandle(handle), sandbox.WithLanguage(language), w.folder.box(len(w.fans)+1))
	w.fans = append(w.fans, fan)
	w.touch()
	return fan
}

// fan finds a fan; nil for none.
func (w *world) fan(id int64) *sandbox.Person {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.fanLocked(id)
}

func (w *world) fanLocked(id int64) *sandbox.Person {
	for _, f := range w.fans {
		if f.ID() == id {
			return f
		}
	}
	return nil
}

// touch tells the page that something is new; w.mu is held.
func (w *world) touch() {
	w.seq++
	close(w.changed)
	w.changed = make(chan struct{})
}

// change does something to the state and tells the page.
func (w *world) change(do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	do()
	w.touch()
}

// watch follows what happens in Telegram until the world ends.
func (w *world) watch(events <-chan sandbox.Event) {
	for {
		select {
		case <-w.alive.Done():
			return
		case e, ok := <-events:
			if !ok {
				return
			}
			w.happened(e)
		case <-w.nextExpiry():
			w.expire(time.Now())
		}
	}
}

// nextExpiry fires when something that is shown has run out; nil for nothing.
func (w *world) nextExpiry() <-chan time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := w.soon
	for _, until := range w.typing {
		if next.IsZero() || until.Before(next) {
			next = until
		}
	}
	if next.IsZero() {
		return nil
	}
	return time.After(time.Until(next))
}

func (w *world) expire(now time.Time) {
	w.change(func() {
		for fan, until := range w.typing {
			if !until.After(now) {
				delete(w.typing, fan)
			}
		}
		if !w.soon.IsZero() && !w.soon.After(now) {
			w.soon, w.switches.WindowSoon = time.Time{}, false
		}
	})
}

// Close ends the scene, the secretary and Telegram, and removes what is not to
// be kept.
func (w *world) Close() error {
	w.end()
	w.leave()
	err := w.stop()
	if w.telegram != nil {
		w.telegram.Close()
	}
	w.busy.Wait()
	w.drafter.close()
	if w.folder != nil {
		err = errors.Join(err, w.folder.close())
	}
	if err != nil {
		return fmt.Errorf("end the demo: %w", err)
	}
	return nil
}
