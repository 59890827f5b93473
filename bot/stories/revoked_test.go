package stories_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRevokedTokenIsSaidAndOutlastedWithTheData(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("kept through it all")
	anna.Writes("will you keep my words?")
	card := s.mila.Card("will you keep my words?")
	token := s.tg.Token()
	polls := len(s.tg.Calls("getUpdates"))
	s.tg.SetToken("7700000001:another-token-another-token-another")
	s.logs("no longer accepts the token")
	s.until("it is refused", func() bool {
		for _, c := range s.tg.Calls("getUpdates")[polls:] {
			if c.Status == 401 {
				return true
			}
		}
		return false
	})
	s.stop() // a revoked token is no reason to end, and none to hang

	s.tg.SetToken(token)
	s.run()
	s.mila.Taps(card, "Send")
	anna.Gets("kept through it all")
}

func TestTokenThatIsValidAgainIsPickedUp(t *testing.T) {
	s := tell(t)
	s.received()
	token := s.tg.Token()
	s.tg.SetToken("7700000001:another-token-another-token-another")
	s.logs("no longer accepts the token")
	s.tg.SetToken(token)
	anna := s.fan("Anna")
	anna.Writes("is the token good again?")
	s.mila.Card("is the token good again?")
	s.mila.Hears("did not accept", "now it does")
}

func TestReplacedTokenIsTakenFromItsFileAndEverythingGoesOn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	s := stage(t, with("telegram.token", nil), with("telegram.token_file", file))
	s.hand(file, s.tg.Token())
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	anna := s.fan("Anna")
	s.model.Says("still here, promise")
	anna.Writes("do you outlive your token?")
	card := s.mila.Card("do you outlive your token?")

	fresh := s.revoke()
	s.logs("no longer accepts the token")
	if _, steps := s.check(); !holds(steps["token"].Fix, "BotFather", "by myself") {
		t.Errorf("check says of the token: %+v", steps["token"])
	}
	ben := s.fan("Ben")
	ben.Writes("i write while nobody listens")
	s.hand(file, "7700000001:not-the-one-not-the-one-not-the-one")
	s.logs("neither the bot's old token nor")
	s.hand(file, fresh)
	s.mila.Card("i write while nobody listens")
	s.mila.Hears("token was replaced", "Everything is kept")
	s.mila.Taps(card, "Send")
	anna.Gets("still here, promise")
	s.wants(s.checked(), "token", "ok")
}

func TestReplacedTokenIsTakenFromTheConfiguration(t *testing.T) {
	s := tell(t)
	s.received()
	s.keys["telegram.token"] = s.revoke()
	s.keys["reply.mode"] = "no mode" // what else is wrong with the file shows at the next start
	s.writeConfig()
	s.mila.Hears("token was replaced")
	s.someoneElseIsAnswered()
}

func TestTokenOfAnotherBotOrOneThatCannotBeReadIsRefusedAndNamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	s := stage(t, with("telegram.token", nil), with("telegram.token_file", file))
	s.hand(file, s.tg.Token())
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	s.received()
	other := s.tg.Neighbour(7700000002, "other_sec_bot")
	_, secret, _ := strings.Cut(other, ":")
	s.secret(secret)
	s.hand(file, other)
	old := s.tg.Token()
	s.revoke()
	s.logs("other_sec_bot", "7700000002", "It is not used")
	s.wants(s.checked(), "token", "blocked", "other_sec_bot")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	s.logs("cannot be read again", "no such file")
	s.tg.SetToken(old) // the old one was tried on
	s.someoneElseIsAnswered()
}

func TestTokenFromTheEnvironmentCannotChangeAndThatIsSaid(t *testing.T) {
	s := stage(t, with("telegram.token", nil))
	s.mila.Start("")
	s.mila.Connect()
	s.bin = s.startWith([]string{"SECRETARY_TELEGRAM_TOKEN=" + s.tg.Token()}, "--config", s.path("config.yaml"), "run")
	s.received()
	s.revoke()
	s.logs("environment variable", "start me again")
}

func TestWrongTokenAtTheStartIsSaidInOneClearSentence(t *testing.T) {
	s := stage(t, with("telegram.token", "7700000001:wrong-token-wrong-token-wrong-token"))
	if code, out := s.command("run"); code != 1 || !holds(out, "token", "BotFather") {
		t.Errorf("exit code %d, want 1:\n%s", code, out)
	}
}

// revoke replaces the bot's token in BotFather and returns the new one. Neither
// may ever stand in a log.
func (s *story) revoke() string {
	_, old, _ := strings.Cut(s.tg.Token(), ":")
	s.secret(old)
	return s.tg.Revoke()
}

// hand puts a token into the file it is read from.
func (s *story) hand(file, token string) {
	s.t.Helper()
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// checked is what check says now.
func (s *story) checked() map[string]step {
	s.t.Helper()
	_, steps := s.check()
	return steps
}
