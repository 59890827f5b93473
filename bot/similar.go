package bot

import (
	"context"
	"fmt"
	"time"

	"secretary/bot/past"
	"secretary/persona"
	"secretary/store"
)

// pastLoop reads what was learned before this run. Polling does not wait for
// it: drafts made meanwhile do with what is there.
func (b *Bot) pastLoop(ctx context.Context) {
	start := time.Now()
	n, err := b.past.Load().Load(ctx)
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
	r := b.learned()
	s, err := b.store.Settings()
	if err != nil {
		return r, fmt.Errorf("read settings: %w", err)
	}
	r.Examples, err = b.past.Load().Similar(ctx, past.Question{Owner: s.Owner, Words: []string{words}, Now: b.now()})
	return r, err
}
