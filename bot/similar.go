package bot

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"secretary/bot/pace"
	"secretary/bot/past"
	"secretary/persona"
	"secretary/store"
)

// pastLoop reads what was learned before this run. Polling does not wait for
// it: drafts made meanwhile do with what is there.
func (b *Bot) pastLoop(ctx context.Context) {
	start := time.Now()
	n, err := b.readPast(ctx)
	if err != nil && ctx.Err() == nil {
		b.log.Error("cannot read what was learned; trying again", "err", err)
		return
	}
	if err == nil {
		b.log.Info("what was learned is ready", "pairs", n, "took", time.Since(start).Round(time.Millisecond).String())
		b.rest() // all fans were read
	}
	<-ctx.Done()
}

// readPast reads all pairs and fans, and gives back while it goes on what that takes: an archive read through at the
// start would make the program as large as itself for a while.
func (b *Bot) readPast(ctx context.Context) (int, error) {
	reading, read := context.WithCancel(ctx)
	var giving sync.WaitGroup
	giving.Go(func() {
		for pace.Sleep(reading, giveBackEvery) {
			if err := b.store.Rest(); err != nil {
				b.log.Warn("cannot give memory back", "err", err)
			}
			debug.FreeOSMemory()
		}
	})
	defer giving.Wait()
	defer read()
	return b.past.Load().Load(ctx)
}

// giveBackEvery is how often that happens; in that time some ten megabytes are read.
const giveBackEvery = 500 * time.Millisecond

// similar gives the creator's earlier answers to messages like those that wait.
func (b *Bot) similar(ctx context.Context, fan store.Fan, t talk) ([]persona.Example, error) {
	q := past.Question{Owner: fan.ID.Owner, Words: t.words, Now: b.now()}
	for _, turn := range t.request.History {
		if !turn.FromFan {
			q.Said = append(q.Said, turn.Text)
		}
	}
	return b.past.Load().Similar(ctx, q)
}

// Learned is what a draft for these words of a new fan would go by.
func (b *Bot) Learned(ctx context.Context, words string) (persona.Request, error) {
	r := b.rules.Request()
	s, err := b.store.Settings()
	if err != nil {
		return r, fmt.Errorf("read settings: %w", err)
	}
	r.Examples, err = b.past.Load().Similar(ctx, past.Question{Owner: s.Owner, Words: []string{words}, Now: b.now()})
	return r, err
}
