package stories_test

import (
	"fmt"
	"slices"
	"testing"
)

func TestOwnReplyVoidsTheCard(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("are you at the market on sunday?")
	card := s.mila.Card("are you at the market on sunday?")
	send := s.mila.Finger(card, "Send")
	s.mila.Writes(anna, "yes, the stand near the church")
	s.mila.Closed(card, "answered by hand")
	if got := s.mila.Presses(card, send); !holds(got, "out of date") {
		t.Errorf("the old button answers %q", got)
	}
	s.someoneElseIsAnswered()
	anna.GotNothing()

	anna.Writes("great, see you there then")
	next := s.mila.Card("great, see you there then")
	if holds(s.mila.Reads(next), "are you at the market") {
		t.Error("a message answered by hand is quoted as waiting")
	}
	q := s.model.Questions()
	talk := q[len(q)-1].Talk()
	if !slices.Contains(talk, turn{"assistant", "yes, the stand near the church"}) {
		t.Error("the reply by hand is not in the conversation as the creator's turn")
	}
}

func TestOwnReplyWhileTheModelWorksLeavesNoCard(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Is(hanging)
	anna.Writes("quick question about the oven")
	s.model.Asked(1)
	s.mila.Writes(anna, "1240 degrees, no more")
	s.received()
	s.model.Wakes()
	s.someoneElseIsAnswered()
	if _, open := s.mila.open("quick question about the oven"); open {
		t.Error("a message answered by hand has an open card")
	}
}

// In the midst of a crowd that is answered automatically Mila answers one fan by
// hand: that fan gets nothing more.
func TestWhoIsAnsweredByHandInACrowdGetsNoAutomaticReply(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"), with("reply.hold", "0s"))
	s.model.Is(hanging)
	s.model.Answers("hello from the crowd", "hello, dear crowd")
	var crowd []*fan
	arrive := func() {
		for range 40 {
			f := s.fan(fmt.Sprintf("Guest%03d", len(crowd)))
			f.Writes("hello from the crowd")
			crowd = append(crowd, f)
		}
	}
	anna := s.fan("Anna")
	arrive()
	anna.Writes("hello from the crowd")
	arrive()
	s.mila.Writes(anna, "anna, it is really me")
	arrive()
	s.received()
	s.model.Wakes()
	for _, f := range crowd {
		f.Gets("hello, dear crowd")
	}
	s.someoneLive()
	anna.GotNothing()
}

func TestMilaWritingFirstOpensNoCard(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.mila.Writes(anna, "hello anna, your bowl is done")
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("your bowl is done"); n != 0 {
		t.Errorf("%d messages about Mila's own words", n)
	}
}

// An away text carries is_from_offline: Telegram wrote it, not Mila.
func TestAwayTextIsNoHandOfMila(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("thursday would be lovely for me")
	anna.Writes("when can i pick up the bowl?")
	card := s.mila.Card("when can i pick up the bowl?")
	s.secret("i am away and answer soon")
	s.mila.AutoReplies(anna.Person, "i am away and answer soon")
	s.someoneElseIsAnswered()
	s.mila.Taps(card, "Send")
	anna.Gets("thursday would be lovely for me")
	s.mila.Closed(card, "sent")
}

func TestEditOfMilasOwnMessageVoidsNothing(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	own := s.mila.Writes(anna, "the kiln opens at fiev")
	s.model.Says("exactly, five sharp in the morning")
	anna.Writes("you mean five?")
	card := s.mila.Card("you mean five?")
	s.mila.Edits(anna.Person, own, "the kiln opens at five")
	s.someoneElseIsAnswered()
	s.mila.Taps(card, "Send")
	anna.Gets("exactly, five sharp in the morning")
}
