package store_test

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"secretary/store"
)

const (
	owner = int64(1000)
	quiet = 4 * time.Second
)

var (
	anna    = store.FanID{Owner: owner, Chat: 2001}
	bert    = store.FanID{Owner: owner, Chat: 2002}
	noon    = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	testKey = store.Key{1, 2, 3}
)

// fixture is a store with a clock that stands still, and a creator who is
// connected with the right to reply.
type fixture struct {
	*store.Store
	t    testing.TB
	path string
	now  time.Time
	next int64 // message ids
}

// open makes a store whose invariants are checked when the test ends.
func open(t testing.TB) *fixture {
	t.Helper()
	f := openUnchecked(t)
	t.Cleanup(f.check)
	return f
}

// openUnchecked makes a store that a test is going to break.
func openUnchecked(t testing.TB) *fixture {
	t.Helper()
	f := &fixture{t: t, path: filepath.Join(t.TempDir(), "data", "secretary.db"), now: noon, next: 100}
	f.reopen()
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	f.connect("c1", true, store.CanReply)
	return f
}

func (f *fixture) check() {
	f.t.Helper()
	for _, problem := range f.Check() {
		f.t.Errorf("check: %v", problem)
	}
}

// reopen is the end of the program and its next start.
func (f *fixture) reopen() {
	f.t.Helper()
	if f.Store != nil {
		if err := f.Close(); err != nil {
			f.t.Fatalf("close: %v", err)
		}
	}
	s, err := store.Open(f.path, testKey, store.Options{Now: func() time.Time { return f.now }, Quiet: quiet})
	if err != nil {
		f.t.Fatalf("open: %v", err)
	}
	s.Fast()
	f.Store = s
}

func (f *fixture) pass(d time.Duration) { f.now = f.now.Add(d) }

func (f *fixture) connect(id string, enabled bool, rights ...string) (store.Connection, bool) {
	f.t.Helper()
	before, changed, err := f.SaveConnection(store.Connection{
		ID: id, Owner: owner, Name: "Creator", UserChat: owner, Date: f.now, Enabled: enabled, Rights: rights,
	})
	if err != nil {
		f.t.Fatalf("save connection: %v", err)
	}
	return before, changed
}

func (f *fixture) apply(e store.Event) store.Outcome {
	f.t.Helper()
	outcomes, err := f.Apply([]store.Event{e})
	if err != nil {
		f.t.Fatalf("apply: %v", err)
	}
	return outcomes[0]
}

// says makes a message arrive with the next id.
func (f *fixture) says(fan store.FanID, author store.Author, text string) (int64, store.Outcome) {
	f.t.Helper()
	f.next++
	return f.next, f.apply(store.Event{Op: store.Arrived, Fan: fan, Name: "Anna", Message: store.Message{
		ID: f.next, Author: author, Date: f.now, Kind: "text", Text: text,
	}})
}

func (f *fixture) writes(fan store.FanID, text string) int64 {
	f.t.Helper()
	id, _ := f.says(fan, store.AuthorFan, text)
	return id
}

func (f *fixture) edits(fan store.FanID, author store.Author, id int64, text string) store.Outcome {
	f.t.Helper()
	return f.apply(store.Event{Op: store.Edited, Fan: fan, Message: store.Message{
		ID: id, Author: author, Date: f.now, Kind: "text", Text: text, Edited: f.now,
	}})
}

func (f *fixture) deletes(fan store.FanID, ids ...int64) store.Outcome {
	f.t.Helper()
	return f.apply(store.Event{Op: store.Deleted, Fan: fan, Deleted: ids})
}

func (f *fixture) fan(id store.FanID) store.Fan {
	f.t.Helper()
	fan, err := f.Fan(id)
	if err != nil {
		f.t.Fatalf("fan: %v", err)
	}
	return fan
}

func (f *fixture) draft(id uint64) store.Draft {
	f.t.Helper()
	d, err := f.Draft(id)
	if err != nil {
		f.t.Fatalf("draft: %v", err)
	}
	return d
}

// offers makes a draft for what the fan wrote.
func (f *fixture) offers(fan store.FanID, o store.Offer) store.Draft {
	f.t.Helper()
	d, err := f.Offer(fan, f.fan(fan).Rev, o)
	if err != nil {
		f.t.Fatalf("offer: %v", err)
	}
	return d
}

func (f *fixture) approves(d store.Draft) store.Outgoing {
	f.t.Helper()
	row, err := f.Approve(store.Approval{Draft: d.ID, Try: d.Try})
	if err != nil {
		f.t.Fatalf("approve: %v", err)
	}
	return row
}

func (f *fixture) claims() []store.Outgoing {
	f.t.Helper()
	rows, _, err := f.Claim(10, 10, 0)
	if err != nil {
		f.t.Fatalf("claim: %v", err)
	}
	return rows
}

// sending brings a draft with this text for the fan to where it is being sent.
func (f *fixture) sending(fan store.FanID, text string) (store.Draft, store.Outgoing) {
	f.t.Helper()
	d := f.offers(fan, store.Offer{Text: text})
	f.approves(d)
	rows := f.claims()
	if len(rows) != 1 || rows[0].Draft != d.ID {
		f.t.Fatalf("claimed %+v, want the reply of draft %d", rows, d.ID)
	}
	return d, rows[0]
}

func (f *fixture) wantState(draft uint64, state store.State, end string) store.Draft {
	f.t.Helper()
	d := f.draft(draft)
	if d.State != state || d.End != end {
		f.t.Errorf("draft %d is %q (%q), want %q (%q)", draft, d.State, d.End, state, end)
	}
	return d
}

func (f *fixture) wantUnanswered(fan store.FanID, want ...int64) {
	f.t.Helper()
	messages, err := f.Unanswered(fan)
	if err != nil {
		f.t.Fatalf("unanswered: %v", err)
	}
	got := []int64{}
	for _, m := range messages {
		got = append(got, m.ID)
	}
	if len(got) != len(want) {
		f.t.Errorf("unanswered %v, want %v", got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			f.t.Errorf("unanswered %v, want %v", got, want)
			return
		}
	}
}

func (f *fixture) wantHistory(fan store.FanID, want ...string) {
	f.t.Helper()
	messages, err := f.History(fan, 0, 0)
	if err != nil {
		f.t.Fatalf("history: %v", err)
	}
	got := []string{}
	for _, m := range messages {
		got = append(got, string(m.Author)+": "+m.Text)
	}
	if len(got) != len(want) {
		f.t.Errorf("history %q, want %q", got, want)
		return
	}
	for i := range got {
		if got[i] != want[i] {
			f.t.Errorf("history %q, want %q", got, want)
			return
		}
	}
}

// noErr ends the test on an error of a step that must work.
func (f *fixture) noErr(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// wantRefused wants a refusal with this code.
func wantRefused(t testing.TB, err error, code string) {
	t.Helper()
	var refusal *store.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code {
		t.Errorf("got %v, want a refusal with code %q", err, code)
	}
}
