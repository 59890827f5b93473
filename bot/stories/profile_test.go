package stories_test

import (
	"strconv"
	"testing"

	"secretary/bot/sandbox"
)

func TestSomebodyElsesProfileIsNeverServed(t *testing.T) {
	s := tell(t)
	eve := s.tg.Person("Eve", sandbox.WithHandle("eve_else"))
	eve.Connect()
	gus := s.fan("Gus")
	gus.profile = eve
	told := func() int {
		n := 0
		for _, m := range s.mila.Chat() {
			if m.FromBot && holds(m.Text, "not served") && (holds(m.Text, "Eve") || holds(m.Text, strconv.FormatInt(eve.ID(), 10))) {
				n++
			}
		}
		return n
	}
	s.until("Mila is told", func() bool { return told() > 0 })

	gus.Writes("a private word for eve")
	gus.Writes("another private word for eve")
	s.received()
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("private word for eve"); n != 0 {
		t.Errorf("words for another profile stand in %d messages to Mila", n)
	}
	for _, q := range s.model.Questions() {
		if q.Mentions("private word for eve") != 0 {
			t.Error("a draft was made for another profile")
		}
	}
	if n := told(); n != 1 {
		t.Errorf("Mila was told %d times", n)
	}
	s.settled()
	s.restart()
	gus.Writes("a third private word for eve")
	s.received()
	s.someoneElseIsAnswered()
	if n := told(); n != 1 {
		t.Errorf("Mila was told %d times after a restart", n)
	}
}

func TestSomebodyElsesProfileIsNotServedWithoutItsUpdateEither(t *testing.T) {
	s := tell(t, telegram(func(o *sandbox.Options) { o.SilentConnect = true }))
	eve := s.tg.Person("Eve", sandbox.WithHandle("eve_else"))
	eve.Connect()
	gus := s.fan("Gus")
	gus.profile = eve
	gus.Writes("nobody but eve may read this")
	s.mila.Hears("not served")
	s.someoneElseIsAnswered()
	if n := len(s.model.Questions()); n != 1 {
		t.Errorf("%d drafts, want only the one for Mila's fan", n)
	}
}

// Both boxes hold the same message numbers, and the fan is the same person.
func TestSameFanAndSameNumbersInTwoProfilesAreNotMixedUp(t *testing.T) {
	s := tell(t)
	eve := s.tg.Person("Eve", sandbox.WithHandle("eve_else"))
	eve.Connect()
	anna := s.fan("Anna")
	s.secret("this one is for eve")
	raw := s.businessMessage(anna, 42, "this one is for eve", map[string]any{"business_connection_id": eve.Connection().ID()})
	s.push(map[string]any{"business_message": raw})
	s.push(map[string]any{"business_message": s.businessMessage(anna, 42, "and this one is for mila", nil)})
	s.mila.Card("and this one is for mila")
	if n := s.mila.Heard("this one is for eve"); n != 0 {
		t.Error("words for another profile reached Mila")
	}
}
