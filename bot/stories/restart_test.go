package stories_test

import (
	"sync/atomic"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func TestOpenCardWorksAfterAPowerCut(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("still here after the dark")
	anna.Writes("are you still here?")
	card := s.mila.Card("are you still here?")
	s.noted()
	s.restart()
	s.mila.Taps(card, "Send")
	anna.Gets("still here after the dark")
	s.mila.Closed(card, "sent")
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("are you still here?"); n != 1 {
		t.Errorf("%d cards for one message", n)
	}
}

func TestRestartTellsNothingTwice(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	s.someoneElseIsAnswered()
	s.settled()
	before := s.notices()
	s.restart()
	s.someoneElseIsAnswered()
	s.settled()
	s.restart()
	s.someoneElseIsAnswered()
	if n := s.notices() - before; n != 0 {
		t.Errorf("%d messages beside the cards after two restarts", n)
	}
}

func TestMessagesWrittenWhileTheProgramWasDownAreServed(t *testing.T) {
	s := tell(t)
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.received()
	s.kill()
	anna.Writes("anna knocks at a closed door")
	ben.Writes("ben knocks at a closed door")
	s.run()
	s.mila.Card("anna knocks at a closed door")
	s.mila.Card("ben knocks at a closed door")
}

func TestPowerCutWhileTheModelWorksIsDraftedAfresh(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Is(hanging)
	anna.Writes("think hard about this one")
	s.model.Asked(1)
	s.kill()
	s.model.Wakes()
	s.model.Answers("think hard about this one", "i thought hard and long")
	s.run()
	s.mila.Taps(s.mila.Card("think hard about this one", "i thought hard and long"), "Send")
	anna.Gets("i thought hard and long")
}

// The reply has arrived, but the program dies before it learns so.
func TestPowerCutWhileSendingNeverSendsAgainByItself(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("sent in the very last second")
	anna.Writes("will this arrive once?")
	card := s.mila.Card("will this arrive once?")
	s.tg.Fail("sendMessage", sandbox.Fault{HangAfter: true, If: toFan})
	s.mila.Taps(card, "Send")
	anna.Gets("sent in the very last second")
	s.restart()

	asked := s.mila.Card("will this arrive once?")
	s.until("Mila is asked", func() bool { return holds(labels(s.mila.Message(asked)), "It arrived", "Send again") })
	s.someoneElseIsAnswered()
	s.mila.Taps(asked, "It arrived")
	s.mila.Closed(asked, "sent")
}

// The reply never arrived, and Mila says so.
func TestPowerCutBeforeSendingIsAskedAndSentOnce(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	s.model.Says("second try, first arrival")
	anna.Writes("did you say something?")
	card := s.mila.Card("did you say something?")
	s.tg.Fail("sendMessage", sandbox.Fault{HangBefore: true, If: toFan})
	s.mila.Taps(card, "Send")
	s.until("the send is on its way", func() bool { return len(s.replies()) == 1 })
	s.restart()
	s.until("Mila is asked", func() bool {
		c, ok := s.mila.open("did you say something?")
		return ok && holds(labels(s.mila.Message(c)), "Send again")
	})
	s.mila.Taps(s.mila.Card("did you say something?"), "Send again")
	anna.Gets("second try, first arrival")
}

// Delivered twice under the same number, and once more under another.
func TestUpdateDeliveredTwiceIsOneMessage(t *testing.T) {
	s := stage(t, telegram(func(o *sandbox.Options) { o.FirstUpdateID = 1000 }))
	s.mila.Start("")
	s.mila.Connect()
	anna := s.fan("Anna")
	for _, id := range []int{900, 900, 901} {
		s.push(map[string]any{"update_id": id, "business_message": s.businessMessage(anna, 77, "once is quite enough", nil)})
	}
	s.run()
	s.mila.Card("once is quite enough")
	s.someoneElseIsAnswered()
	if n := s.mila.Heard("once is quite enough"); n != 1 {
		t.Errorf("%d cards for one message", n)
	}
	if n := len(s.model.Questions()); n != 2 {
		t.Errorf("%d drafts, want 2 (one for each fan)", n)
	}
}

// After an idle week Telegram begins with other ids, lower ones included.
func TestUpdateIdsMayGoDown(t *testing.T) {
	var later atomic.Int64
	s := tell(t, telegram(func(o *sandbox.Options) {
		o.FirstUpdateID = 1_900_000_000
		o.Now = func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
	}))
	s.someoneElseIsAnswered()
	s.noted()
	s.stop()
	later.Store(int64(8 * 24 * time.Hour))
	anna := s.fan("Anna")
	anna.Writes("after the quiet week")
	s.run()
	s.mila.Card("after the quiet week")
}

func TestSameMessageNumberInTwoChatsIsTwoMessages(t *testing.T) {
	s := tell(t)
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.push(map[string]any{"business_message": s.businessMessage(anna, 7, "number seven from anna", nil)})
	s.push(map[string]any{"business_message": s.businessMessage(ben, 7, "number seven from ben", nil)})
	s.mila.Card("number seven from anna")
	s.mila.Card("number seven from ben")
}

func TestPowerCutsLoseAndRepeatNothing(t *testing.T) {
	s := tell(t)
	fans := make([]*fan, 4)
	for i, name := range []string{"Anna", "Ben", "Cara", "Dan"} {
		fans[i] = s.fan(name)
		s.model.Answers(name+" asks through the storm", "calm words for "+name)
		fans[i].Writes(name + " asks through the storm")
		s.restart()
	}
	for i, name := range []string{"Anna", "Ben", "Cara", "Dan"} {
		s.mila.Taps(s.mila.Card(name+" asks through the storm", "calm words for "+name), "Send")
		fans[i].Gets("calm words for " + name)
	}
}
