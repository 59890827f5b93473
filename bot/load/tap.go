package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"secretary/bot/load/rig"
	"secretary/bot/sandbox"
)

const (
	tapCards = 60
	tapEvery = 80 * time.Millisecond
)

func init() {
	register("tap", "the creator taps Send while 10,000 fans write within one second: from the tap to the call of sendMessage", tap)
}

// tap lets cards pile up first, each decided by the creator, and then taps them
// one after another while the crowd is answered by itself.
func tap(ctx context.Context, b *bench) error {
	keys := automatic()
	keys["reply.mode"], keys["inbox.open_cards"] = "approve", 100
	w, p, end, err := crowd(ctx, b, spikeFans+tapCards, keys)
	if err != nil {
		return err
	}
	defer end()
	asked, rest := w.Fans[:tapCards], w.Fans[tapCards:]
	write(ctx, w, asked, 100)
	cards, err := shown(ctx, w, tapCards)
	if err != nil {
		return err
	}
	w.Mila.Sends("/mode auto")
	if err := p.Said(ctx, `msg=mode mode=auto`); err != nil {
		return err
	}
	calm := press(ctx, w, cards[:10])
	var busy []time.Duration
	var all sync.WaitGroup
	all.Go(func() { busy = press(ctx, w, cards[10:]) })
	write(ctx, w, rest, spikeFans)
	all.Wait()
	got, err := replied(ctx, w, len(w.Fans))
	if err != nil {
		return err
	}
	b.note("%d fans got exactly one reply; %d taps during the spike, half of them within %.1f ms", got.once, len(busy), quantile(busy, 0.5))
	b.add(row{what: "99 of 100 taps during the spike", value: quantile(busy, 0.99), unit: "ms", goal: atMost(100),
		base: "the slowest tap before it", than: quantile(calm, 1)})
	return nil
}

// shown waits for so many cards with a Send button.
func shown(ctx context.Context, w *rig.World, cards int) (messages []sandbox.Message, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	err = w.Telegram.Until(ctx, fmt.Sprintf("%d cards ask", cards), func() bool {
		messages = nil
		for _, m := range w.Mila.Chat() {
			for _, line := range m.Buttons {
				for _, button := range line {
					if button.Text == "Send" {
						messages = append(messages, m)
					}
				}
			}
		}
		return len(messages) >= cards
	})
	return messages, err
}

// press taps Send under the cards in turn and gives the time until each reply
// was sent.
func press(ctx context.Context, w *rig.World, cards []sandbox.Message) []time.Duration {
	at := make([]time.Time, len(cards))
	var taps sync.WaitGroup
	for i, c := range cards {
		at[i] = time.Now()
		taps.Go(func() { _, _ = w.Mila.Taps(c.ID, "Send") }) // a tap that fails sends nothing, which is seen below
		select {
		case <-ctx.Done():
		case <-time.After(tapEvery):
		}
	}
	taps.Wait()
	sent := count(w).sent
	var took []time.Duration
	for i, c := range cards {
		for _, fan := range w.Fans[:tapCards] {
			if strings.Contains(c.Text, fan.User().FirstName+" ") && !sent[fan.ID()].IsZero() {
				took = append(took, sent[fan.ID()].Sub(at[i]))
			}
		}
	}
	return took
}
