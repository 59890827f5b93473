package stories_test

import (
	"fmt"
	"os"
	"testing"
)

func TestProfileConnectedAgainTakesTheQuestionBack(t *testing.T) {
	s := tell(t, with("disconnect.ask_after", "1s"))
	anna := s.fan("Anna")
	s.model.Answers("which vase did I order?", "the blue one is yours")
	anna.Writes("which vase did I order?")
	s.mila.Card("which vase did I order?")
	s.mila.Disconnect()
	question := card(s.mila.Hears("What shall I keep?", "4.2 b and c").ID)
	data := s.mila.Finger(question, "Delete everything")
	s.mila.Connect()
	s.mila.Closed(question, "nothing was deleted")
	if said := s.mila.Presses(question, data); !holds(said, "connected again") {
		t.Errorf("a button that was taken back says %q", said)
	}
	done := s.mila.Card("which vase did I order?")
	s.mila.Taps(done, "Send")
	anna.Gets("the blue one is yours")
	if n := s.mila.Heard("What shall I keep?"); n != 0 {
		t.Errorf("%d questions are left", n)
	}
}

func TestShortBreakAsksNothing(t *testing.T) {
	s := tell(t)
	for range 3 {
		s.mila.Disconnect()
		s.mila.Hears("was disconnected")
		s.mila.Connect()
	}
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("shall I keep"); n != 0 {
		t.Errorf("asked %d times", n)
	}
}

func TestAnsweredKeepKeepsEverything(t *testing.T) {
	s := tell(t, with("disconnect.ask_after", "1s"))
	anna := s.fan("Anna")
	s.model.Answers("do you keep my vase?", "still yours")
	anna.Writes("do you keep my vase?")
	s.mila.Card("do you keep my vase?")
	s.mila.Disconnect()
	question := card(s.mila.Hears("What shall I keep?").ID)
	s.mila.Taps(question, "Keep everything")
	s.mila.Closed(question, "all goes on as before")
	s.restart()
	s.mila.Connect()
	s.mila.Taps(s.mila.Card("do you keep my vase?"), "Send")
	anna.Gets("still yours")
}

// lived lets two fans be answered and one wait, and ends the connection.
func (s *story) lived() (anna *fan, question card) {
	s.t.Helper()
	anna, bert := s.fan("Anna"), s.fan("Bert")
	s.model.Answers("which vase did I order?", "the blue one is yours")
	s.model.Answers("are you open on sunday?", "only on weekdays")
	anna.Writes("which vase did I order?")
	s.mila.Taps(s.mila.Card("which vase did I order?"), "Send")
	anna.Gets("the blue one is yours")
	bert.Writes("are you open on sunday?")
	s.mila.Card("are you open on sunday?")
	s.mila.Disconnect()
	return anna, card(s.mila.Hears("What shall I keep?").ID)
}

func (s *story) exported() string {
	s.t.Helper()
	_ = os.Remove(s.path("export.md"))
	if code, out := s.command("export", s.path("export.md")); code != 0 {
		s.t.Fatalf("exit code %d:\n%s", code, out)
	}
	raw := s.read("export.md")
	return string(raw)
}

func TestDeletedFansBeginAnewAndFiguresStay(t *testing.T) {
	s := tell(t, with("disconnect.ask_after", "1s"))
	anna, question := s.lived()
	s.mila.Taps(question, "Delete what is about fans")
	s.mila.Sees(question, "cannot be undone")
	s.mila.Taps(question, "No, go back")
	s.mila.Sees(question, "What shall I keep?")
	if all := s.exported(); !holds(all, "which vase did I order?") {
		t.Errorf("one tap deleted something:\n%s", all)
	}
	s.mila.Taps(question, "Delete what is about fans")
	s.mila.Sees(question, "cannot be undone")
	s.mila.Taps(question, "Yes, delete what is about fans")
	s.mila.Closed(question, "Deleted (chats: 2, messages: 3)")
	if all := s.exported(); all != "" {
		t.Errorf("still kept:\n%s", all)
	}
	code, record := s.command("audit")
	if code != 0 || !holds(record, "send") || holds(record, fmt.Sprint(anna.ID())) {
		t.Errorf("audit ends with %d:\n%s", code, record)
	}
	s.mila.Connect()
	s.model.Answers("hello, do you know me?", "nice to meet you")
	anna.Writes("hello, do you know me?")
	s.mila.Taps(s.mila.Card("hello, do you know me?", "nice to meet you"), "Send")
	anna.Gets("nice to meet you")
	for _, q := range s.model.Questions() {
		if told := fmt.Sprint(q.Messages); holds(told, "hello, do you know me?") && holds(told, "the blue one is") {
			t.Errorf("the model is told of what was deleted: %s", told)
		}
	}
}

func TestDeletedEverythingLeavesThePairing(t *testing.T) {
	s := tell(t, with("disconnect.ask_after", "1s"))
	_, question := s.lived()
	s.mila.Taps(question, "Delete everything")
	s.mila.Sees(question, "cannot be undone")
	data := s.mila.Finger(question, "Yes, delete everything")
	both := s.mila.TapsTwiceAtOnce(question, "Yes, delete everything")
	if !holds(both[0]+both[1], "Deleted") {
		t.Errorf("answers %q", both)
	}
	s.mila.Closed(question, "as if for the first time")
	if _, record := s.command("audit"); holds(record, "send") {
		t.Errorf("the record is left:\n%s", record)
	}
	s.restart()
	if said := s.mila.Presses(question, data); !holds(said, "decided before") { // nothing was connected again
		t.Errorf("a finger more is told %q", said)
	}
	s.mila.Connect()
	s.mila.Hears("Connected to your profile")
	s.someoneElseIsAnswered()
	if said := s.mila.Reads(question); !holds(said, "as if for the first time") {
		t.Errorf("the question says in the end %q", said)
	}
}

func TestSecretaryModeThatStaysOffIsAskedAbout(t *testing.T) {
	s := tell(t, with("disconnect.ask_after", "1s"))
	s.someoneElseIsAnswered()
	s.tg.SetSecretaryMode(false)
	s.stop()
	s.run()
	question := card(s.mila.Hears("What shall I keep?").ID)
	s.tg.SetSecretaryMode(true)
	s.stop()
	s.run()
	s.mila.Closed(question, "nothing was deleted")
}
