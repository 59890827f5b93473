package stories_test

import (
	"slices"
	"testing"
)

// Nothing silences an alarm, and no model is asked.
func TestSelfHarmAndMinorsAlarmAtOnceAndGetNoModelText(t *testing.T) {
	for name, telling := range map[string]struct {
		change func(*story)
		writes string
		hit    string
		says   string
	}{
		"approve":          {func(*story) {}, "i want to k1ll myself", "k1ll myself", "mentions self-harm"},
		"auto":             {func(s *story) { s.mila.Asks("/mode auto", "auto") }, "hi! i'm 15 btw", "i'm 15", "may be under 18"},
		"off":              {func(s *story) { s.mila.Asks("/mode off", "off") }, "ich bin 15, hallo Mila", "ich bin 15", "may be under 18"},
		"paused":           {func(s *story) { s.mila.Asks("/pause", "paused") }, "не хочу больше жить", "не хочу больше жить", "mentions self-harm"},
		"the model is bad": {func(s *story) { s.model.Is(hanging) }, "s u i c i d e", "s u i c i d e", "mentions self-harm"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, with("reply.quiet_period", "300ms"))
			telling.change(s)
			anna := s.fan("Anna")
			anna.Writes(telling.writes)
			notice := s.mila.Hears("⚠️", "Anna", telling.says)
			card := s.mila.Card("Anna", "no draft", telling.says)
			if got := buttons(s.mila.Message(card)); slices.Contains(got, "Again") || slices.Contains(got, "Send") || !slices.Contains(got, "Open chat") {
				t.Errorf("buttons %v", got)
			}
			anna.Writes("are you there?")
			again := s.mila.Card("are you there?", "no draft")
			if n := s.mila.Heard("⚠️", "Anna"); n != 1 {
				t.Errorf("%d alarms for one burst", n)
			}
			if !holds(notice.Text, telling.hit) {
				t.Errorf("the alarm does not show the words: %s", notice.Text)
			}
			s.mila.RepliesTo(again, "i am here, anna. please call somebody")
			anna.Gets("i am here, anna. please call somebody")
			if n := len(s.model.Questions()); n != 0 {
				t.Errorf("the model was asked %d times", n)
			}
		})
	}
}

// A story that the creator wants once more is not handed to the model either.
func TestNoWayLeadsFromAnAlarmToTheModel(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("i want to die")
	card := s.mila.Card("i want to die", "no draft")
	s.mila.RepliesTo(card, "/again shorter please")
	s.mila.Card("i want to die", "no draft", "self-harm")
	s.mila.Asks("/status", "Token accepted") // comes after the alarm, so the alarm is noted as told
	s.noted()
	s.restart()
	s.someoneElseIsAnswered()
	if n := len(s.model.Questions()); n != 1 {
		t.Errorf("the model was asked %d times, one of them for somebody else", n)
	}
	if n := s.mila.Heard("⚠️", "Anna"); n != 1 {
		t.Errorf("%d alarms for one message", n)
	}
	anna.GotNothing()
}

func TestAlarmOfASplitSentenceIsHeard(t *testing.T) {
	s := tell(t)
	s.mila.Asks("/mode off", "off")
	anna := s.fan("Anna")
	anna.Writes("i want to")
	anna.Writes("kill")
	anna.Writes("myself")
	s.mila.Hears("⚠️", "Anna", "self-harm")
}
