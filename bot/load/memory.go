package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
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
	var empty, full footprint
	for _, run := range []struct {
		archive *rig.Archive
		into    *footprint
	}{{nil, &empty}, {newArchive(), &full}} {
		still := *b
		still.Keys = map[string]any{"learn.idle": "0s"} // or it would study its fans for a while, which is work
		err := withArchive(ctx, &still, run.archive, func(_ *rig.World, p *rig.Process) error {
			if err := p.Rests(ctx, idleAfter); err != nil {
				return err
			}
			return run.into.read(p.PID())
		})
		if err != nil {
			return err
		}
		b.note("anonymous %s, of files %s (code, and pages of the data file), most ever %s",
			figureOf(run.into.anon, "MiB"), figureOf(run.into.file, "MiB"), figureOf(run.into.peak, "MiB"))
	}
	b.add(row{what: "memory when idle (VmRSS)", value: full.rss, unit: "MiB", goal: atMost(40),
		base: "the same without any data", than: empty.rss})
	return nil
}

// footprint is the memory of a process in MiB.
type footprint struct{ rss, anon, file, peak float64 }

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

// read takes the memory of a process from the system.
func (f *footprint) read(pid int) error {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return fmt.Errorf("read memory: %w", err)
	}
	for name, into := range map[string]*float64{"VmRSS:": &f.rss, "RssAnon:": &f.anon, "RssFile:": &f.file, "VmHWM:": &f.peak} {
		_, after, ok := strings.Cut(string(text), name)
		kibi, err := strconv.ParseFloat(strings.Fields(after + " -")[0], 64)
		if !ok || err != nil {
			return fmt.Errorf("read memory: no %s", name)
		}
		*into = kibi / 1024
	}
	return nil
}
