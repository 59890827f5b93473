package main

import (
	"context"
	"fmt"

	"secretary/bot/load/rig"
)

const (
	ingestFans   = 10_000
	ingestRounds = 2 // messages of each fan
)

func init() {
	register("ingest", "10,000 fans' messages, in batches of 100, stored durably and classified", ingest)
}

// ingest lets messages wait at Telegram and measures from the first batch handed
// out to the last message in the archive, its fan's record and its indexes.
func ingest(ctx context.Context, b *bench) error {
	bare, err := drain(ctx, b, (*rig.World).Poller)
	if err != nil {
		return err
	}
	kept, err := drain(ctx, b, (*rig.World).Secretary)
	if err != nil {
		return err
	}
	b.add(row{
		what: "fan messages a second, stored with fsync and applied", value: kept, unit: "/s", goal: atLeast(10_000),
		base: "a bare long-poll loop that stores nothing", than: bare, ratio: atLeast(0.5),
	})
	return nil
}

// drain gives the messages a second that a program takes out of a full queue.
func drain(ctx context.Context, b *bench, start func(*rig.World, context.Context) (*rig.Process, error)) (rate float64, err error) {
	w, err := rig.New(b.Options)
	if err != nil {
		return 0, err
	}
	defer w.Close()
	w.Fill(ingestFans, ingestRounds)
	p, err := start(w, ctx)
	if err != nil {
		return 0, err
	}
	defer p.Stop()
	ended, err := p.Took(ctx, ingestFans*ingestRounds)
	if err != nil {
		return 0, fmt.Errorf("wait for the messages: %w", err)
	}
	return ingestFans * ingestRounds / ended.Sub(w.FirstBatch()).Seconds(), nil
}
