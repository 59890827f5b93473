package store_test

import (
	"testing"

	"secretary/store"
)

func TestFansAreListedPageByPage(t *testing.T) {
	f := open(t)
	want := []store.FanID{{Owner: owner, Chat: -5}, {Owner: owner, Chat: 1}, anna, bert}
	for _, id := range []store.FanID{bert, want[0], anna, want[1]} {
		f.writes(id, "hello")
	}
	var got []store.FanID
	for after := (store.FanID{}); ; {
		fans, err := f.Fans(after, 3)
		f.noErr(err)
		if len(fans) == 0 {
			break
		}
		for _, fan := range fans {
			got = append(got, fan.ID)
		}
		after = fans[len(fans)-1].ID
	}
	if len(got) != 4 || got[0] != want[0] || got[1] != want[1] || got[2] != anna || got[3] != bert {
		t.Errorf("listed %v, want %v", got, want)
	}
}
