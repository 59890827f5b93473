package main

import (
	"context"
	"errors"

	"secretary/bot/load/rig"
)

func init() {
	register("size", "the data file beside the text in it, with 1,000,000 messages, and what it is made of", size)
}

// size measures the file as it was written and as compacting leaves it.
func size(_ context.Context, b *bench) (err error) {
	a := newArchive()
	a.Owner = 510000001
	s, err := a.Open(b.Options, b.archive)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	text := float64(a.Weigh()) / mebibyte
	for _, run := range []struct {
		what string
		do   func() error
		goal goal
	}{
		{"data file as it was written", func() error { return nil }, goal{}},
		{"data file after secretary compact", s.Compact, atMost(1.5)},
	} {
		if err := run.do(); err != nil {
			return err
		}
		if err := b.parts(s); err != nil {
			return err
		}
		b.add(row{what: run.what, value: float64(s.Size()) / mebibyte, unit: "MiB", base: "text of the messages in it", than: text, ratio: run.goal})
	}
	return nil
}

// parts prints what takes a mebibyte or more.
func (b *bench) parts(s *rig.Shelf) error {
	parts, err := s.Parts()
	if err != nil {
		return err
	}
	b.note("%-18s %9s %9s %9s %9s %9s %5s", "", "records", "seals", "keys", "values", "pages", "fill")
	for _, p := range parts {
		if p.Pages >= mebibyte {
			b.note("%-18s %9d %9d %5.1f MiB %5.1f MiB %5.1f MiB %4.0f%%", p.Name, p.Records, p.Seals,
				float64(p.Keys)/mebibyte, float64(p.Values)/mebibyte, float64(p.Pages)/mebibyte, 100*p.Fill)
		}
	}
	return nil
}
