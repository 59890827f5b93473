package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

func echoing(o *sandbox.Options) { o.Echo = true }

func TestOwnEchoIsNeverAnswered(t *testing.T) {
	s := tell(t, telegram(echoing))
	anna := s.fan("Anna")
	s.model.Says("the echo answers nobody")
	anna.Writes("does your studio have an echo?")
	card := s.mila.Card("does your studio have an echo?")
	s.mila.Taps(card, "Send")
	anna.Gets("the echo answers nobody")
	s.mila.Closed(card, "sent")
	s.someoneElseIsAnswered()
	s.mila.Closed(card, "sent")

	s.model.Answers("and what about the cellar?", "the cellar is silent")
	anna.Writes("and what about the cellar?")
	next := s.mila.Card("and what about the cellar?", "the cellar is silent")
	if holds(s.mila.Reads(next), "does your studio have an echo?") {
		t.Error("an answered message is quoted as waiting")
	}
	q := s.model.Questions()
	if n := q[len(q)-1].Mentions("the echo answers nobody"); n != 1 {
		t.Errorf("the reply stands %d times in the next prompt", n)
	}
}

func TestEchoSettlesAnUnknownOutcome(t *testing.T) {
	s := tell(t, telegram(echoing))
	anna := s.fan("Anna")
	s.model.Says("cut off but not lost")
	anna.Writes("can you hear me now?")
	card := s.mila.Card("can you hear me now?")
	s.tg.Fail("sendMessage", sandbox.Fault{DropAfter: true, If: toFan})
	s.mila.Taps(card, "Send")
	anna.Gets("cut off but not lost")
	s.mila.Closed(card, "sent")
	if n := len(s.replies()); n != 1 {
		t.Errorf("%d sends, want 1", n)
	}
}

func TestBotThatWritesToMilaIsNotAnswered(t *testing.T) {
	s := tell(t)
	spam := s.fan("Spammer", sandbox.WithHandle("spam_bot"), sandbox.AsBot())
	spam.Writes("i sell followers by the thousand")
	s.someoneElseIsAnswered()
	if n := len(s.model.Questions()); n != 1 {
		t.Errorf("%d drafts, want only the one for a person", n)
	}
}

func TestMessageOfAnotherBotIsNotAnswered(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("only humans here, and one cat")
	anna.Writes("who is answering me?")
	card := s.mila.Card("who is answering me?")
	s.push(map[string]any{"business_message": s.businessMessage(anna, 900_001, "buy followers for little money", map[string]any{
		"from":                account(s.mila.User()),
		"sender_business_bot": map[string]any{"id": 7700000999, "is_bot": true, "first_name": "Other", "username": "other_bot"},
	})})
	s.someoneElseIsAnswered()
	s.mila.Taps(card, "Send")
	anna.Gets("only humans here, and one cat")
	if n := s.mila.Heard("buy followers for little money"); n != 0 {
		t.Errorf("the other bot's words stand in %d messages", n)
	}
}
