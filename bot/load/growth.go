package main

import (
	"context"
	"errors"
	"time"

	"secretary/bot/load/rig"
)

func init() {
	register("growth", "ingest, tap and opening a chat with 1,000 to 1,000,000 stored messages: the store alone", growth)
}

// point is what the store needs at one size of the archive.
type point struct{ ingest, tap, visit float64 } // messages/s, ms, ms

// growth measures each size on a file of its own, ten messages a fan.
func growth(ctx context.Context, b *bench) error {
	var curve []point
	for size := 1000; size <= archiveMessages; size *= 10 {
		if err := ctx.Err(); err != nil {
			return err
		}
		keep := ""
		if size == archiveMessages {
			keep = b.archive
		}
		p, err := measure(b, &rig.Archive{Fans: size / 10, Messages: size, Owner: 510000001, Now: time.Now()}, keep)
		if err != nil {
			return err
		}
		b.note("%9s messages: ingest %s, tap %s, open a chat %s", figureOf(float64(size), ""),
			figureOf(p.ingest, "/s"), figureOf(p.tap, "ms"), figureOf(p.visit, "ms"))
		curve = append(curve, p)
	}
	first, last := curve[0], curve[len(curve)-1]
	const base = "with 1,000 stored"
	b.add(row{what: "ingest with a million messages stored, batches of 100 in no order", value: last.ingest, unit: "/s", base: base, than: first.ingest, ratio: atLeast(0.8)})
	b.add(row{what: "tap to claimed with a million messages stored, median", value: last.tap, unit: "ms", base: base, than: first.tap, ratio: atMost(1.2)})
	b.add(row{what: "opening a chat with a million messages stored, median", value: last.visit, unit: "ms", base: base, than: first.visit, ratio: atMost(1.2)})
	return nil
}

func measure(b *bench, a *rig.Archive, keep string) (p point, err error) {
	s, err := a.Open(b.Options, keep)
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	visit, err := rig.Median(1000, s.Visit) // first: the others make conversations longer
	if err != nil {
		return p, err
	}
	tap, err := rig.Median(300, s.Tap)
	if err != nil {
		return p, err
	}
	talk := rig.NewTalk()
	batch, err := rig.Median(100, func() (time.Duration, error) { return s.Batch(talk) })
	if err != nil {
		return p, err
	}
	return point{100 / batch.Seconds(), milliseconds(tap), milliseconds(visit)}, nil
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
