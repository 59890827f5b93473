package stories_test

import (
	"fmt"
	"testing"
)

const theSentence = "Mila will answer you personally."

func TestFanWhoAsksForAPersonGetsOne(t *testing.T) {
	for name, words := range map[string]string{"a command": " /Human@mila_sec_bot ", "plain words": "hi, can i please talk to a real person?"} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, with("reply.mode", "auto"))
			anna := s.fan("Anna")
			anna.Writes(words)
			s.mila.Hears("Anna", "asks for a person")
			anna.Gets(theSentence)
			waiting := s.mila.Card("they asked for a person") // the sentence answers nothing

			s.model.Answers("my bowl came broken", "oh no, my poor bowl")
			anna.Writes("my bowl came broken")
			s.mila.Closed(waiting, "wrote again")
			card := s.mila.Card("my bowl came broken", "oh no, my poor bowl", "you approve every reply")
			s.someoneElseIsAnsweredByItself()
			anna.GotNothing()

			s.mila.Taps(card, "Send")
			anna.Gets("oh no, my poor bowl")
			s.mila.Replies(int64(card), "/mode default") // lifts the wish
			s.mila.Hears("For Anna the general mode holds")
			s.model.Answers("all is well again, thank you", "that makes me happy")
			anna.Writes("all is well again, thank you")
			anna.Gets("that makes me happy")
		})
	}
}

func TestWishForAPersonStopsTheCountdown(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"), with("reply.hold", "3s"))
	anna := s.fan("Anna")
	s.model.Answers("what is for dinner?", "soup in a blue bowl")
	anna.Writes("what is for dinner?")
	card := s.mila.Card("soup in a blue bowl", "goes out by itself")
	anna.Writes("/human")
	s.mila.Closed(card, "wrote again")
	anna.Gets(theSentence)
	s.mila.Card("what is for dinner?", "soup in a blue bowl", "you approve every reply") // the other question waits for her
	anna.GotNothing()
}

func TestWishForAPersonIsMilasToAnswerInModeApprove(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("/human")
	s.mila.Hears("Anna", "asks for a person")
	s.mila.Taps(s.mila.Card("/human", theSentence), "Send")
	anna.Gets(theSentence)
	s.mila.Card("/human", "they asked for a person")
	if n := len(s.model.Questions()); n != 0 {
		t.Errorf("the model was asked %d times", n)
	}
}

func TestWishForAPersonOutlivesAPowerCut(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"), with("reply.hold", "4s"))
	anna := s.fan("Anna")
	anna.Writes("/human")
	s.mila.Card(theSentence)
	s.mila.Hears("asks for a person")
	s.mila.Asks("/mode", "Who decides?") // told after it, and so what came before is noted
	s.noted()
	s.restart()
	anna.Gets(theSentence)
	s.mila.Card("they asked for a person")
	s.model.Answers("still there?", "yes, in a minute")
	anna.Writes("still there?")
	s.mila.Card("yes, in a minute", "you approve every reply")
	if n := s.mila.Heard("asks for a person"); n != 1 {
		t.Errorf("Mila was told %d times", n)
	}
}

func TestFanWhoAsksWhatIsKeptIsTold(t *testing.T) {
	const kept = "i keep what we write, on my own machine"
	s := tell(t, with("persona.privacy", kept), disclosing)
	anna, ben := s.fan("Anna"), s.fan("Ben")
	anna.Writes("/privacy")
	anna.GetsAll(theLine, kept)
	ben.Writes("/privacy")
	ben.Writes("and is the blue bowl still there?")
	s.mila.Card("/privacy", "and is the blue bowl", "the creator must answer this") // it answers only half of it
	ben.GotNothing()
}

// What a fixed sentence does not answer would count as answered with it.
func TestFixedSentenceThatLeavesAQuestionOpenAsksMila(t *testing.T) {
	const kept, truth = "i keep what we write, on my own machine", "sometimes an assistant helps me to write here"
	s := tell(t, with("persona.privacy", kept), with("persona.bot_answer", truth), with("reply.mode", "auto"), with("reply.hold", "0s"))
	for i, said := range []string{
		"/privacy and when is the next market?", "are you a bot? and when is the next market?", "are you a bot? i would like to buy two bowls",
		"i read your privacy policy and all is well, but my dear old mother died last week and i cannot work",
	} {
		anna := s.fan(fmt.Sprintf("Anna%d", i))
		anna.Writes(said)
		s.mila.Card(said, "the creator must answer this")
		anna.GotNothing()
	}
	ben, cleo := s.fan("Ben"), s.fan("Cleo")
	ben.Writes("which data do you keep about me?")
	ben.Gets(kept)
	cleo.Writes("hey mila, are you real? or is this a bot?")
	cleo.Gets(truth)
}
