package main

import (
	"context"
	"time"

	"secretary/bot/load/rig"
)

const (
	slowFans = 1000
	slowAsks = 20
)

func init() {
	register("slow", "a model that takes 2 s for a draft, one at a time, and 1,000 fans who wait: how the creator is served meanwhile", slow)
}

// slow asks for the list of those who wait, again and again, while the model is
// busy for half an hour to come.
func slow(ctx context.Context, b *bench) error {
	w, p, end, err := crowd(ctx, b, slowFans, map[string]any{"reply.quiet_period": "0s", "telegram.rate": 0, "persona.disclosure": "false"})
	if err != nil {
		return err
	}
	defer end()
	calm := ask(ctx, w)
	w.Model.Delay.Store(int64(2 * time.Second))
	write(ctx, w, w.Fans, slowFans)
	if _, err := p.Took(ctx, slowFans); err != nil {
		return err
	}
	took := ask(ctx, w)
	b.note("%d fans waited, %d drafts were made meanwhile", slowFans, w.Model.Drafts.Load())
	b.add(row{what: "answer to /inbox, the slowest of " + figureOf(slowAsks, ""), value: quantile(took, 1), unit: "ms", goal: atMost(100),
		base: "the slowest while nobody waited", than: quantile(calm, 1)})
	return nil
}

// ask sends /inbox some times and gives the time until each answer was sent.
func ask(ctx context.Context, w *rig.World) (took []time.Duration) {
	for range slowAsks {
		before, began := len(w.Mila.Chat()), time.Now()
		w.Mila.Sends("/inbox")
		wait, cancel := context.WithTimeout(ctx, 10*time.Second)
		err := w.Telegram.Until(wait, "an answer", func() bool { return len(w.Mila.Chat()) > before+1 })
		cancel()
		if err != nil {
			return append(took, 10*time.Second)
		}
		took = append(took, time.Since(began))
		select {
		case <-ctx.Done():
			return took
		case <-time.After(200 * time.Millisecond):
		}
	}
	return took
}
