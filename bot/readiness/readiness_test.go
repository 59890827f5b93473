package readiness_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secretary/bot/identity"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/readiness"
	"secretary/bot/sandbox"
	"secretary/bot/stage"
	"secretary/bot/upkeep"
	"secretary/bot/words"
	"secretary/persona"
	"secretary/store"
)

// drafter is a model that is well.
type drafter struct {
	is   persona.Health
	warm error
}

func (d *drafter) Health(context.Context) persona.Health { return d.is }

func (d *drafter) Warm(context.Context, persona.Request) (time.Duration, error) {
	return time.Second, d.warm
}

// room is a chain in which all is as it should be.
type room struct {
	*stage.Stage
	*readiness.Chain
	model    *drafter
	conflict bool
	deaf     bool
}

func play(t *testing.T, play func(*room)) {
	t.Helper()
	stage.Play(t, func(s *stage.Stage) {
		r := &room{Stage: s, model: &drafter{}}
		r.model.is = persona.Health{Drafter: "ollama", Server: "http://here", Version: "0.12.11", Up: true, Present: true, Logprobs: true, Persona: persona.FileState{OK: true, Tokens: 300}}
		w := notice.New(s.Store, s.Desk, pace.NewBell(), s.Logger)
		backups := &upkeep.Backups{Store: s.Store, Desk: s.Desk, Notices: w, Clock: time.Now, Failed: pace.NewBell(), Log: s.Logger}
		r.Chain = &readiness.Chain{
			Model: "qwen", API: s.API, Store: s.Store, Drafter: r.model, Request: func() persona.Request { return persona.Request{} },
			Identity: identity.New(identity.Needs{API: s.API, Store: s.Store, Notices: w, Log: s.Logger}),
			Backups:  backups, Space: &upkeep.Space{DataDir: s.TempDir(), Store: s.Store, Notices: w, Log: s.Logger},
			Examiner: &upkeep.Examiner{Store: s.Store, Backups: backups, Notices: w, Clock: time.Now, Log: s.Logger},
			Conflict: func() bool { return r.conflict }, Polling: func() bool { return !r.deaf }, Now: time.Now, Clock: time.Now,
		}
		play(r)
	})
}

// states are the states of the steps, by id.
func (r *room) states(live bool) map[string]string {
	r.Helper()
	out := map[string]string{}
	for n, step := range r.Steps(r.Context(), live) {
		out[step.ID] = step.State
		if step.N != n+1 || step.Title == "" || step.Detail == "" {
			r.Errorf("step %d says nothing: %+v", n+1, step)
		}
		if step.State == "blocked" && step.Fix == "" {
			r.Errorf("%s blocks, and nothing says what to do", step.ID)
		}
	}
	return out
}

func TestAGoodDayBlocksNothing(t *testing.T) {
	play(t, func(r *room) {
		r.Alex.Writes(r.Mila, "hi")
		for _, live := range []bool{true, false} {
			steps := r.Steps(r.Context(), live)
			if readiness.Blocked(steps) {
				t.Errorf("live %t:\n%s", live, readiness.Text(steps))
			}
		}
		got := r.states(false)
		for _, id := range []string{"token", "username", "same_bot", "poller", "secretary_mode", "creator", "connection", "permissions", "inbound", "model", "persona", "data", "sound"} {
			if got[id] != "ok" {
				t.Errorf("%s is %q", id, got[id])
			}
		}
	})
}

func TestWhatBlocksIsNamedWithTheNextThingToDo(t *testing.T) {
	for name, c := range map[string]struct {
		trouble  func(*room)
		id, want string
	}{
		"a revoked token":        {func(r *room) { r.Telegram.Revoke() }, "token", "blocked"},
		"no network":             {func(r *room) { r.Wire.Cut(true) }, "token", "blocked"},
		"another bot than named": {func(r *room) { r.Username = "other_bot" }, "username", "blocked"},
		"another bot's data":     {func(r *room) { r.Settle(func(s *store.Settings) { s.BotID, s.BotName = 7, "old_bot" }) }, "same_bot", "blocked"},
		"a webhook":              {func(r *room) { r.Telegram.SetWebhook("https://example.org") }, "poller", "blocked"},
		"a second program":       {func(r *room) { r.conflict = true }, "poller", "blocked"},
		"a poll that failed":     {func(r *room) { r.Telegram.Fail("getUpdates", sandbox.Fault{Code: 500}) }, "poller", "unknown"},
		"Secretary Mode off":     {func(r *room) { r.Telegram.SetSecretaryMode(false) }, "secretary_mode", "blocked"},
		"nobody paired":          {func(r *room) { r.Settle(func(s *store.Settings) { s.Owner, s.OwnerChat = 0, 0 }) }, "creator", "waiting"},
		"a bot that was blocked": {func(r *room) { r.Mila.BlocksBot() }, "creator", "blocked"},
		"no word about Start":    {func(r *room) { r.Telegram.Fail("sendChatAction", sandbox.Fault{Code: 500}) }, "creator", "unknown"},
		"switched off":           {func(r *room) { r.Mila.Connection().Disable() }, "connection", "blocked"},
		"no right to reply":      {func(r *room) { r.Mila.Connection().SetRights("can_read_messages") }, "permissions", "blocked"},
		"no chats yet":           {func(*room) {}, "chats", "unknown"},
		"no message yet":         {func(*room) {}, "inbound", "waiting"},
		"no model server":        {func(r *room) { r.model.is.Up = false }, "model", "blocked"},
		"no model":               {func(r *room) { r.model.is.Present = false }, "model", "blocked"},
		"somebody else's model":  {func(r *room) { r.model.is.Remote = true }, "model", "blocked"},
		"a model that is cold":   {func(r *room) { r.model.warm = &persona.Error{Kind: persona.KindDown} }, "model", "blocked"},
		"no persona":             {func(r *room) { r.model.is.Persona = persona.FileState{Problem: "empty"} }, "persona", "blocked"},
		"little room":            {func(r *room) { r.Space.Least = 1 << 60 }, "data", "waiting"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(r *room) {
				c.trouble(r)
				if got := r.states(false); got[c.id] != c.want {
					t.Errorf("%s is %q, want %q", c.id, got[c.id], c.want)
				}
			})
		})
	}
}

func TestAWebhookIsNotTakenForASecondProgram(t *testing.T) {
	play(t, func(r *room) {
		r.Telegram.SetWebhook("https://example.org")
		for _, step := range r.Steps(r.Context(), false) {
			if step.ID == "poller" && step.Fix != words.WebhookFix {
				t.Errorf("it says %q: %q", step.Detail, step.Fix)
			}
		}
	})
}

func TestSomebodyElsesProfileIsNotTheCreators(t *testing.T) {
	play(t, func(r *room) {
		r.Mila.Disconnect()
		eve := r.Telegram.Person("Eve", sandbox.WithHandle("eve"))
		eve.Connect()
		steps := r.Steps(r.Context(), false)
		for _, s := range steps {
			if s.ID == "connection" && s.State == "ok" {
				t.Errorf("a foreign profile counts: %+v", s)
			}
		}
	})
}

func TestADataFileThatCannotBeReadIsSaidAndNothingElseIsMadeUp(t *testing.T) {
	play(t, func(r *room) {
		r.Must(r.Stage.Store.Close())
		got := r.states(true)
		if got["data"] != "blocked" {
			t.Errorf("data is %q", got["data"])
		}
		for _, id := range []string{"same_bot", "creator", "connection", "chats", "inbound", "outbound"} {
			if got[id] != "unknown" {
				t.Errorf("%s is %q, though nothing is known", id, got[id])
			}
		}
		r.Open()
	})
}

// What stands in for a data file that cannot be read is empty: nothing is judged by it.
func TestAStandInForTheDataIsJudgedByNothing(t *testing.T) {
	for name, c := range map[string]struct {
		err error
		fix string
	}{
		"damaged":      {fmt.Errorf("open it: %w", store.ErrDamaged), "there is none in"},
		"not for us":   {fmt.Errorf("open it: %w", fs.ErrPermission), "chown"},
		"of no key":    {store.ErrKeyMissing, "Do what this says"},
		"somebody has": {store.ErrLocked, "Do what this says"},
	} {
		t.Run(name, func(t *testing.T) {
			play(t, func(r *room) {
				empty, err := store.Open(filepath.Join(r.TempDir(), "secretary.db"), store.Key{}, store.Options{})
				r.Must(err)
				defer empty.Close()
				waiting, err := r.Stage.API.GetUpdates(r.Context(), 0, 100, 0)
				r.Must(err)
				_, err = r.Stage.API.GetUpdates(r.Context(), waiting[len(waiting)-1].ID+1, 1, 0) // or they would tell of the connection
				r.Must(err)
				r.Chain.Store, r.Unread, r.Owner = empty, c.err, r.Mila.ID()
				for _, s := range r.Steps(r.Context(), false) {
					switch s.ID {
					case "data":
						if s.State != "blocked" || s.Detail != c.err.Error() || !strings.Contains(s.Fix, c.fix) {
							t.Errorf("%+v", s)
						}
					case "same_bot", "connection", "permissions", "chats", "inbound", "outbound", "sound":
						if s.State != "unknown" || s.Fix != "" {
							t.Errorf("%+v", s)
						}
					}
				}
			})
		})
	}
}

func TestLookingChangesNothing(t *testing.T) {
	play(t, func(r *room) {
		r.Alex.Writes(r.Mila, "hi")
		waits := func() int {
			batch, err := r.Stage.API.GetUpdates(r.Context(), 0, 100, 0)
			r.Must(err)
			return len(batch)
		}
		before, set := waits(), kept(r)
		for range 3 {
			r.Steps(r.Context(), false)
			r.Steps(r.Context(), true)
		}
		if after := waits(); after != before || before == 0 || kept(r) != set {
			t.Errorf("%d updates waited, now %d; the settings changed: %t", before, after, kept(r) != set)
		}
		if len(r.Told()) != 0 || len(r.Alex.With(r.Mila)) != 1 {
			t.Error("somebody was written to")
		}
	})
}

func kept(r *room) string {
	s, err := r.Stage.Store.Settings()
	r.Must(err)
	raw, err := json.Marshal(s)
	r.Must(err)
	return string(raw)
}

func TestARunningProgramPollsForNobodyElse(t *testing.T) {
	play(t, func(r *room) {
		r.Steps(r.Context(), true)
		if n := len(r.Telegram.Calls("getUpdates")); n != 0 {
			t.Errorf("%d polls beside its own", n)
		}
		r.deaf = true
		if got := r.states(true); got["poller"] != "unknown" {
			t.Errorf("a poll that fails is %q", got["poller"])
		}
	})
}

func TestTheChainIsPrintedAsDataNotAsMarkup(t *testing.T) {
	steps := []readiness.Step{{N: 1, ID: "persona", Title: "A <b>", State: "blocked", Detail: "<i>no & no</i> " + strings.Repeat("x", 900), Fix: "do <this>",
		Rights: []readiness.Perm{{Flag: "can_reply", Label: "Reply", Granted: true}}}}
	html, text := readiness.HTML(steps), readiness.Text(steps)
	if strings.Contains(html, "<i>") || strings.Contains(html, "<this>") || !strings.Contains(html, "do &lt;this&gt;") || len(html) > 700 {
		t.Errorf("html: %s", html)
	}
	for _, part := range []string{"do <this>", "Reply", "yes", words.SomethingBlocks} {
		if !strings.Contains(text, part) {
			t.Errorf("the text does not say %q: %s", part, text)
		}
	}
	waiting := []readiness.Step{{State: "waiting"}}
	if readiness.Blocked(waiting) || strings.Contains(readiness.Text(waiting), words.AllGood) {
		t.Error("what is waited for is neither blocked nor good")
	}
}
