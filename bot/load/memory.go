package main

import (
	"context"
	"time"

	"secretary/bot/load/rig"
)

const (
	archiveFans     = 100_000
	archiveMessages = 1_000_000
	mebibyte        = 1 << 20
)

func init() {
	register("memory", "memory when idle with 100,000 fans and 1,000,000 messages on the disk", memory)
}

// memory runs the program on an empty data folder and on a full one.
func memory(ctx context.Context, b *bench) error {
	var empty, full rig.Memory
	for _, run := range []struct {
		archive *rig.Archive
		into    *rig.Memory
	}{{nil, &empty}, {newArchive(), &full}} {
		still := *b
		still.Keys = map[string]any{"learn.idle": "0s"} // or it would study its fans for a while, which is work
		err := withArchive(ctx, &still, run.archive, func(_ *rig.World, p *rig.Process) (err error) {
			if err := p.Rests(ctx, idleAfter); err != nil {
				return err
			}
			*run.into, err = p.Memory()
			return err
		})
		if err != nil {
			return err
		}
		b.note("anonymous %s, of files %s (code, and pages of the data file), most ever %s",
			figureOf(run.into.Anonymous, "MiB"), figureOf(run.into.File, "MiB"), figureOf(run.into.Peak, "MiB"))
	}
	b.add(row{what: "memory when idle (VmRSS)", value: full.Resident, unit: "MiB", goal: atMost(40),
		base: "the same without any data", than: empty.Resident})
	return nil
}

// idleAfter is how long the program runs before its memory is read: what it does
// at the start is over by then.
const idleAfter = 110 * time.Second

func newArchive() *rig.Archive {
	return &rig.Archive{Fans: archiveFans, Messages: archiveMessages, Now: time.Now()}
}

// withArchive runs the program on an archive, on no data if it is nil.
func withArchive(ctx context.Context, b *bench, a *rig.Archive, do func(*rig.World, *rig.Process) error) error {
	w, err := rig.New(b.Options)
	if err != nil {
		return err
	}
	defer w.Close()
	if a != nil {
		a.Owner = w.Mila.ID()
		size, err := w.Settle(a, b.archive)
		if err != nil {
			return err
		}
		b.note("data file of %s", figureOf(float64(size)/mebibyte, "MiB"))
	}
	p, err := w.Secretary(ctx)
	if err != nil {
		return err
	}
	defer p.Stop()
	return do(w, p)
}
