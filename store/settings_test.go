package store_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"secretary/store"
)

func TestSettingsSurviveARestart(t *testing.T) {
	f := open(t)
	if s, err := f.Settings(); err != nil || s.Owner != 0 || s.Told == nil {
		t.Errorf("before the first write: %+v (%v)", s, err)
	}
	want := store.Settings{
		BotID: 1, BotName: "b", Owner: 2, OwnerName: "o", OwnerChat: 3, Paused: true, Mode: "auto",
		PairHash: []byte{1, 2}, PairUntil: noon, Told: map[string]string{"a": "b"},
	}
	got, err := f.UpdateSettings(func(s *store.Settings) error { *s = want; return nil })
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("stored %+v (%v)", got, err)
	}
	f.reopen()
	if got, err := f.Settings(); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v (%v)", got, err)
	}
}

func TestRefusedChangeOfSettingsStoresNothing(t *testing.T) {
	f := open(t)
	mine := errors.New("not now")
	_, err := f.UpdateSettings(func(s *store.Settings) error { s.Owner = 5; return mine })
	if err != mine {
		t.Errorf("got %v, want the caller's own error as it is", err)
	}
	if s, _ := f.Settings(); s.Owner != 0 {
		t.Errorf("stored %+v", s)
	}
}

func TestNoticesAreToldInOrderAndOnce(t *testing.T) {
	f := open(t)
	tell := func(key, text string) bool {
		t.Helper()
		queued, err := f.Notify(store.Notice{Key: key, Text: text, Markup: json.RawMessage(`{"a":[1]}`), ReplyTo: 4})
		f.noErr(err)
		return queued
	}
	if !tell("connected", "one") || !tell("", "two") || !tell("", "two") || tell("connected", "other words") {
		t.Error("a key is told once, no key any number of times")
	}
	f.reopen()
	notices, err := f.Notices(2)
	if err != nil || len(notices) != 2 || notices[0].Text != "one" || notices[1].Text != "two" || string(notices[0].Markup) != `{"a":[1]}` || !notices[0].Created.Equal(noon) {
		t.Errorf("notices %+v (%v)", notices, err)
	}
	if n, err := f.NoticeFailed(notices[0].ID); err != nil || n != 1 {
		t.Errorf("%d attempts (%v)", n, err)
	}
	f.noErr(f.NoticeDone(notices[0].ID))
	f.noErr(f.NoticeDone(notices[0].ID))
	if _, err := f.NoticeFailed(notices[0].ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if tell("connected", "delivered long ago") {
		t.Error("told again after it was delivered")
	}
	f.noErr(f.Forget("connected"))
	f.noErr(f.Forget("never told"))
	if !tell("connected", "again") {
		t.Error("not told although forgotten")
	}
	if notices, _ := f.Notices(0); len(notices) != 3 || notices[2].Text != "again" {
		t.Errorf("notices %+v", notices)
	}
}

func TestClockIsReadOncePerTransaction(t *testing.T) {
	ticks := 0
	f := open(t)
	f.noErr(f.Close())
	s, err := store.Open(f.path, testKey, store.Options{Now: func() time.Time { ticks++; return noon.Add(time.Duration(ticks) * time.Hour) }})
	f.noErr(err)
	f.Store = s
	before := ticks
	var events []store.Event
	for i := range int64(20) {
		events = append(events, store.Event{Fan: anna, Message: store.Message{ID: i + 1, Author: store.AuthorFan}})
	}
	_, err = f.Apply(events)
	f.noErr(err)
	if ticks != before+1 {
		t.Errorf("the clock was read %d times in one transaction", ticks-before)
	}
}
