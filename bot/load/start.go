package main

import (
	"context"

	"secretary/bot/load/rig"
)

func init() {
	register("start", "from process start to the first getUpdates, with 1,000,000 messages on the disk", start)
}

func start(ctx context.Context, b *bench) error {
	empty, err := firstPoll(ctx, b, nil)
	if err != nil {
		return err
	}
	full, err := firstPoll(ctx, b, newArchive())
	if err != nil {
		return err
	}
	b.add(row{what: "process start to first getUpdates", value: full, unit: "ms", goal: atMost(300),
		base: "the same without any data", than: empty})
	return nil
}

// firstPoll gives milliseconds.
func firstPoll(ctx context.Context, b *bench, a *rig.Archive) (ms float64, err error) {
	err = withArchive(ctx, b, a, func(w *rig.World, p *rig.Process) error {
		err := p.Polls(ctx)
		ms = float64(w.FirstPoll().Sub(p.Started).Microseconds()) / 1000
		return err
	})
	return ms, err
}
