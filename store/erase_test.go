package store_test

import (
	"errors"
	"testing"
	"time"

	"secretary/store"
)

// parted is lived, with a connection that has ended.
func parted(t *testing.T) *fixture {
	t.Helper()
	f := lived(t)
	f.connect("c1", false)
	_, _, err := f.Wish("never do calls")
	f.noErr(err)
	_, err = f.UpdateSettings(func(s *store.Settings) error {
		s.BotID, s.Owner, s.Parting = 7, owner, store.Parting{Owner: owner, Since: f.now}
		s.Earned = store.Earned{Holds: true, Weighed: 1, Salt: []byte("salt")}
		return nil
	})
	f.noErr(err)
	return f
}

func TestErasedFansLeaveFiguresWithoutNames(t *testing.T) {
	f := parted(t)
	before, err := f.Decisions(store.Query{})
	f.noErr(err)
	gone, err := f.Erase(store.EraseFans, f.now)
	f.noErr(err)
	f.noErr(f.Unname())
	if gone.Chats != 2 || gone.Messages != 6 {
		t.Errorf("gone: %+v", gone)
	}
	if cards := f.gone(); len(cards) != 4 {
		t.Errorf("to be taken down: %+v", cards)
	}
	if lines, text := exported(f, store.FanID{}); len(lines) != 1 || lines[0].Kind != "rule" {
		t.Errorf("left:\n%s", text)
	}
	after, err := f.Decisions(store.Query{})
	f.noErr(err)
	if len(after) == 0 || len(after) != len(before) {
		t.Errorf("%d decisions, were %d", len(after), len(before))
	}
	for i, d := range after {
		before[i].Fan = store.FanID{}
		if d.Fan != (store.FanID{}) || d.Act != before[i].Act || !d.At.Equal(before[i].At) {
			t.Errorf("decision %+v, was %+v", d, before[i])
		}
	}
	if pending, err := f.Pending(0, 0); err != nil || len(pending) != 2 {
		t.Errorf("%d updates wait, %v", len(pending), err)
	}
}

func TestErasedDataKeepsWhoseItIs(t *testing.T) {
	f := parted(t)
	_, err := f.Erase(store.EraseAll, f.now)
	f.noErr(err)
	s, err := f.Settings()
	f.noErr(err)
	if s.BotID != 7 || s.Owner != owner || s.Earned.Holds || s.Parting.Answer != store.EraseAll {
		t.Errorf("settings %+v", s)
	}
	decisions, err := f.Decisions(store.Query{})
	f.noErr(err)
	if lines, _ := exported(f, store.FanID{}); len(lines) != 0 || len(decisions) != 0 {
		t.Errorf("left: %v, %v", lines, decisions)
	}
	if _, err := f.Current(owner); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a connection is left: %v", err)
	}
}

// A button of an old card must never name a new draft.
func TestDraftsAfterErasingHaveNewNumbers(t *testing.T) {
	f := parted(t)
	f.connect("c1", true, store.CanReply)
	old := f.offers(anna, store.Offer{Text: "about a week"}).ID
	f.connect("c1", false)
	_, err := f.Erase(store.EraseAll, f.now)
	f.noErr(err)
	f.connect("c1", true, store.CanReply)
	f.writes(anna, "hello again")
	if d := f.offers(anna, store.Offer{Text: "hi"}); d.ID <= old {
		t.Errorf("draft %d after draft %d", d.ID, old)
	}
}

func TestNothingIsErasedOfAConnectionThatIsBack(t *testing.T) {
	f := parted(t)
	if _, err := f.Erase(store.EraseFans, f.now.Add(-time.Hour)); !errors.Is(err, store.ErrConnected) {
		t.Errorf("an earlier question: %v", err)
	}
	_, err := f.UpdateSettings(func(s *store.Settings) error { s.Parting = store.Parting{}; return nil })
	f.noErr(err)
	if _, err := f.Erase(store.EraseAll, time.Time{}); !errors.Is(err, store.ErrConnected) {
		t.Errorf("no question: %v", err)
	}
	if lines, _ := exported(f, store.FanID{}); len(lines) < 10 {
		t.Errorf("only %d lines are left", len(lines))
	}
}

func TestNothingIsErasedWhileAReplyIsOnItsWay(t *testing.T) {
	f := open(t)
	f.writes(anna, "hi")
	f.sending(anna, "hello")
	_, err := f.UpdateSettings(func(s *store.Settings) error { s.Parting.Since = f.now; return nil })
	f.noErr(err)
	if _, err := f.Erase(store.EraseAll, f.now); !errors.Is(err, store.ErrOnItsWay) {
		t.Errorf("erased: %v", err)
	}
}
