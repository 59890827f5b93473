package stories_test

import (
	"slices"
	"testing"
)

func TestWithoutTheRightToReplyNothingIsTried(t *testing.T) {
	s := tell(t, granting("can_read_messages"))
	anna := s.fan("Anna")
	s.mila.Hears("Reply to messages")
	anna.Writes("can you answer me at all?")
	s.mila.Hears("can you answer me at all?")
	s.received()
	for _, m := range s.mila.Chat() {
		if holds(m.Text, "can you answer me at all?") && slices.Contains(buttons(m), "Send") {
			t.Error("a card offers Send without the right to reply")
		}
	}
	if n := len(s.replies()); n != 0 {
		t.Errorf("%d sends were tried", n)
	}
}

func TestTakingTheRightVoidsTheOpenCardAndGivingItBackOffersANewOne(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("never to be sent at all", "now it may be sent")
	anna.Writes("is this still your account?")
	card := s.mila.Card("is this still your account?")
	send := s.mila.Finger(card, "Send")
	before := s.notices()

	s.mila.Connection().SetRights("can_read_messages")
	s.mila.Closed(card, "out of date")
	s.mila.Hears("taken away", "Reply to messages")
	s.mila.Presses(card, send)
	s.received()
	if n := s.notices() - before; n != 1 {
		t.Errorf("Mila was told in %d messages, want one", n)
	}

	s.mila.Connection().SetRights("can_reply", "can_read_messages")
	next := s.mila.Card("is this still your account?", "now it may be sent")
	s.mila.Taps(next, "Send")
	anna.Gets("now it may be sent")
}

func TestTakingTheRightWhileTheModelWorksLeavesNothingToSend(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Is(hanging)
	anna.Writes("think about this while i wait")
	s.model.Asked(1)
	s.mila.Connection().SetRights("can_read_messages")
	s.received()
	s.model.Wakes()
	s.mila.Hears("taken away")
	for _, m := range s.mila.Chat() {
		if holds(m.Text, "think about this while i wait") && slices.Contains(buttons(m), "Send") {
			t.Error("a card offers Send without the right to reply")
		}
	}
}

func TestRightsBeyondNeedArePointedOut(t *testing.T) {
	s := tell(t, granting("can_reply", "can_read_messages", "can_delete_sent_messages", "can_edit_name"))
	s.mila.Hears("connected")
	text := s.mila.Asks("/status", "permission")
	if !holds(text, "edit name") && !holds(text, "can_edit_name") {
		t.Errorf("the right to change the name is not mentioned:\n%s", text)
	}
}

// notices counts the bot's messages to Mila that are no cards.
func (s *story) notices() int {
	n := 0
	for _, m := range s.mila.Chat() {
		if m.FromBot && !holds(m.Text, "Draft") && !hasCallback(m) {
			n++
		}
	}
	return n
}
