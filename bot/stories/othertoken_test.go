package stories_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func TestDataOfAnotherBotIsRefusedUntilAdopted(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.stop()
	if code, out := s.command("backup", s.path("copy.db")); code != 0 {
		t.Fatalf("exit code %d:\n%s", code, out)
	}

	other := sandbox.New(sandbox.Options{Brisk: true, BotID: 7700000002, BotName: "Other Sec", BotUsername: "other_sec_bot"})
	t.Cleanup(other.Close)
	s.keys["telegram.token"], s.keys["telegram.api_url"] = other.Token(), other.URL()
	s.writeConfig()
	began := time.Now()
	code, out := s.command("run")
	if took := time.Since(began); code != 1 || took > 10*time.Second {
		t.Errorf("exit code %d after %v, want 1 within 10 s", code, took)
	}
	if !holds(out, "mila_sec_bot", "other_sec_bot", "--adopt") {
		t.Errorf("the refusal does not name both bots and the way out:\n%s", out)
	}
	if code, out := s.command("check"); code != 1 || !holds(out, "mila_sec_bot", "other_sec_bot") {
		t.Errorf("check ends with %d and says:\n%s", code, out)
	}

	s.run("--adopt")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := other.Until(ctx, "the adopted bot polls", func() bool { return len(other.Calls("getUpdates")) > 0 }); err != nil {
		t.Error(err)
	}
	s.stop()
	s.run() // adopted once is adopted
	if err := other.Until(ctx, "it polls again", func() bool { return len(other.Calls("getUpdates")) > 2 }); err != nil {
		t.Error(err)
	}
	s.stop()

	before := s.read("data/secretary.db")
	if code, out := s.command("restore", s.path("copy.db")); code != 1 || !holds(out, "belongs to @mila_sec_bot", "present data", "@other_sec_bot", "--adopt", "nothing was changed") {
		t.Errorf("a copy of the former bot: exit code %d:\n%s", code, out)
	}
	if !bytes.Equal(before, s.read("data/secretary.db")) {
		t.Error("the refused copy changed the data file")
	}
	if code, out := s.command("restore", s.path("copy.db"), "--adopt"); code != 0 {
		t.Errorf("on purpose: exit code %d:\n%s", code, out)
	}
}

func TestAnotherUsernameThanExpectedStopsTheStart(t *testing.T) {
	s := stage(t, with("telegram.username", "somebody_elses_bot"))
	if code, out := s.command("run"); code != 1 || !holds(out, "somebody_elses_bot", "mila_sec_bot") {
		t.Errorf("exit code %d, want 1 and both names:\n%s", code, out)
	}
	s.keys["telegram.username"] = "@Mila_Sec_Bot" // with @, and in another case
	s.writeConfig()
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	s.someoneElseIsAnswered()
}
