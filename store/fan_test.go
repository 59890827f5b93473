package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"secretary/store"
)

func TestMostUrgentFansComeFirst(t *testing.T) {
	f := open(t)
	fans := map[string]store.FanID{}
	for i, name := range []string{"over long", "over", "closing", "long", "short"} {
		fans[name] = store.FanID{Owner: owner, Chat: int64(i + 1)}
	}
	at := func(ago time.Duration, name string) {
		f.now = noon.Add(-ago)
		f.writes(fans[name], name)
	}
	at(50*time.Hour, "over long")
	at(24*time.Hour, "over")
	at(23*time.Hour+30*time.Minute, "closing")
	at(5*time.Hour, "long")
	at(1*time.Hour, "short")
	at(1*time.Minute, "long") // wrote again: still waits since five hours
	f.now = noon
	want := []string{"closing", "long", "short", "over", "over long"}
	for limit := range 7 {
		waiting, err := f.Waiting(limit)
		f.noErr(err)
		expect := want
		if limit > 0 {
			expect = want[:min(limit, 5)]
		}
		got := []string{}
		for _, fan := range waiting {
			for name, id := range fans {
				if id == fan.ID {
					got = append(got, name)
				}
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(expect) {
			t.Errorf("limit %d: %v, want %v", limit, got, expect)
		}
	}
}

func TestSetFanChangesFourFieldsOnly(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	before := f.fan(anna)
	f.noErr(f.SetFan(anna, func(fan *store.Fan) {
		fan.Mode, fan.HistoryFrom, fan.ReadTo, fan.Due = "off", 5, 6, noon.Add(time.Hour)
		fan.Rev, fan.Waiting, fan.Name, fan.Answered, fan.Draft = 99, 99, "Mallory", 99, 99
	}))
	want := before
	want.Mode, want.HistoryFrom, want.ReadTo, want.Due = "off", 5, 6, noon.Add(time.Hour)
	if got := f.fan(anna); got != want {
		t.Errorf("fan %+v, want %+v", got, want)
	}
	if due, _ := f.Due(); len(due) != 1 || !due[0].Due.Equal(noon.Add(time.Hour)) {
		t.Errorf("due %+v", due)
	}
	if err := f.SetFan(bert, func(*store.Fan) {}); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestHistoryGivesTheNewestOldestFirst(t *testing.T) {
	f := open(t)
	f.writes(store.FanID{Owner: owner, Chat: anna.Chat - 1}, "a neighbour")
	first := f.writes(anna, "1")
	f.says(anna, store.AuthorHand, "2")
	third := f.writes(anna, "3")
	f.writes(store.FanID{Owner: owner, Chat: anna.Chat + 1}, "another neighbour")
	f.deletes(anna, third)
	f.writes(anna, "4")
	for _, c := range []struct {
		from  int64
		limit int
		want  string
	}{{0, 0, "124"}, {0, 2, "24"}, {first + 1, 0, "24"}, {first, 1, "4"}, {1 << 40, 0, ""}} {
		messages, err := f.History(anna, c.from, c.limit)
		f.noErr(err)
		got := ""
		for _, m := range messages {
			got += m.Text
		}
		if got != c.want {
			t.Errorf("history from %d, limit %d: %q, want %q", c.from, c.limit, got, c.want)
		}
	}
}

func TestWakeMakesDraftsDueForThoseWhoWaitWithoutOne(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	f.writes(bert, "hello")
	carl := store.FanID{Owner: owner, Chat: 3}
	f.writes(carl, "hello")
	for _, id := range []store.FanID{anna, bert, carl} {
		f.noErr(f.SetFan(id, func(fan *store.Fan) { fan.Due = time.Time{} })) // drafting is off
	}
	f.offers(bert, store.Offer{Text: "hi"})
	d := f.offers(carl, store.Offer{Text: "hi"})
	_, err := f.Skip(d.ID, d.Try)
	f.noErr(err)
	f.noErr(f.Wake())
	due, err := f.Due()
	if err != nil || len(due) != 1 || due[0].ID != anna || !due[0].Due.Equal(f.now) {
		t.Errorf("due %+v (%v), want Anna now", due, err)
	}
}
