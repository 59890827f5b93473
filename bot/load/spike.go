package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"secretary/bot/load/rig"
	"secretary/bot/sandbox"
)

const spikeFans = 10_000

func init() {
	register("spike", "10,000 fans write within one second, and each gets one reply by itself", spike)
}

// automatic is the configuration in which every sure reply goes out at once:
// nothing is waited for on purpose. The built-in drafter answers out of the
// persona file; it is a part of the program, so its time counts.
func automatic() map[string]any {
	return map[string]any{
		"reply.mode": "auto", "reply.hold": "0s", "reply.quiet_period": "0s", "telegram.rate": 0,
		"persona.disclosure": "false", "persona.drafter": "embedded",
	}
}

// crowd is a world in which the program runs and so many fans have not written yet.
func crowd(ctx context.Context, b *bench, fans int, keys map[string]any) (w *rig.World, p *rig.Process, end func(), err error) {
	o := b.Options
	o.Keys = keys
	if w, err = rig.New(o); err != nil {
		return nil, nil, nil, err
	}
	w.Invite(fans)
	if p, err = w.Secretary(ctx); err == nil {
		err = p.Ready(ctx)
	}
	end = func() {
		if p != nil {
			p.Stop()
		}
		w.Close()
	}
	if err != nil {
		end()
		return nil, nil, nil, err
	}
	return w, p, end, nil
}

func spike(ctx context.Context, b *bench) error {
	w, p, end, err := crowd(ctx, b, spikeFans, automatic())
	if err != nil {
		return err
	}
	defer end()
	began := time.Now()
	write(ctx, w, w.Fans, spikeFans)
	wrote := time.Since(began)
	got, err := replied(ctx, w, len(w.Fans))
	if err != nil {
		return err
	}
	memory, err := p.Memory()
	if err != nil {
		return err
	}
	b.note("they wrote within %.1f s; the last reply was sent %.1f s after the first message", wrote.Seconds(), got.last.Sub(began).Seconds())
	b.add(row{what: "fans who got exactly one reply", value: float64(got.once), goal: atLeast(spikeFans)})
	b.add(row{what: "replies a second, from the first message to the last reply", value: spikeFans / got.last.Sub(began).Seconds(), unit: "/s", goal: atLeast(2000)})
	b.add(row{what: "largest resident memory of the program", value: memory.Peak, unit: "MiB", goal: atMost(150)})
	return nil
}

// greeting is what a fan writes: the persona file of a world has its answer.
const greeting = "good morning mila, did you sleep well?"

// write lets fans write one message each, so many a second.
func write(ctx context.Context, w *rig.World, fans []*sandbox.Person, aSecond int) {
	const ticks = 200 // a second
	began := time.Now()
	for i := 0; i < len(fans) && ctx.Err() == nil; {
		for due := int(time.Since(began).Seconds()*float64(aSecond)) + 1; i < min(due, len(fans)); i++ {
			fans[i].Writes(w.Mila, greeting)
		}
		time.Sleep(time.Second / ticks)
	}
}

// replies is what the fans got.
type replies struct {
	once int                 // fans with exactly one
	sent map[int64]time.Time // by fan: when the program called
	last time.Time
}

// replied waits until so many fans have a reply, or none comes any more.
func replied(ctx context.Context, w *rig.World, fans int) (replies, error) {
	for before, still := -1, 0; ; {
		got := count(w)
		if still++; len(got.sent) != before {
			before, still = len(got.sent), 0
		}
		if before >= fans || still > 20 {
			return got, nil
		}
		select {
		case <-ctx.Done():
			return got, fmt.Errorf("wait for replies: %w", ctx.Err())
		case <-time.After(time.Second): // counting takes its time from the program
		}
	}
}

func count(w *rig.World) replies {
	got, n := replies{sent: map[int64]time.Time{}}, map[int64]int{}
	for _, call := range w.Telegram.Calls("sendMessage") {
		if call.Params["business_connection_id"] == nil || call.Status != 200 {
			continue
		}
		chat := number(call.Params["chat_id"])
		if n[chat]++; n[chat] == 1 {
			got.sent[chat] = call.At
		}
		if call.At.After(got.last) {
			got.last = call.At
		}
	}
	for _, k := range n {
		if k == 1 {
			got.once++
		}
	}
	return got
}

func number(value any) int64 {
	n, _ := value.(json.Number)
	i, _ := n.Int64() // no number is no fan
	return i
}

// quantile of durations, in milliseconds.
func quantile(all []time.Duration, q float64) float64 {
	slices.Sort(all)
	if len(all) == 0 {
		return 0
	}
	return float64(all[min(int(q*float64(len(all))), len(all)-1)]) / float64(time.Millisecond)
}
