package store_test

import (
	"errors"
	"testing"
	"time"

	"secretary/store"
)

func TestConnectionLostVoidsWhatIsOpenAndFailsWhatIsQueued(t *testing.T) {
	for name, lose := range map[string]func(*fixture){
		"disabled":   func(f *fixture) { f.connect("c1", false, store.CanReply) },
		"right gone": func(f *fixture) { f.connect("c1", true, "can_read_messages") },
		"other one":  func(f *fixture) { f.pass(time.Second); f.connect("c2", true) },
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.writes(anna, "hello")
			f.writes(bert, "hello")
			asked, queued := f.offers(anna, store.Offer{Text: "hi"}), f.offers(bert, store.Offer{Text: "hi"})
			f.approves(queued)
			working := store.FanID{Owner: owner, Chat: 3}
			f.writes(working, "the model is at work on this")
			rev := f.fan(working).Rev
			lose(f)
			f.wantState(asked.ID, store.StateStale, store.EndConnection)
			f.wantState(queued.ID, store.StateFailed, store.EndConnection)
			if _, err := f.Offer(working, rev, store.Offer{Text: "late"}); !errors.Is(err, store.ErrStale) {
				t.Errorf("offer got %v, want ErrStale", err)
			}
			if due, _ := f.Due(); len(due) != 0 {
				t.Errorf("due %+v without a connection", due)
			}
		})
	}
}

func TestConnectionBackMakesDraftsDue(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	f.writes(bert, "hello")
	skipped := f.offers(bert, store.Offer{Text: "hi"})
	_, err := f.Skip(skipped.ID, skipped.Try)
	f.noErr(err)
	carl := store.FanID{Owner: owner, Chat: 3}
	f.writes(carl, "hello")
	f.connect("c1", false)
	f.offers(carl, store.Offer{Problem: store.ProblemConnection})
	f.pass(time.Minute)
	f.connect("c2", true, store.CanReply)
	due, err := f.Due()
	f.noErr(err)
	if len(due) != 2 || due[0].ID != carl || due[1].ID != anna || !due[0].Due.Equal(f.now) {
		t.Errorf("due %+v, want Carl and Anna now", due)
	}
}

func TestFirstConnectionDoesNotCutABurstShort(t *testing.T) {
	f := open(t)
	stranger := store.FanID{Owner: 77, Chat: 78}
	f.writes(stranger, "hello") // names a connection whose update never came
	_, _, err := f.SaveConnection(store.Connection{ID: "x", Owner: 77, Date: f.now, Enabled: true, Rights: []string{store.CanReply}})
	f.noErr(err)
	if due := f.fan(stranger).Due; !due.Equal(f.now.Add(quiet)) {
		t.Errorf("due %v, want the quiet period", due)
	}
}

func TestEndOfAnOldConnectionDoesNotTouchTheNewOne(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	f.pass(time.Second)
	f.connect("c2", true, store.CanReply) // the settings were edited: a new id
	f.connect("c1", false, store.CanReply)
	f.wantState(d.ID, store.StateOpen, "")
	if c, err := f.Current(owner); err != nil || c.ID != "c2" {
		t.Errorf("current %+v (%v), want c2", c, err)
	}
	f.approves(d)
	if rows := f.claims(); len(rows) != 1 || rows[0].Connection != "c2" {
		t.Errorf("claimed %+v, want it to go through c2", rows)
	}
}

func TestOldConnectionDeliveredAgainDoesNotTakeOver(t *testing.T) {
	f := open(t)
	f.pass(time.Hour)
	f.connect("c2", true, store.CanReply)
	_, _, err := f.SaveConnection(store.Connection{ID: "c1", Owner: owner, Date: noon, Enabled: true})
	f.noErr(err)
	if c, _ := f.Current(owner); c.ID != "c2" {
		t.Errorf("current is %s, want c2", c.ID)
	}
}

// Telegram goes on answering for an id it has replaced; a change of settings moves
// the id, not always the date.
func TestOfTwoConnectionsTheOneNamedLastServes(t *testing.T) {
	older := store.Connection{ID: "older", Owner: owner, Date: noon, Enabled: true, Rights: []string{store.CanReply}, Named: 10}
	newer := older
	newer.ID, newer.Named = "newer", 20
	ended := newer
	ended.Enabled = false
	restarted := newer
	restarted.Named = 0 // asked for again: no row says anything new
	for name, c := range map[string]struct {
		saved []store.Connection
		want  store.Connection
	}{
		"in order":                      {[]store.Connection{older, newer}, newer},
		"the older is asked for late":   {[]store.Connection{newer, older}, newer},
		"and once more, after a start":  {[]store.Connection{newer, restarted, older}, newer},
		"the newer has ended":           {[]store.Connection{newer, ended, older}, ended},
		"the newer came after an end":   {[]store.Connection{older, {ID: "older", Owner: owner, Date: noon, Named: 15}, newer}, newer},
		"a later date, no row known":    {[]store.Connection{older, {ID: "newer", Owner: owner, Date: noon.Add(1), Enabled: true}}, store.Connection{ID: "newer", Enabled: true}},
		"an earlier date, a later row":  {[]store.Connection{older, {ID: "third", Owner: owner, Date: noon.Add(-1), Enabled: true, Named: 30}}, older},
		"the newer told by its own row": {[]store.Connection{{ID: "newer", Owner: owner, Date: noon, Enabled: true, Named: 12}, newer, older}, newer},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t)
			f.connect("c1", false)
			for _, one := range c.saved {
				_, _, err := f.SaveConnection(one)
				f.noErr(err)
			}
			if got, err := f.Current(owner); err != nil || got.ID != c.want.ID || got.Enabled != c.want.Enabled {
				t.Errorf("%s serves (enabled %t, %v), want %s (%t)", got.ID, got.Enabled, err, c.want.ID, c.want.Enabled)
			}
		})
	}
}

func TestSaveConnectionTellsWhatChanged(t *testing.T) {
	f := open(t)
	same := store.Connection{ID: "c1", Owner: owner, Name: "Creator", UserChat: owner, Date: noon, Enabled: true, Rights: []string{store.CanReply}}
	f.pass(time.Hour)
	before, changed, err := f.SaveConnection(same)
	if err != nil || changed || before.ID != "c1" || !before.Seen.Equal(noon) {
		t.Errorf("before %+v, changed %t (%v)", before, changed, err)
	}
	if c, err := f.Connection("c1"); err != nil || !c.Seen.Equal(f.now) {
		t.Errorf("connection %+v (%v)", c, err)
	}
	if before, changed := f.connect("c1", true, store.CanReply, "can_read_messages"); !changed || before.Can("can_read_messages") {
		t.Errorf("before %+v, changed %t", before, changed)
	}
	if before, changed := f.connect("c9", false); !changed || before.ID != "" {
		t.Errorf("before %+v, changed %t", before, changed)
	}
}

func TestUnknownConnectionIsNotFound(t *testing.T) {
	f := open(t)
	if _, err := f.Connection("nobody"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if _, err := f.Current(5); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestConnectionOfAnotherPersonTouchesNobodyElse(t *testing.T) {
	f := open(t)
	f.writes(anna, "hello")
	d := f.offers(anna, store.Offer{Text: "hi"})
	_, _, err := f.SaveConnection(store.Connection{ID: "x", Owner: 5, Date: f.now, Enabled: true, Rights: []string{store.CanReply}})
	f.noErr(err)
	_, _, err = f.SaveConnection(store.Connection{ID: "x", Owner: 5, Date: f.now})
	f.noErr(err)
	f.wantState(d.ID, store.StateOpen, "")
}

// What cannot be stored would keep away all that came after it.
func TestAConnectionWithAWildDateIsStored(t *testing.T) {
	f := open(t)
	if _, _, err := f.SaveConnection(store.Connection{ID: "c1", Owner: anna.Owner, Enabled: true, Date: time.Unix(1<<40, 0)}); err != nil {
		t.Fatal(err)
	}
	if c, err := f.Current(anna.Owner); err != nil || !c.Date.Equal(f.now) {
		t.Errorf("serves %+v, %v", c, err)
	}
}

// An id never passes to another profile; who says so is not to be believed.
func TestAConnectionKeepsItsOwner(t *testing.T) {
	f := open(t)
	f.connect("c1", true, "can_reply")
	if _, _, err := f.SaveConnection(store.Connection{ID: "c1", Owner: anna.Owner + 1, Enabled: true, Date: f.now}); !errors.Is(err, store.ErrOwner) {
		t.Errorf("saved for another profile: %v", err)
	}
	if c, err := f.Current(anna.Owner); err != nil || c.Owner != anna.Owner || !c.Can(store.CanReply) {
		t.Errorf("serves %+v, %v", c, err)
	}
}
