package stories_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

func TestEditPromptComesAfterAFlood(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("tell me a long story")
	card := s.mila.Card("tell me a long story")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 1, If: forcesReply})
	s.mila.Taps(card, "Edit")
	prompt := s.mila.Prompt("Anna")
	s.secret("once there was a bowl")
	s.mila.Replies(prompt.ID, "once there was a bowl")
	anna.Gets("once there was a bowl")
}

func TestEditPromptThatCannotBeShownIsReplacedByWords(t *testing.T) {
	s := tell(t)
	anna := s.fan("Anna")
	anna.Writes("tell me a long story")
	card := s.mila.Card("tell me a long story")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 500, Times: 10, If: forcesReply})
	s.mila.Taps(card, "Edit")
	s.mila.Hears("could not show the prompt for Anna", "reply to the card")
	s.mila.RepliesTo(card, "once there was a bowl")
	anna.Gets("once there was a bowl")
}

// Telegram forgets a tap after some seconds: answering it is not waited for.
func TestFloodedAnswersToTapsHoldUpNoPrompt(t *testing.T) {
	s := tell(t, telegram(func(o *sandbox.Options) { o.TapWait = 2 * time.Second }))
	anna := s.fan("Anna")
	anna.Writes("tell me a long story")
	card := s.mila.Card("tell me a long story")
	s.tg.Fail("answerCallbackQuery", sandbox.Fault{Code: 429, RetryAfter: 300, Times: 8})
	edit := s.mila.Finger(card, "Edit")
	var fingers sync.WaitGroup
	for range 8 {
		fingers.Go(func() {
			_, _ = s.mila.TapsData(int64(card), strings.Replace(edit, "edit", "nope", 1)) // it stays unanswered
		})
	}
	fingers.Wait()
	s.until("all eight were refused", func() bool { return len(s.tg.Calls("answerCallbackQuery")) >= 8 })
	s.mila.Taps(card, "Edit")
	s.mila.Prompt("Anna")
	s.fan("Ben").Opens("")
}

func TestEditPromptThatComesAfterTheEndOfItsCardGoesAway(t *testing.T) {
	s := stage(t)
	slow := s.gate(func(method, body string) bool {
		return method == "sendMessage" && strings.Contains(body, "force_reply")
	})
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	anna := s.fan("Anna")
	anna.Writes("what a day it was")
	card := s.mila.Card("what a day it was")
	s.mila.Taps(card, "Edit")
	slow.Holds()
	s.mila.Writes(anna, "i say it by hand now")
	s.mila.Closed(card, "by hand")
	slow.Opens()
	s.until("the prompt came and went", func() bool { return len(s.tg.Calls("deleteMessage")) > 0 && !s.mila.prompted() })
}

// prompted says whether a prompt stands in Mila's chat.
func (m *creator) prompted() bool {
	for _, msg := range m.Chat() {
		if msg.ForceReply {
			return true
		}
	}
	return false
}

func forcesReply(params map[string]any) bool {
	markup, _ := params["reply_markup"].(map[string]any)
	return markup["force_reply"] == true
}
