package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

func TestDisabledConnectionVoidsOpenCardsAtOnce(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("a draft for nobody now", "a draft for later then")
	anna.Writes("are you leaving us?")
	card := s.mila.Card("are you leaving us?")
	send := s.mila.Finger(card, "Send")
	before := s.notices()
	s.mila.Connection().Disable()
	s.mila.Closed(card, "out of date")
	s.mila.Hears("disconnected")
	s.mila.Presses(card, send)
	s.received()
	if n := s.notices() - before; n != 1 {
		t.Errorf("Mila was told in %d messages, want one", n)
	}
	s.mila.Connection().Enable()
	s.mila.Taps(s.mila.Card("are you leaving us?", "a draft for later then"), "Send")
	anna.Gets("a draft for later then")
}

func TestDisconnectingWhileTheModelWorksLeavesNothingToSend(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Is(hanging)
	anna.Writes("a thought before goodbye")
	s.model.Asked(1)
	s.mila.Disconnect()
	s.mila.Hears("disconnected")
	s.model.Wakes()
	s.received()
	for _, m := range s.mila.Chat() {
		if holds(m.Text, "a thought before goodbye") && holds(labels(m), "Send") {
			t.Error("a card offers Send without a connection")
		}
	}
}

// Ids change with every change of settings; the people stay the same.
func TestCardFromBeforeAChangeOfTheConnectionIDStillSends(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("same people, other number")
	anna.Writes("did something change?")
	card := s.mila.Card("did something change?")
	old := s.mila.Connection().ID()
	s.mila.Connection().SetRights("can_reply", "can_read_messages")
	if s.mila.Connection().ID() == old {
		t.Fatal("the sandbox kept the id")
	}
	s.received()
	s.mila.Taps(card, "Send")
	anna.Gets("same people, other number")
}

// The change has not reached us yet when the reply goes out: Telegram refuses
// the old id, so nothing was sent, and the reply follows under the new one.
func TestReplyRefusedForAnOldConnectionIDFollowsUnderTheNewOne(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("through the new door then")
	anna.Writes("which door is yours now?")
	card := s.mila.Card("which door is yours now?")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 400, Description: "Bad Request: BUSINESS_CONNECTION_INVALID", If: toFan})
	s.mila.Taps(card, "Send")
	anna.Gets("through the new door then")
	s.mila.Closed(card, "sent")
}

func TestConversationGoesOnUnderANewConnectionID(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Answers("one question before it", "one answer before it")
	anna.Writes("one question before it")
	s.mila.Taps(s.mila.Card("one question before it"), "Send")
	anna.Gets("one answer before it")
	s.mila.Disconnect()
	s.mila.Hears("disconnected")
	s.mila.Connect()
	s.model.Answers("one question after it", "one answer after it")
	anna.Writes("one question after it")
	s.mila.Taps(s.mila.Card("one question after it"), "Send")
	anna.Gets("one answer after it")
	q := s.model.Questions()
	if q[len(q)-1].Mentions("one answer before it") != 1 {
		t.Error("the conversation from before the reconnect is forgotten")
	}
}

func TestConnectionWhoseUpdateNeverCameIsFetched(t *testing.T) {
	s := tell(t, telegram(func(o *sandbox.Options) { o.SilentConnect = true }))
	anna := s.fan("Anna")
	s.model.Says("found you without a word")
	anna.Writes("do you see me at all?")
	s.mila.Taps(s.mila.Card("do you see me at all?"), "Send")
	anna.Gets("found you without a word")
	if n := len(s.tg.Calls("getBusinessConnection")); n == 0 {
		t.Error("the connection was never fetched")
	}
}

func TestChangeIsToldInOneMessage(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	s.someoneElseIsAnswered()
	before := s.notices()
	s.mila.Connection().SetRights("can_reply")
	s.mila.Hears("taken away", "read")
	s.received()
	if n := s.notices() - before; n != 1 {
		t.Errorf("Mila was told in %d messages, want one", n)
	}
}

func TestExcludedChatEndsTheCardInWords(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("words for a closed door")
	anna.Writes("am i still welcome?")
	card := s.mila.Card("am i still welcome?")
	s.mila.Connection().Pause(anna.Person)
	s.mila.Taps(card, "Send")
	s.mila.Closed(card, "failed")
	s.mila.Sees(card, "excluded", "words for a closed door")
}

func TestSecretaryModeSwitchedOffEndsTheCardInWords(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("is the secretary in today?")
	card := s.mila.Card("is the secretary in today?")
	s.tg.SetSecretaryMode(false)
	s.mila.Taps(card, "Send")
	s.mila.Closed(card, "failed")
	s.mila.Sees(card, "Secretary Mode", "BotFather")
}
