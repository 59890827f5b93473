package stories_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// chain is what check --json prints.
type chain struct {
	OK    bool   `json:"ok"`
	Steps []step `json:"steps"`
}

type step struct {
	N      int    `json:"n"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	State  string `json:"state"`
	Detail string `json:"detail"`
	Fix    string `json:"fix"`
}

var stepIDs = []string{"config", "token", "username", "same_bot", "poller", "secretary_mode", "creator", "connection", "permissions", "chats", "inbound", "outbound", "model", "persona", "data", "sound"}

// check runs check --json and returns its exit code and the steps by id.
func (s *story) check() (int, map[string]step) {
	s.t.Helper()
	code, out := s.command("check", "--json")
	var c chain
	if begin := strings.Index(out, "{"); begin < 0 || json.NewDecoder(strings.NewReader(out[begin:])).Decode(&c) != nil {
		s.t.Fatalf("check --json prints no chain:\n%s", out)
	}
	steps := map[string]step{}
	var ids []string
	blocked := false
	for i, st := range c.Steps {
		ids = append(ids, st.ID)
		steps[st.ID] = st
		blocked = blocked || st.State == "blocked"
		if st.N != i+1 || st.Title == "" || !slices.Contains([]string{"ok", "blocked", "waiting", "unknown"}, st.State) {
			s.t.Errorf("step %+v", st)
		}
		if st.State == "blocked" && st.Fix == "" {
			s.t.Errorf("step %s is blocked and does not say what to do", st.ID)
		}
	}
	if !slices.Equal(ids, stepIDs) {
		s.t.Errorf("steps %q, want %q", ids, stepIDs)
	}
	if c.OK == blocked || (code == 1) != blocked {
		s.t.Errorf("ok %v and exit code %d, blocked %v", c.OK, code, blocked)
	}
	return code, steps
}

// wants fails unless the step has this state and its fix or detail these words.
func (s *story) wants(steps map[string]step, id, state string, words ...string) {
	s.t.Helper()
	st := steps[id]
	if st.State != state || !holds(st.Detail+" "+st.Fix, words...) {
		s.t.Errorf("step %s is %s, want %s with %s: %s / %s", id, st.State, state, quoted(words), st.Detail, st.Fix)
	}
}

func TestCheckIsAllGoodAfterAnAnsweredFan(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	polls := len(s.tg.Calls("getUpdates"))
	for _, running := range []bool{true, false} {
		if !running {
			s.stop()
		}
		code, steps := s.check()
		if code != 0 {
			t.Errorf("daemon running %v: exit code %d", running, code)
		}
		for _, id := range stepIDs {
			if st := steps[id]; st.State == "blocked" || (st.State != "ok" && id != "chats" && id != "poller") {
				t.Errorf("daemon running %v: step %s is %s: %s", running, id, st.State, st.Detail)
			}
		}
	}
	for _, c := range s.tg.Calls("getUpdates")[polls:] {
		if c.Status == 409 {
			t.Error("check disturbed the running daemon's poll")
		}
	}
	if code, out := s.command("check"); code != 0 || strings.Count(out, "\n") < len(stepIDs) {
		t.Errorf("check ends with %d and says:\n%s", code, out)
	}
}

func TestCheckOfAFreshInstallWaitsAndDoesNotBlock(t *testing.T) {
	s := stage(t)
	s.mila.Start("")
	code, steps := s.check()
	if code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	s.wants(steps, "connection", "waiting", "Chat Automation")
	s.wants(steps, "token", "ok", "proves")
	s.wants(steps, "secretary_mode", "ok")
	s.wants(steps, "model", "ok")
	if steps["inbound"].State == "ok" || steps["outbound"].State == "ok" {
		t.Error("inbound or outbound counts as proven without a message")
	}
	if n := len(s.tg.Calls("getUpdates")); n != 0 {
		for _, c := range s.tg.Calls("getUpdates") {
			if number(c.Params["offset"]) != 0 {
				t.Error("check acknowledged updates")
			}
		}
	}
	s.mila.Connect()
	s.run()
	s.someoneElseIsAnswered()
}

func TestCheckNamesWhatBlocksAndTheNextThingToDo(t *testing.T) {
	for name, day := range map[string]struct {
		keys    []change
		trouble func(*story)
		id      string
		words   []string
	}{
		"secretary mode off": {nil, func(s *story) { s.tg.SetSecretaryMode(false) }, "secretary_mode", []string{"BotFather", "Secretary Mode"}},
		"webhook set":        {nil, func(s *story) { s.tg.SetWebhook("https://elsewhere.example/hook") }, "poller", []string{"webhook"}},
		"wrong token":        {nil, func(s *story) { s.tg.SetToken("7700000001:another-token-another-token-another") }, "token", []string{"BotFather"}},
		"other username":     {nil, func(s *story) { s.keys["telegram.username"] = "expected_bot"; s.writeConfig() }, "username", []string{"expected_bot", "mila_sec_bot"}},
		"model missing":      {nil, func(s *story) { s.model.Is(missing) }, "model", []string{"ollama pull " + modelName}},
		"model in the cloud": {nil, func(s *story) { s.model.Is(cloud) }, "model", nil},
		"model down":         {nil, func(s *story) { s.model.Down() }, "model", []string{"ollama"}},
		"no persona":         {[]change{with("persona.file", "/nonexistent/persona.md")}, nil, "persona", []string{"persona.file"}},
		"no right to reply":  {[]change{granting("can_read_messages")}, nil, "permissions", []string{"Reply to messages"}},
		"disconnected":       {nil, func(s *story) { s.mila.Disconnect(); s.mila.Hears("disconnected") }, "connection", []string{"Chat Automation"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, day.keys...)
			s.mila.Hears("connected")
			if day.trouble != nil {
				day.trouble(s)
			}
			s.stop()
			code, steps := s.check()
			if code != 1 {
				t.Errorf("exit code %d, want 1", code)
			}
			s.wants(steps, day.id, "blocked", day.words...)
			if name == "model down" {
				s.model.Up()
			}
		})
	}
}

func TestCheckOfTheWrongProfileBlocks(t *testing.T) {
	s := stage(t)
	s.mila.Start("")
	eve := s.tg.Person("Eve")
	eve.Connect()
	s.run()
	s.mila.Hears("not served")
	s.stop()
	_, steps := s.check()
	if steps["connection"].State == "ok" {
		t.Errorf("the connection of another profile counts as ok: %+v", steps["connection"])
	}
}

func TestStatusInTheChatShowsTheSameChain(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	_, steps := s.check()
	text := s.mila.Asks("/status", "permission")
	for _, id := range stepIDs {
		if title := steps[id].Title; !holds(text, title) {
			t.Errorf("/status lacks the step %q:\n%s", title, text)
		}
	}
}

func TestCheckOfABadConfigurationEndsWithTwo(t *testing.T) {
	s := stage(t, with("reply.mode", "sometimes"))
	if code, out := s.command("check"); code != 2 || !holds(out, "reply.mode", `"sometimes"`) {
		t.Errorf("exit code %d, want 2:\n%s", code, out)
	}
}
