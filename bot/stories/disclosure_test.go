package stories_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"secretary/bot/sandbox"
)

// theLine is the disclosure line as the program words it where nobody words it.
const theLine = "Some replies here are written with the help of an AI assistant for Mila. Write /human to get a person, /privacy for what is kept."

// disclosing lets replies go out by themselves with the disclosure line, which
// most stories leave out.
func disclosing(p *plan) {
	p.keys["reply.mode"], p.keys["persona.disclosure"] = "auto", nil
}

func TestFirstAutomaticReplyComesWithTheDisclosureLine(t *testing.T) {
	s := tell(t, disclosing)
	anna := s.fan("Anna")
	s.model.Answers("good morning, mila of the kiln", "morning, early bird")
	anna.Writes("good morning, mila of the kiln")
	card := s.mila.Card("goes out by itself", "the disclosure line goes first")
	anna.GetsAll(theLine, "morning, early bird")
	s.mila.Closed(card, "with the disclosure line")
	s.settled()
	s.restart()

	s.model.Answers("and what is in the kiln?", "blue bowls, four of them")
	anna.Writes("and what is in the kiln?")
	second := s.mila.Card("and what is in the kiln?", "goes out by itself")
	anna.GetsAll(theLine, "morning, early bird", "blue bowls, four of them")
	s.mila.Closed(second, "sent by itself")
	if holds(s.mila.Reads(second), "disclosure") {
		t.Error("the second card speaks of the disclosure line too")
	}
	if q := s.model.Questions(); q[len(q)-1].Mentions("AI assistant") != 0 {
		t.Error("the line stands in the prompt")
	}
}

func TestReplyThatMilaSendsNeedsNoDisclosureLine(t *testing.T) {
	s := tell(t, disclosing, with("reply.mode", "approve"))
	anna := s.fan("Anna")
	s.model.Says("i typed this one, nearly")
	anna.Writes("do you type yourself?")
	s.mila.Taps(s.mila.Card("i typed this one, nearly"), "Send")
	anna.Gets("i typed this one, nearly")
	s.someoneElseIsAnswered()
	anna.GotNothing()
}

func TestDisclosureLineIsInMilasOwnWordsOrOff(t *testing.T) {
	for name, c := range map[string]struct {
		key  any
		want []string
	}{
		"own words": {"hi, {name} here, with a little helper", []string{"hi, Mila here, with a little helper", "tea, then clay"}},
		"off":       {false, []string{"tea, then clay"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, disclosing, with("persona.disclosure", c.key))
			anna := s.fan("Anna")
			s.model.Says("tea, then clay")
			anna.Writes("what comes first in the morning?")
			anna.GetsAll(c.want...)
		})
	}
}

// ofTheLine picks the sending of the disclosure line.
func ofTheLine(params map[string]any) bool {
	text, _ := params["text"].(string)
	return toFan(params) && strings.HasPrefix(text, "Some replies here")
}

func TestLineThatMayHaveArrivedIsNotRepeatedAndKeepsItsReply(t *testing.T) {
	for name, c := range map[string]struct {
		fault  sandbox.Fault
		button string
		again  []string // what the fan gets with the next automatic reply
	}{
		"it arrived":     {sandbox.Fault{DropAfter: true, If: ofTheLine}, "Line arrived", []string{"second thoughts about glaze"}},
		"it did not":     {sandbox.Fault{DropBefore: true, If: ofTheLine}, "Line did not", []string{theLine, "second thoughts about glaze"}},
		"nobody answers": {sandbox.Fault{HangAfter: true, If: ofTheLine}, "Line arrived", []string{"second thoughts about glaze"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, disclosing)
			anna := s.fan("Anna")
			s.tg.Fail("sendMessage", c.fault)
			s.model.Answers("what do you think of glaze?", "glaze is half the fun")
			anna.Writes("what do you think of glaze?")
			s.mila.Hears("unknown whether the disclosure line")
			card := s.mila.Card("glaze is half the fun", "disclosure line", "may or may not have arrived")
			s.someoneElseIsAnsweredByItself()
			first := []string{theLine}
			if c.fault.DropBefore {
				first = nil
			}
			anna.GetsAll(first...)
			s.mila.Taps(card, c.button)
			s.until("the card asks no more", func() bool { return !holds(labels(s.mila.Message(card)), "Line") })
			s.mila.Taps(card, "Send")
			s.mila.Closed(card, "sent")
			s.model.Answers("and of glaze today?", "second thoughts about glaze")
			anna.Writes("and of glaze today?")
			anna.GetsAll(slices.Concat(first, []string{"glaze is half the fun"}, c.again)...)
		})
	}
}

// someoneElseIsAnsweredByItself is someoneElseIsAnswered in mode auto.
func (s *story) someoneElseIsAnsweredByItself() {
	s.t.Helper()
	zoe := s.fan("Zoë")
	s.model.Answers("zoë asks about the weather in alfama", "sun, and a breeze for zoë")
	zoe.Writes("zoë asks about the weather in alfama")
	zoe.Gets("sun, and a breeze for zoë")
	zoe.got[theLine] = zoe.count(theLine) // at most once: the end of the story counts
}

func TestPowerCutWhileTheLineIsBeingSentRepeatsNothing(t *testing.T) {
	s := tell(t, disclosing)
	anna := s.fan("Anna")
	s.tg.Fail("sendMessage", sandbox.Fault{HangAfter: true, If: ofTheLine})
	s.model.Answers("is the power stable?", "as stable as my wheel")
	anna.Writes("is the power stable?")
	anna.Gets(theLine)
	s.restart()
	s.mila.Hears("unknown whether the disclosure line")
	card := s.mila.Card("is the power stable?", "as stable as my wheel", "may or may not have arrived")
	s.someoneElseIsAnsweredByItself()
	anna.GotNothing()
	s.mila.Taps(card, "Line arrived")
	s.mila.Taps(card, "Send")
	anna.Gets("as stable as my wheel")
	anna.GotNothing()
}

func TestEchoOfTheLineSettlesIt(t *testing.T) {
	s := tell(t, disclosing, telegram(echoing))
	anna := s.fan("Anna")
	s.tg.Fail("sendMessage", sandbox.Fault{DropAfter: true, If: ofTheLine})
	s.model.Answers("echo, echo, echo?", "only in the cellar")
	anna.Writes("echo, echo, echo?")
	anna.Gets(theLine)
	s.logs("an echo settled a reply")
	s.until("the reply is out, or Mila's without a question about the line", func() bool {
		c, waits := s.mila.open("only in the cellar")
		return anna.count("only in the cellar") == 1 || waits && !holds(labels(s.mila.Message(c)), "Stop") && !holds(labels(s.mila.Message(c)), "Line")
	})
	if c, waits := s.mila.open("only in the cellar"); waits { // the line had been in doubt before its echo came
		s.mila.Taps(c, "Send")
	}
	anna.GetsAll(theLine, "only in the cellar")
	s.someoneElseIsAnsweredByItself()
	anna.GotNothing()
}

func TestFanWhoWritesBetweenTheLineAndTheReplyGetsNoStaleReply(t *testing.T) {
	s := stage(t, disclosing)
	gate := s.gate(func(method, body string) bool {
		return method == "sendMessage" && strings.Contains(body, "Some replies here")
	})
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	s.receives()
	anna := s.fan("Anna")
	s.model.Answers("shall i come to the market?", "the market is lovely today")
	s.model.Answers("no wait, it is raining", "then stay dry and warm")
	anna.Writes("shall i come to the market?")
	card := s.mila.Card("the market is lovely today")
	gate.Holds()
	anna.Writes("no wait, it is raining")
	s.received()
	gate.Opens()
	s.mila.Closed(card, "the disclosure line was sent")
	anna.GetsAll(theLine, "then stay dry and warm")
}

func TestLineThatTelegramPutsOffStillComesFirst(t *testing.T) {
	s := tell(t, disclosing)
	anna := s.fan("Anna")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: http.StatusTooManyRequests, RetryAfter: 1, If: ofTheLine})
	s.model.Says("patience is a glaze")
	anna.Writes("are you in a hurry?")
	anna.GetsAll(theLine, "patience is a glaze")
}
