package stories_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestApproveSendsExactlyWhatTheCardShows(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("all blue, from the rim down to the foot")
	asked := anna.Writes("which colour is the new bowl?")

	card := s.mila.Card("Anna", "@anna_writes", "which colour is the new bowl?", "all blue, from the rim down to the foot")
	if got := buttons(s.mila.Message(card)); !slices.Equal(got, openButtons) {
		t.Errorf("buttons %q", got)
	}
	text := s.mila.Reads(card)
	if !regexp.MustCompile(`\b\d{1,3} %`).MatchString(text) {
		t.Errorf("no confidence in per cent on the card:\n%s", text)
	}
	if !regexp.MustCompile(`2[34] h`).MatchString(text) {
		t.Errorf("no time left in the reply window on the card:\n%s", text)
	}
	if s.tg.ReadMark(s.mila.Person, anna.Person) != 0 {
		t.Error("marked as read before it was answered")
	}

	s.mila.Taps(card, "Send")
	anna.Gets("all blue, from the rim down to the foot")
	s.mila.Closed(card, "sent")
	if !regexp.MustCompile(`(?i)sent \d\d:\d\d`).MatchString(s.mila.Reads(card)) {
		t.Errorf("no time of sending on the card:\n%s", s.mila.Reads(card))
	}
	s.until("the fan's message is marked read", func() bool { return s.tg.ReadMark(s.mila.Person, anna.Person) == asked })
	if n := s.tg.Typing(s.mila.Person, anna.Person); n != 0 {
		t.Errorf("typing was shown %d times for a reply that waited for approval", n)
	}
}

func TestApproveTwiceSendsOnce(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("only when the moon is out")
	anna.Writes("do you fire at night?")
	card := s.mila.Card("do you fire at night?", "only when the moon is out")
	s.mila.TapsTwiceAtOnce(card, "Send")
	anna.Gets("only when the moon is out")
	s.mila.Closed(card, "sent")
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestApprovedCardSendsNothingWhenPressedLater(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("thank you, it took a week")
	anna.Writes("that vase is wonderful")
	card := s.mila.Card("that vase is wonderful")
	send, skip := s.mila.Finger(card, "Send"), s.mila.Finger(card, "Skip")
	s.mila.Taps(card, "Send")
	anna.Gets("thank you, it took a week")
	s.mila.Closed(card, "sent")

	for _, data := range []string{send, skip} {
		if got := s.mila.Presses(card, data); !holds(got, "out of date") {
			t.Errorf("an old button answers %q", got)
		}
	}
	s.someoneElseIsAnswered()
	s.mila.Closed(card, "sent")
}

func TestMessagesAreNotMarkedReadWithoutTheRight(t *testing.T) {
	s := tell(t, granting("can_reply"))
	anna := s.fan("Anna")
	s.model.Says("of course i remember you")
	anna.Writes("do you remember me?")
	s.mila.Taps(s.mila.Card("do you remember me?"), "Send")
	anna.Gets("of course i remember you")
	s.someoneElseIsAnswered()
	if n := len(s.tg.Calls("readBusinessMessage")); n != 0 {
		t.Errorf("readBusinessMessage called %d times without the right", n)
	}
}

func TestConversationsStayApart(t *testing.T) {
	s := tell(t)
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.model.Answers("anna's secret is a tattoo", "your tattoo stays between us")
	s.model.Answers("ben plays the cello", "a cello! what do you play?")
	anna.Writes("anna's secret is a tattoo")
	ben.Writes("ben plays the cello")
	s.mila.Taps(s.mila.Card("ben plays the cello"), "Send")
	s.mila.Taps(s.mila.Card("anna's secret is a tattoo"), "Send")
	ben.Gets("a cello! what do you play?")
	anna.Gets("your tattoo stays between us")

	s.model.Answers("and a second question", "second answers are the best")
	ben.Writes("and a second question")
	s.mila.Taps(s.mila.Card("and a second question"), "Send")
	ben.Gets("second answers are the best")
	for _, q := range s.model.Questions() {
		if q.Mentions("tattoo") > 0 && q.Mentions("cello") > 0 {
			t.Error("one fan's words stand in the prompt for another fan")
		}
	}
}

// The next message comes in the very moment the reply to the last one arrives,
// while the program is still writing that down.
func TestQuickTalkLosesNoMessage(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	for i := range 20 {
		question, reply := fmt.Sprintf("quick question number %02d", i), strings.TrimSpace(strings.Repeat(string(rune('a'+i))+"um ", 5))
		s.model.Answers(question, reply)
		anna.Writes(question)
		s.mila.Taps(s.mila.Card(question, reply), "Send")
		anna.Gets(reply)
	}
}

func TestPromptHoldsTheConversationOnceAndInOrder(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Answers("first question about clay", "first answer about clay")
	anna.Writes("first question about clay")
	s.mila.Taps(s.mila.Card("first question about clay"), "Send")
	anna.Gets("first answer about clay")
	s.model.Answers("second question about fire", "second answer about fire")
	anna.Writes("second question about fire")
	s.mila.Taps(s.mila.Card("second question about fire"), "Send")
	anna.Gets("second answer about fire")

	q := s.model.Asked(2)
	for _, text := range []string{"first question about clay", "first answer about clay", "second question about fire"} {
		if n := q.Mentions(text); n != 1 {
			t.Errorf("%q stands %d times in the prompt", text, n)
		}
	}
	if talk := q.Talk(); len(talk) != 2 || talk[0].Role != "user" || talk[1].Role != "assistant" {
		t.Errorf("the conversation is not in turns: %d turns", len(q.Talk()))
	}
	if !holds(q.Last(), "second question about fire") {
		t.Error("the newest message is not last")
	}
}
