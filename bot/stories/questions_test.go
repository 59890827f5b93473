package stories_test

import (
	"slices"
	"testing"
)

func TestAQuestionThatADraftLeavesOpenIsNamedAndNothingGoesOutByItself(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"), with("reply.hold", "0s"))
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.model.SaysSo(reply{text: "the studio is by the river", sure: 0.995, yes: 0.98, open: []string{"which clay"}})
	anna.Writes("where is the studio? and which clay do you use")
	card := s.mila.Card("the studio is by the river", "Not answered: and which clay do you use")
	if slices.Contains(buttons(s.mila.Message(card)), "Stop") {
		t.Error("a reply that leaves a question open counts down")
	}
	q := s.model.Asked(1)
	if q.Mentions("They ask 2 things") != 1 || q.Mentions("2. and which clay do you use") != 1 {
		t.Errorf("the prompt does not list both questions:\n%s", q.Last())
	}
	s.model.Answers("what is the cat called?", "pingo, and she sleeps all day")
	ben.Writes("what is the cat called? does she sleep a lot?")
	ben.Gets("pingo, and she sleeps all day")
	anna.GotNothing()
	s.mila.RepliesTo(card, "by the river, and it is red clay")
	anna.Gets("by the river, and it is red clay")
}
