package rig_test

import (
	"os"
	"testing"

	"secretary/bot/load/rig"
)

func TestMain(m *testing.M) {
	if code, child := rig.Child(os.Args[1:]); child {
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// world is one with messages of each of so many fans waiting at Telegram.
func world(t testing.TB, fans, rounds int) *rig.World {
	t.Helper()
	w, err := rig.New(rig.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	w.Fill(fans, rounds)
	return w
}

func TestBothProgramsTakeWhatWaitsAtTelegram(t *testing.T) {
	w := world(t, 30, 5)
	bare, err := w.Poller(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bare.Took(t.Context(), 150); err != nil {
		t.Fatal(err)
	}
	bare.Stop()
	w.Fill(30, 5)
	full, err := w.Secretary(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer full.Stop()
	if _, err := full.Took(t.Context(), 150); err != nil {
		t.Fatal(err)
	}
	if f, err := full.Figures(); err != nil || f["fans"] != 30 || f["messages"] != 150 {
		t.Errorf("the program counts %v fans and %v messages (%v)", f["fans"], f["messages"], err)
	}
	if w.FirstBatch().IsZero() || len(w.Telegram.Violations()) > 0 {
		t.Errorf("first batch at %v, violations %v", w.FirstBatch(), w.Telegram.Violations())
	}
}
