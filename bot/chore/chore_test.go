package chore_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"secretary/bot/chore"
	"secretary/bot/pace"
	"secretary/bot/queue"
	"secretary/persona"
	"secretary/store"
)

type model struct{ warmed int }

func (m *model) Warm(context.Context, persona.Request) (time.Duration, error) {
	m.warmed++
	return 0, nil
}

// house is a loop over one chore with one job, and what became of it.
type house struct {
	loop          *chore.Loop
	model         model
	tried, missed int // jobs begun, and given up because a fan wrote
	done, dropped bool
	fails         error         // what the job ends with
	takes         time.Duration // how long it does
}

func newHouse(t *testing.T) *house {
	st, err := store.Open(filepath.Join(t.TempDir(), "data", "secretary.db"), store.Key{1}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if _, err := st.UpdateSettings(func(s *store.Settings) error { s.Owner = 7; return nil }); err != nil {
		t.Fatal(err)
	}
	h := &house{}
	h.loop = &chore.Loop{
		After: time.Second, Queue: queue.New(), Gate: &queue.Gate{}, Model: &h.model, Store: st, Bell: pace.NewBell(),
		Request: func() persona.Request { return persona.Request{} }, Now: time.Now, Log: slog.New(slog.DiscardHandler),
		Chores: []chore.Chore{{
			Name: "one",
			Next: func() (int64, error) {
				if h.done || h.dropped {
					return 0, nil
				}
				return 1, nil
			},
			Do: func(ctx context.Context, _ int64) error {
				h.tried++
				if !pace.Sleep(ctx, h.takes) {
					h.missed++
					return ctx.Err()
				}
				h.done = h.fails == nil
				return h.fails
			},
			Drop: func(int64) error { h.dropped = true; return nil },
		}},
	}
	return h
}

// lives lets the loop run while f happens.
func (h *house) lives(f func()) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); h.loop.Run(ctx) }()
	f()
	stop()
	<-ended
}

func TestAJobIsGivenUpWhenAFanWritesAndDoneLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		h.takes = time.Minute
		h.lives(func() {
			time.Sleep(30 * time.Second)
			fan := store.Fan{ID: store.FanID{Owner: 7, Chat: 1}, Due: time.Now(), Waiting: 1}
			h.loop.Queue.Set(fan)
			synctest.Wait()
			if h.tried != 1 || h.missed != 1 || h.done {
				t.Errorf("with a fan in the queue: %d tries, %d given up, done: %t", h.tried, h.missed, h.done)
			}
			h.loop.Queue.Set(store.Fan{ID: fan.ID})
			time.Sleep(5 * time.Minute)
		})
		if h.tried != 2 || !h.done || h.dropped || h.model.warmed == 0 {
			t.Errorf("afterwards: %d tries, done: %t, dropped: %t, the model warmed %d times", h.tried, h.done, h.dropped, h.model.warmed)
		}
	})
}

func TestOnlyAJobThatFailsByItsOwnFaultIsDropped(t *testing.T) {
	for name, c := range map[string]struct {
		fails   error
		dropped bool
	}{
		"nonsense":          {errors.New("nonsense"), true},
		"the model is away": {&persona.Error{Kind: persona.KindDown}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			h := newHouse(t)
			h.fails = c.fails
			h.lives(func() { time.Sleep(time.Hour) })
			if h.dropped != c.dropped || c.dropped && h.tried != 3 {
				t.Errorf("%s: dropped %t after %d tries", name, h.dropped, h.tried)
			}
		})
	}
}
