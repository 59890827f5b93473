package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

func TestBadGatewayWhileSendingIsNeverRepeatedByItself(t *testing.T) {
	for name, fault := range map[string]sandbox.Fault{
		"a page of HTML":            {HTML: true, If: toFan},
		"an error 500":              {Code: 500, Description: "Internal Server Error: restart", If: toFan},
		"a megabyte of junk":        {Junk: true, If: toFan},
		"a connection that is cut":  {DropBefore: true, If: toFan},
		"no answer within the time": {HangBefore: true, If: toFan},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			anna := s.fan("Anna")
			s.model.Says("through the gate at last")
			anna.Writes("is the gate open?")
			card := s.mila.Card("is the gate open?")
			s.tg.Fail("sendMessage", fault)
			s.mila.Taps(card, "Send")
			s.until("Mila is asked", func() bool { return holds(labels(s.mila.Message(card)), "It arrived", "Send again") })
			s.someoneElseIsAnswered()
			if n := count(s.replies(), anna); n != 1 {
				t.Errorf("%d sends before Mila said so", n)
			}
			s.mila.Taps(card, "Send again")
			anna.Gets("through the gate at last")
			s.mila.Closed(card, "sent")
		})
	}
}

func TestBadGatewayWhilePollingLosesNothing(t *testing.T) {
	s := stage(t)
	s.tg.Fail("getUpdates", sandbox.Fault{HTML: true, Times: 2})
	s.mila.Start("")
	s.mila.Connect()
	anna := s.fan("Anna")
	anna.Writes("through the bad gate please")
	s.run()
	s.mila.Card("through the bad gate please")
}

func TestBadGatewayAroundACardStillShowsAndClosesIt(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	anna := s.fan("Anna")
	s.tg.Fail("sendMessage", sandbox.Fault{HTML: true, If: toMila})
	s.model.Says("every card finds its way")
	anna.Writes("will the card arrive?")
	card := s.mila.Card("will the card arrive?")
	s.tg.Fail("editMessageText", sandbox.Fault{HTML: true})
	s.tg.Fail("answerCallbackQuery", sandbox.Fault{HTML: true})
	send := s.mila.Finger(card, "Send")
	_, _ = s.mila.TapsData(int64(card), send) // its answer is lost in the gate
	anna.Gets("every card finds its way")
	s.mila.Closed(card, "sent")
}

func TestCardThatTelegramRefusesDoesNotBlockTheOthers(t *testing.T) {
	s := tell(t)
	s.mila.Hears("connected")
	anna, ben := s.fan("Anna"), s.fan("Ben")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 400, Description: "Bad Request: something odd", Times: 50, If: func(p map[string]any) bool {
		text, _ := p["text"].(string)
		return toMila(p) && holds(text, "the card nobody can show")
	}})
	anna.Writes("the card nobody can show")
	s.model.Says("never shown at all", "shown without trouble")
	s.model.Asked(1)
	ben.Writes("a card like any other")
	s.mila.Card("a card like any other")
}
