package store_test

import (
	"encoding/json"
	"errors"
	"testing"

	"secretary/store"
)

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
