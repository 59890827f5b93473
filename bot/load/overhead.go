package main

import (
	"context"
	"encoding/json"
	"time"

	"secretary/bot/load/rig"
)

const (
	steadyRate = 500 // messages a second
	steadyFans = 5000
)

func init() {
	register("overhead", "500 messages a second, each answered by itself: from getUpdates' answer to the call of sendMessage", overhead)
}

func overhead(ctx context.Context, b *bench) error {
	w, _, end, err := crowd(ctx, b, steadyFans, automatic())
	if err != nil {
		return err
	}
	defer end()
	write(ctx, w, w.Fans, steadyRate)
	got, err := replied(ctx, w, len(w.Fans))
	if err != nil {
		return err
	}
	var took []time.Duration
	for fan, at := range handed(w) {
		if sent, ok := got.sent[fan]; ok {
			took = append(took, sent.Sub(at))
		}
	}
	b.note("quiet_period and hold are 0, the drafter is the built-in one: nothing is subtracted; %d of %d fans were answered once", got.once, steadyFans)
	b.add(row{what: "own overhead, half of the replies", value: quantile(took, 0.5), unit: "ms", goal: atMost(20)})
	b.add(row{what: "own overhead, 99 of 100 replies", value: quantile(took, 0.99), unit: "ms", goal: atMost(200)})
	return nil
}

// handed tells when each fan's message was handed out by getUpdates.
func handed(w *rig.World) map[int64]time.Time {
	at := map[int64]time.Time{}
	for _, call := range w.Telegram.Calls("getUpdates") {
		var answer struct {
			Result []struct {
				Message struct {
					Chat struct {
						ID int64 `json:"id"`
					} `json:"chat"`
				} `json:"business_message"`
			} `json:"result"`
		}
		if json.Unmarshal(call.Response, &answer) != nil {
			continue // a poll that was cut off
		}
		for _, u := range answer.Result {
			if id := u.Message.Chat.ID; id != 0 && at[id].IsZero() {
				at[id] = call.Ended
			}
		}
	}
	return at
}
