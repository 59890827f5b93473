package stories_test

import (
	"slices"
	"sync"
	"testing"
)

func TestNewMessageVoidsTheOpenCard(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("could you make me a mug?")
	card := s.mila.Card("could you make me a mug?")
	send := s.mila.Finger(card, "Send")
	s.model.Answers("actually, make it two", "two mugs it is then")
	anna.Writes("actually, make it two")

	s.mila.Closed(card, "out of date")
	s.mila.Sees(card, "Anna wrote again")
	next := s.mila.Card("could you make me a mug?", "actually, make it two")
	if got := s.mila.Presses(card, send); !holds(got, "out of date") {
		t.Errorf("the button of the outdated card answers %q", got)
	}
	s.mila.Taps(next, "Send")
	anna.Gets("two mugs it is then")
}

// The tap reaches Telegram after the fan's message, before the program has
// touched the card.
func TestTapThatCrossesANewMessageSendsNothing(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("is the shop open today?")
	card := s.mila.Card("is the shop open today?")
	send := s.mila.Finger(card, "Send")
	anna.Writes("never mind, i am in hospital")
	if got := s.mila.Presses(card, send); !holds(got, "out of date") {
		t.Errorf("the crossing tap answers %q", got)
	}
	s.mila.Card("never mind, i am in hospital")
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestTapMadeWhileTheProgramWasDownSendsNothingOutdated(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("did my parcel leave?")
	card := s.mila.Card("did my parcel leave?")
	send := s.mila.Finger(card, "Send")
	s.noted()
	s.kill()
	anna.Writes("found it at the neighbour's")

	var tap sync.WaitGroup
	var got string
	tap.Go(func() {
		if a, err := s.mila.TapsData(int64(card), send); err == nil {
			got = a.Text
		}
	})
	s.run()
	tap.Wait()
	if !holds(got, "out of date") {
		t.Errorf("the tap is answered %q", got)
	}
	s.mila.Card("found it at the neighbour's")
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestDraftIsDroppedWhenTheFanWritesWhileTheModelWorks(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Is(hanging)
	s.model.Says("an answer to half a question", "an answer to the whole question")
	anna.Writes("first half of a question")
	s.model.Asked(1)
	anna.Writes("second half of a question")
	s.received()
	s.model.Wakes()

	s.mila.Card("first half of a question", "second half of a question", "an answer to the whole question")
	for _, m := range s.mila.Chat() {
		if slices.ContainsFunc(append(m.Versions, m.Text), func(v string) bool { return holds(v, "an answer to half a question") }) {
			t.Error("the outdated draft was shown")
		}
	}
}

func TestButtonOfOneCardDoesNothingOnAnother(t *testing.T) {
	s := tell(t)
	anna, ben := s.fan("Anna"), s.fan("Ben")
	anna.Writes("anna likes the green plate")
	ben.Writes("ben likes the grey plate")
	forAnna := s.mila.Card("anna likes the green plate")
	forBen := s.mila.Card("ben likes the grey plate")
	if got := s.mila.Presses(forBen, s.mila.Finger(forAnna, "Send")); !holds(got, "out of date") {
		t.Errorf("Anna's button under Ben's card answers %q", got)
	}
	s.someoneElseIsAnswered()
	anna.GotNothing()
	ben.GotNothing()
}

func TestNonsenseInAButtonIsAnsweredAndDoesNothing(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("anna says a small hello")
	card := s.mila.Card("anna says a small hello")
	for _, data := range []string{"x", "ok:999999", "s:1:1", "\x00\xff", "send", "💥💥💥💥💥💥💥💥💥💥💥💥💥💥💥💥"} {
		s.mila.Presses(card, data)
	}
	s.someoneElseIsAnswered()
	anna.GotNothing()
}
