package stories_test

import "testing"

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
}

func TestWrongTokenAtTheStartIsSaidInOneClearSentence(t *testing.T) {
	s := stage(t, with("telegram.token", "7700000001:wrong-token-wrong-token-wrong-token"))
	if code, out := s.command("run"); code != 1 || !holds(out, "token", "BotFather") {
		t.Errorf("exit code %d, want 1:\n%s", code, out)
	}
}
