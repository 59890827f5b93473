package stories_test

import (
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// A reply was refused because of the connection, and reading the connection
// again hangs: the program still ends within 10 s (stop tells).
func TestShutdownWhileTheConnectionIsReadAgain(t *testing.T) {
	s := stage(t)
	s.mila.Start("")
	s.mila.Connect()
	asked := s.gate(func(method, _ string) bool { return method == "getBusinessConnection" })
	s.run()
	anna := s.fan("Anna")
	anna.Writes("what a day it was")
	card := s.mila.Card("what a day it was")
	s.tg.Fail("sendMessage", sandbox.Fault{Code: 400, Description: "Bad Request: BOT_ACCESS_FORBIDDEN", If: toFan})
	s.mila.Taps(card, "Send")
	s.mila.Closed(card, "failed")
	asked.Holds()
	s.stop()
	asked.Opens()
}

// A read mark is a courtesy: nothing waits for it.
func TestShutdownDoesNotWaitForAReadMark(t *testing.T) {
	s := stage(t)
	mark := s.gate(func(method, _ string) bool { return method == "readBusinessMessage" })
	s.mila.Start("")
	s.mila.Connect()
	s.run()
	anna := s.fan("Anna")
	s.model.Says("sure thing, my dear friend")
	anna.Writes("what a day it was")
	s.mila.Taps(s.mila.Card("what a day it was"), "Send")
	anna.Gets("sure thing, my dear friend")
	mark.Holds()
	began := time.Now()
	s.stop()
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("the end took %v, waiting for a read mark", took)
	}
}
