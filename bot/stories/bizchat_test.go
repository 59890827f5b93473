package stories_test

import (
	"strconv"
	"testing"
)

// Telegram's bar in a fan's chat opens the bot with /start bizChat<id>.
func TestManageBotBarOpensThatFan(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 1))
	anna, ben := s.fan("Anna"), s.fan("Ben")
	anna.Writes("anna holds the only card")
	s.mila.Card("anna holds the only card")
	s.model.Answers("ben is not forgotten", "never, dear ben, never")
	ben.Writes("ben is not forgotten")
	s.model.Asked(2)
	s.mila.Start("bizChat" + strconv.FormatInt(ben.ID(), 10))
	s.mila.Taps(s.mila.Card("ben is not forgotten", "never, dear ben, never"), "Send")
	ben.Gets("never, dear ben, never")
}

func TestManageBotBarOpensASkippedFanAgain(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("skipped at first sight", "opened at second sight")
	anna.Writes("perhaps later, dear mila")
	card := s.mila.Card("perhaps later, dear mila")
	s.mila.Taps(card, "Skip")
	s.mila.Closed(card, "skipped")
	s.mila.Start("bizChat" + strconv.FormatInt(anna.ID(), 10))
	s.mila.Taps(s.mila.Card("perhaps later, dear mila", "sight"), "Send")
	s.until("the fan has the reply", func() bool {
		return anna.count("skipped at first sight")+anna.count("opened at second sight") == 1
	})
	for _, text := range []string{"skipped at first sight", "opened at second sight"} {
		if anna.count(text) == 1 {
			anna.Gets(text)
		}
	}
}

func TestManageBotBarOfAnAnsweredFanSaysThatNothingWaits(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("answered and done, dear anna")
	anna.Writes("just this one question")
	s.mila.Taps(s.mila.Card("just this one question"), "Send")
	anna.Gets("answered and done, dear anna")
	s.mila.Asks("/start bizChat"+strconv.FormatInt(anna.ID(), 10), "nothing waits")
	s.mila.Asks("/start bizChat42", "no message")
	s.mila.Asks("/start bizChatnonsense", "")
}
