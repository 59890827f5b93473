package stories_test

import (
	"testing"
)

func TestEditSendsWhatMilaWritesAndNotTheDraft(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("hm, let me think about the post")
	anna.Writes("can you send a bowl to Norway?")
	card := s.mila.Card("can you send a bowl to Norway?")
	s.mila.Taps(card, "Edit")

	prompt := s.mila.Prompt("Anna", "hm, let me think about the post")
	s.secret("yes <b>to Norway</b> & back_again")
	s.mila.Replies(prompt.ID, "yes <b>to Norway</b> & back_again")
	anna.Gets("yes <b>to Norway</b> & back_again")
	s.mila.Closed(card, "as you wrote it")
	s.until("the prompt ends with the card", func() bool { return !prompted(s) })
}

func TestReplyToTheCardSendsItAsWritten(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("a draft nobody wants")
	anna.Writes("what is your favourite glaze?")
	card := s.mila.Card("what is your favourite glaze?")
	s.mila.RepliesTo(card, "celadon, today and always")
	anna.Gets("celadon, today and always")
	s.mila.Closed(card, "as you wrote it")
}

func TestTwoPromptsReachTheirOwnFans(t *testing.T) {
	s := tell(t)
	anna, ben := s.fan("Anna"), s.fan("Ben")
	anna.Writes("anna wonders about handles")
	s.mila.Taps(s.mila.Card("anna wonders about handles"), "Edit")
	forAnna := s.mila.Prompt("Anna")
	ben.Writes("ben wonders about lids")
	s.mila.Taps(s.mila.Card("ben wonders about lids"), "Edit")
	forBen := s.mila.Prompt("Ben")

	s.mila.Replies(forAnna.ID, "handles come last of all")
	s.mila.Replies(forBen.ID, "lids come off the hump")
	anna.Gets("handles come last of all")
	ben.Gets("lids come off the hump")
}

func TestPromptOutlivesARestart(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("will you teach a class?")
	card := s.mila.Card("will you teach a class?")
	s.mila.Taps(card, "Edit")
	prompt := s.mila.Prompt("Anna")
	s.noted()
	s.restart()
	s.mila.Replies(prompt.ID, "not this year, sadly for both of us")
	anna.Gets("not this year, sadly for both of us")
	s.mila.Closed(card, "as you wrote it")
}

func TestPlainMessageReachesNoFanWhileAPromptIsOpen(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("are you there tonight?")
	card := s.mila.Card("are you there tonight?")
	s.mila.Taps(card, "Edit")
	s.mila.Prompt("Anna")

	s.mila.Asks("note to myself: buy more clay", "nothing was sent")
	s.someoneElseIsAnswered()
	anna.GotNothing()
	if _, open := s.mila.open("are you there tonight?"); !open {
		t.Error("the card is not open any more")
	}
}

func TestReplyToAPromptOfAnOutdatedCardSendsNothing(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("shall i come on friday?")
	card := s.mila.Card("shall i come on friday?")
	s.mila.Taps(card, "Edit")
	prompt := s.mila.Prompt("Anna")
	anna.Writes("oh wait, i mean saturday")
	s.mila.Closed(card, "out of date")

	s.answer(s.mila.Person, s.mila.Replies(prompt.ID, "friday is perfect, see you"))
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestReplyToASentCardSendsNothing(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("it is called pingo")
	anna.Writes("what is the cat called?")
	card := s.mila.Card("what is the cat called?")
	s.mila.Taps(card, "Send")
	anna.Gets("it is called pingo")
	s.mila.Closed(card, "sent")

	s.answer(s.mila.Person, s.mila.RepliesTo(card, "tell me more of that cat"))
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestReplyToAnythingButACardSendsNothing(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("an open question from anna")
	s.mila.Card("an open question from anna")
	notice := s.mila.Hears("connected")
	s.secret("words for nobody at all")
	s.answer(s.mila.Person, s.mila.Replies(notice.ID, "words for nobody at all"), "nothing was sent")
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestPhotoAsAReplyIsRefusedInWords(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("show me the kiln please")
	card := s.mila.Card("show me the kiln please")
	s.answer(s.mila.Person, s.mila.SendsPhoto("here it is, all of it"))
	s.someoneElseIsAnswered()
	anna.GotNothing()
	if _, open := s.mila.open("show me the kiln please"); !open {
		t.Errorf("the card ended: %s", s.mila.Reads(card))
	}
}

// prompted says whether a force-reply prompt stands in Mila's chat.
func prompted(s *story) bool {
	for _, m := range s.mila.Chat() {
		if m.ForceReply {
			return true
		}
	}
	return false
}
