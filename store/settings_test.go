package store_test

import (
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
