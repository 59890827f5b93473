package bot_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"secretary/bot"
	"secretary/bot/sandbox"
)

// Plays about the way of a message with a server stricter, or stranger, than Telegram
// has been so far.

// way runs a bot until the play ends.
func way(t *testing.T, other func(*bot.Config), play func(*soakWorld), change ...func(*sandbox.Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newSoakWorld(t, 1, change...)
		w.other = other
		defer w.close()
		w.start()
		time.Sleep(time.Minute)
		play(w)
	})
}

// told is how many messages in Mila's chat with the bot hold these words.
func (w *soakWorld) told(part string) (n int) {
	for _, m := range w.mila.Chat() {
		if m.FromBot && strings.Contains(m.Text, part) {
			n++
		}
	}
	return n
}

// "An update is considered confirmed as soon as getUpdates is called with an offset
// higher than its update_id", and after a week without any "the identifier of the next
// update will be chosen randomly": an old offset would confirm what nobody has read.
func TestAnOffsetOlderThanAnIdleWeekConfirmsNothing(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		w.halt(true)
		time.Sleep(8 * 24 * time.Hour)
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		w.start()
		w.when(func() bool { return w.told("blurb 1 of 1") == 1 })
		w.fans[1].Writes(w.mila.Person, "blurb 2 of 2, anybody there?")
		w.when(func() bool { return w.told("blurb 2 of 2") == 1 })
		if n := w.tg.Pending(); n > 1 {
			w.t.Errorf("%d updates are not confirmed", n)
		}
	}, func(o *sandbox.Options) { o.Literal, o.FirstUpdateID = true, 2_000_000_000 }) // what is chosen anew is lower
}

// A program that waits because Telegram says so does its work: to start it anew would
// only make it ask too early.
func TestAPollThatHasToWaitIsNoReasonToStartAnewAndTheCreatorIsTold(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		polls := func() int { return len(w.tg.Calls("getUpdates")) }
		w.tg.Fail("getUpdates", sandbox.Fault{Code: 429, RetryAfter: 3600})
		time.Sleep(time.Minute)
		before := polls()
		for range 58 {
			if err := w.bot.Alive(); err != nil {
				w.t.Fatalf("it would be started anew: %v", err)
			}
			time.Sleep(time.Minute)
		}
		if n := polls() - before; n != 0 {
			w.t.Errorf("asked %d times while told to wait", n)
		}
		if n := w.told("asks me to wait"); n != 1 {
			w.t.Errorf("the creator was told %d times", n)
		}
		time.Sleep(2 * time.Minute)
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		w.when(func() bool { return w.told("blurb 1 of 1") == 1 })
	})
}
