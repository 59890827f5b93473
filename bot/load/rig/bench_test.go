package rig_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"secretary/bot/load/rig"
)

// BenchmarkIngest is a thousand messages of as many fans, from Telegram into the
// archive: by a bare loop that stores nothing, and by the whole program.
func BenchmarkIngest(b *testing.B) {
	const fans = 1000
	for name, start := range map[string]func(*rig.World, context.Context) (*rig.Process, error){
		"bare": (*rig.World).Poller, "secretary": (*rig.World).Secretary,
	} {
		b.Run(name, func(b *testing.B) {
			w := world(b, fans, 1)
			p, err := start(w, b.Context())
			if err != nil {
				b.Fatal(err)
			}
			defer p.Stop()
			rounds := 0
			for b.Loop() {
				if rounds++; rounds > 1 {
					w.Fill(fans, 1)
				}
				if _, err := p.Took(b.Context(), rounds*fans); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rounds*fans)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}

// BenchmarkShelf is what the store alone needs for a batch of a hundred messages,
// from a tap to the reply that may be sent, and for opening a chat, with so many
// messages stored.
func BenchmarkShelf(b *testing.B) {
	for name, step := range map[string]func(*rig.Shelf) (time.Duration, error){
		"batch": (*rig.Shelf).Batch,
		"tap":   (*rig.Shelf).Tap,
		"visit": (*rig.Shelf).Visit,
	} {
		for _, stored := range []int{1000, 100_000} {
			b.Run(fmt.Sprintf("%s/stored=%d", name, stored), func(b *testing.B) {
				s, err := (&rig.Archive{Fans: stored / 10, Messages: stored, Owner: 510000001, Now: time.Now()}).Open(rig.Options{Dir: b.TempDir()}, "")
				if err != nil {
					b.Fatal(err)
				}
				defer s.Close()
				var took time.Duration
				for b.Loop() {
					d, err := step(s)
					if err != nil {
						b.Fatal(err)
					}
					took += d
				}
				b.ReportMetric(float64(took.Microseconds())/float64(b.N), "µs/step") // without what prepares it
			})
		}
	}
}
