package pairing_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"secretary/bot/desk"
	"secretary/bot/identity"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/pairing"
	"secretary/bot/telegram"
	"secretary/store"
)

var link = regexp.MustCompile(`start=([A-Za-z0-9_-]+)`)

func TestACodeWorksOnceAndForAQuarterOfAnHour(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	st, err := store.Open(filepath.Join(t.TempDir(), "data", "secretary.db"), store.Key{1}, store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	var out strings.Builder
	p := &pairing.Pairing{Store: st, Identity: known(t, st), Out: &out, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	code := func() string {
		found := link.FindAllStringSubmatch(out.String(), -1)
		return found[len(found)-1][1]
	}
	claims := func(when, code string, want bool) {
		t.Helper()
		if paired, err := p.Claim(code, 7, "Mila", 7); err != nil || paired != want {
			t.Errorf("%s: paired %t, %v", when, paired, err)
		}
	}

	if err := p.Offer(); err != nil {
		t.Fatal(err)
	}
	first := code()
	claims("a guess", "x"+first[1:]+"x", false)
	now = now.Add(14 * time.Minute)
	p.Renew()
	if code() != first {
		t.Error("a code that still works was replaced")
	}
	now = now.Add(time.Minute)
	claims("too late", first, false)
	p.Renew()
	claims("the former code", first, false)
	claims("the new one", code(), true)
	claims("the new one again", code(), false)
	if s, err := st.Settings(); err != nil || s.Owner != 7 || len(s.PairHash) != 0 {
		t.Errorf("creator %d, hash kept: %t, %v", s.Owner, len(s.PairHash) != 0, err)
	}
}

// known is the identity of a bot that Telegram has told of.
func known(t *testing.T, st *store.Store) *identity.Identity {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"result":{"id":99,"is_bot":true,"first_name":"M","username":"MilaBot","can_connect_to_business":true}}`))
	}))
	t.Cleanup(srv.Close)
	log := slog.New(slog.DiscardHandler)
	api := telegram.New(srv.URL, "99:x")
	d := desk.New(api, pace.NewLimiter(0), log)
	i := identity.New(identity.Needs{API: api, Store: st, Notices: notice.New(st, d, pace.NewBell(), log), Cards: pace.NewBell(), Log: log})
	if err := i.Find(context.Background()); err != nil {
		t.Fatal(err)
	}
	return i
}
