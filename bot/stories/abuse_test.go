package stories_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestBeyondTheDailyCeilingAPersonDecides(t *testing.T) {
	s := tell(t, with("reply.mode", "auto"), with("reply.hold", "0s"), with("reply.daily", 2))
	anna := s.fan("Anna")
	for i, reply := range []string{"clay and coffee, as always", "pingo sleeps on the kiln", "tomorrow i glaze the blue ones"} {
		text := fmt.Sprintf("anna asks question %d of today", i)
		s.model.Answers(text, reply)
		anna.Writes(text)
		if i < 2 {
			anna.Gets(reply)
			continue
		}
		card := s.mila.Card(text, "that many replies went to this fan by themselves today (2)")
		s.mila.Taps(card, "Send")
		anna.Gets(reply)
	}
	s.someoneLive() // another fan has a day of his own
}

// A flood of pictures, voices and words: one card, one question to the model at
// most, and no file is asked for (every story ends with that question).
func TestAFloodOfMediaIsOneCardAndNoDownload(t *testing.T) {
	s := tell(t, with("reply.quiet_period", "1s"))
	anna := s.fan("Anna")
	for range 10 {
		anna.WritesPhoto(s.mila.Person, "")
		anna.WritesVoice(s.mila.Person, 7)
		anna.WritesSticker(s.mila.Person, "🎈")
	}
	s.received()
	s.mila.Card("Photo", "the model cannot see what came")
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("Anna @"); n != 1 {
		t.Errorf("%d cards for one flood", n)
	}
	if n := len(s.model.Questions()); n != 1 {
		t.Errorf("the model was asked %d times, want once, for somebody else", n)
	}
}

// A thousand messages of one fan are all stored, and cost one draft and one card. A
// busy machine may need longer for them than the quiet period.
func TestAFloodOfAThousandMessagesIsStoredAndCostsOneDraft(t *testing.T) {
	s := tell(t, with("reply.quiet_period", "1s"))
	anna := s.fan("Anna")
	s.model.Answers("pebble number 0999", "that is quite a beach")
	for i := range 1000 {
		anna.Person.Writes(s.mila.Person, fmt.Sprintf("pebble number %04d", i))
	}
	s.secret("pebble number 0", "that is quite a beach")
	card := s.mila.Card("pebble number 0999", "that is quite a beach", "earlier messages")
	if n := len(s.model.Questions()); n > 3 {
		t.Errorf("the model was asked %d times about one flood", n)
	}
	if n := s.mila.Heard("pebble number"); n != 1 {
		t.Errorf("%d cards for one flood", n)
	}
	if n := strings.Count(s.exported(), "pebble number"); n < 1000 {
		t.Errorf("%d of 1000 messages are stored", n)
	}
	s.mila.Taps(card, "Send")
	anna.Gets("that is quite a beach")
}

// Who lets the model work longer than ollama.per_fan gets cards without a draft
// until Mila asks for one.
func TestTheModelsTimeForOneFanEndsAndMilaCanStillAsk(t *testing.T) {
	s := tell(t, with("ollama.per_fan", "1ms"))
	anna := s.fan("Anna")
	anna.Writes("anna's first of the day")
	s.mila.Card("anna's first of the day", "Draft ·")
	anna.Writes("anna's second of the day")
	card := s.mila.Card("anna's second of the day", "worked long enough for this fan today")
	if n := len(s.model.Questions()); n != 1 {
		t.Errorf("the model was asked %d times", n)
	}
	s.model.Answers("anna's second of the day", "since you ask, here it is")
	s.mila.Taps(card, "Again")
	s.mila.Taps(s.mila.Card("since you ask, here it is"), "Send")
	anna.Gets("since you ask, here it is")
}
