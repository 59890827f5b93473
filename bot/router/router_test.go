package router_test

import (
	"path/filepath"
	"testing"

	tele "gopkg.in/telebot.v3"

	"secretary/bot/router"
	"secretary/bot/telegram"
	"secretary/store"
)

const creator = 7

// newRouter gives a router of a paired bot, and what was called last.
func newRouter(t *testing.T, owner int64) (r *router.Router, last *string) {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "data", "secretary.db"), store.Key{1}, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if _, err := st.UpdateSettings(func(s *store.Settings) error { s.Owner = owner; return nil }); err != nil {
		t.Fatal(err)
	}
	last = new(string)
	called := func(name string) tele.HandlerFunc {
		return func(tele.Context) error { *last = name; return nil }
	}
	r = router.New(st, router.Routes{
		Everybody: map[string]tele.HandlerFunc{"/start": called("start")},
		Commands:  map[string]tele.HandlerFunc{"/status": called("status")},
		Taps:      map[string]tele.HandlerFunc{"send": called("send")},

		UnknownTap: called("unknown tap"), Text: called("text"), NoText: called("no text"),
		Stranger: func(tele.Context, store.Settings) error { *last = "stranger"; return nil },
	})
	r.As(&telegram.User{ID: 99, Username: "MilaBot"})
	return r, last
}

func said(from int64, chat, text string) telegram.Update {
	m := telegram.Message{MessageID: 1, Chat: telegram.Chat{ID: from, Type: chat}, Text: text}
	if from != 0 {
		m.From = &telegram.User{ID: from}
	}
	return telegram.Update{UpdateID: 1, Message: &m}
}

func tapped(from int64, data string) telegram.Update {
	return telegram.Update{UpdateID: 1, CallbackQuery: &telegram.CallbackQuery{ID: "1", From: telegram.User{ID: from}, Data: data}}
}

// under is a tap under a message of some chat.
func under(chat int64, u telegram.Update) telegram.Update {
	u.CallbackQuery.Message = &telegram.Message{MessageID: 1, Chat: telegram.Chat{ID: chat}}
	return u
}

func TestOnlyTheCreatorGetsBeyondTheGuard(t *testing.T) {
	r, last := newRouter(t, creator)
	unpaired, lastUnpaired := newRouter(t, 0)
	for _, c := range []struct {
		name string
		r    *router.Router
		last *string
		u    telegram.Update
		want string
	}{
		{"the creator's command", r, last, said(creator, "private", "/status"), "status"},
		{"by the bot's name", r, last, said(creator, "private", "/status@MilaBot"), "status"},
		{"in a group", r, last, said(creator, "group", "/status"), ""},
		{"the creator's words", r, last, said(creator, "private", "hello"), "text"},
		{"the creator's picture", r, last, said(creator, "private", ""), "no text"},
		{"the creator's tap", r, last, tapped(creator, "\fsend|1"), "send"},
		{"in the chat with the bot", r, last, under(creator, tapped(creator, "\fsend|1")), "send"},
		{"under a message elsewhere", r, last, under(-100, tapped(creator, "\fsend|1")), "unknown tap"},
		{"in a fan's chat", r, last, under(8, tapped(creator, "\fsend|1")), "unknown tap"},
		{"a tap nobody knows", r, last, tapped(creator, "\fnever|1"), "unknown tap"},
		{"words that spell a button", r, last, said(creator, "private", "\fsend"), "text"},
		{"a stranger's command", r, last, said(8, "private", "/status"), "stranger"},
		{"a stranger's tap", r, last, tapped(8, "\fsend|1"), "stranger"},
		{"a stranger's words", r, last, said(8, "private", "hello"), "stranger"},
		{"a stranger says hello", r, last, said(8, "private", "/start"), "start"},
		{"a tap of nobody", r, last, tapped(0, "\fsend|1"), "stranger"},
		{"words of nobody", r, last, said(0, "private", "hello"), "stranger"},
		{"before there is a creator", unpaired, lastUnpaired, said(creator, "private", "/status"), "stranger"},
		{"nobody, before there is a creator", unpaired, lastUnpaired, tapped(0, "\fsend|1"), "stranger"},
	} {
		*c.last = ""
		if err := c.r.Route(c.u); err != nil || *c.last != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, *c.last, err, c.want)
		}
	}
}
