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

// growth measures each size on a file of its own, ten messages a fan, one beside
// the other.
func growth(ctx context.Context, b *bench) (err error) {
	var sizes []int
	var shelves []*rig.Shelf
	defer func() {
		for _, s := range shelves {
			err = errors.Join(err, s.Close())
		}
	}()
	for size := 1000; size <= archiveMessages; size *= 10 {
		if err := ctx.Err(); err != nil {
			return err
		}
		keep := ""
		if size == archiveMessages {
			keep = b.archive
		}
		s, err := (&rig.Archive{Fans: size / 10, Messages: size, Owner: 510000001, Now: time.Now()}).Open(b.Options, keep)
		if err != nil {
			return err
		}
		sizes, shelves = append(sizes, size), append(shelves, s)
	}
	return errors.Join(measure(b, sizes, shelves), ctx.Err())
}

// measure takes each figure of all shelves in turn. Visits come first: the others
// make conversations longer.
func measure(b *bench, sizes []int, shelves []*rig.Shelf) error {
	visit, err := inTurn(1000, shelves, (*rig.Shelf).Visit)
	if err != nil {
		return err
	}
	tap, err := inTurn(300, shelves, (*rig.Shelf).Tap)
	if err != nil {
		return err
	}
	batch, err := inTurn(150, shelves, (*rig.Shelf).Batch)
	if err != nil {
		return err
	}
	ingest := func(i int) float64 { return 100 / batch[i].Seconds() }
	for i, size := range sizes {
		b.note("%9s messages: ingest %s, tap %s, open a chat %s", figureOf(float64(size), ""),
			figureOf(ingest(i), "/s"), figureOf(milliseconds(tap[i]), "ms"), figureOf(milliseconds(visit[i]), "ms"))
	}
	const base = "with 1,000 stored"
	last := len(sizes) - 1
	b.add(row{what: "ingest with a million messages stored, batches of 100 in no order", value: ingest(last), unit: "/s", base: base, than: ingest(0), ratio: atLeast(0.8)})
	b.add(row{what: "tap to claimed with a million messages stored, median", value: milliseconds(tap[last]), unit: "ms", base: base, than: milliseconds(tap[0]), ratio: atMost(1.2)})
	b.add(row{what: "opening a chat with a million messages stored, median", value: milliseconds(visit[last]), unit: "ms", base: base, than: milliseconds(visit[0]), ratio: atMost(1.2)})
	return nil
}

// inTurn gives the middle time of a measurement of each shelf.
func inTurn(times int, shelves []*rig.Shelf, measure func(*rig.Shelf) (time.Duration, error)) ([]time.Duration, error) {
	var measures []func() (time.Duration, error)
	for _, s := range shelves {
		measures = append(measures, func() (time.Duration, error) { return measure(s) })
	}
	return rig.Medians(times, measures...)
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
