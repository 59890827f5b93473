package stories_test

import (
	"testing"

	"secretary/bot/sandbox"
)

// terse leaves of every error its code and its documented parameters: Telegram's
// words are not documented and change.
func terse(o *sandbox.Options) { o.Terse = true }

func TestAWholeConversationNeedsNoWordsOfTelegrams(t *testing.T) {
	s := tell(t, telegram(terse))
	anna := s.fan("Anna")
	s.model.Says("one reply behind a closed door", "another one after it")
	anna.Writes("will you let me in?")
	card := s.mila.Card("will you let me in?")
	s.mila.Connection().Pause(anna.Person)
	s.mila.Taps(card, "Send")
	s.mila.Closed(card, "failed")
	s.mila.Sees(card, "one reply behind a closed door")
	s.mila.Connection().Resume(anna.Person)
	anna.Writes("and now, will you?")
	s.mila.Taps(s.mila.Card("and now, will you?", "another one after it"), "Send")
	anna.Gets("another one after it")
}

func TestWhatMilaMustKnowWaitsForStartWhateverTheRefusalSays(t *testing.T) {
	s := stage(t, telegram(terse))
	s.tg.SecondPoller(true)
	s.run()
	s.until("a notice and a sign of typing are refused", func() bool {
		c := s.tg.Calls("sendChatAction")
		return len(c) > 0 && c[0].Status == 400 && len(s.tg.Calls("sendMessage")) > 0
	})
	s.mila.Start("")
	s.mila.Hears("another program uses")
	s.tg.SecondPoller(false)
}

func TestAWebhookIsNamedWithoutTelegramsWords(t *testing.T) {
	s := stage(t, telegram(terse))
	s.mila.Start("")
	s.tg.SetWebhook("https://elsewhere.example/hook")
	s.run()
	s.mila.Hears("webhook")
}

func TestAConnectionThatEndedUnheardIsNoticedByItsRefusalAlone(t *testing.T) {
	s := tell(t, telegram(terse))
	anna := s.fan("Anna")
	anna.Writes("are you still connected?")
	card := s.mila.Card("are you still connected?")
	s.tg.Fail("getBusinessConnection", sandbox.Fault{Code: 400, Times: 50})
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 400, If: toFan})
	s.mila.Taps(card, "Send")
	s.mila.Hears("disconnected")
}
