package stories_test

import "testing"

// The other program was stopped, this one started anew, and weeks later the
// other one is back.
func TestSecondConflictIsToldAgain(t *testing.T) {
	s := tell(t)
	s.someoneElseIsAnswered()
	s.tg.SecondPoller(true)
	s.mila.Hears("another program uses")
	s.stop()
	s.tg.SecondPoller(false)
	s.run()
	s.someoneElseIsAnswered()
	s.tg.SecondPoller(true)
	s.until("the second one is told", func() bool { return s.mila.Heard("another program uses") == 2 })
	s.tg.SecondPoller(false)
	s.someoneElseIsAnswered()
}
