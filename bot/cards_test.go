package bot_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"secretary/bot"
	"secretary/bot/policy"
	"secretary/bot/sandbox"
	"secretary/bot/words"
)

// A card that only tells of a reply waits for those who wait, but not for long: for
// hours somebody may be waiting for a slow model.
func TestACardThatOnlyTellsWaitsForOtherWorkButNotForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newSoakWorld(t, 1)
		w.other = func(c *bot.Config) { c.Mode, c.Hold, c.Threshold = policy.ModeAuto, 0, 0.1 }
		defer w.close()
		w.start()
		time.Sleep(time.Minute)
		write := func(f *soakFan) { f.Writes(w.mila.Person, "blurb 1 of 1, anybody there?") }
		write(w.fans[0])
		time.Sleep(200 * time.Millisecond)
		for _, f := range w.fans[1:] {
			write(f)
		}
		time.Sleep(4100 * time.Millisecond) // the first is being answered, the others are due
		w.mind.set(func() { w.mind.slow = true })
		reply := func(m sandbox.Message) bool { return strings.Contains(m.Text, "gladly, number") }
		sent := w.when(func() bool { return slices.ContainsFunc(w.fans[0].With(w.mila.Person), reply) })
		shown := w.when(func() bool { return slices.ContainsFunc(w.mila.Chat(), reply) })
		if wait := shown.Sub(sent); wait < 2*time.Second || wait > 3500*time.Millisecond {
			t.Errorf("the card came %v after the reply, while others wait; want 3 s", wait)
		}
	})
}

// A reply that goes out at once is told of when it has arrived: what is drawn once
// keeps nobody else waiting.
func TestACardOfAReplyThatGoesOutAtOnceNeverSaysSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newSoakWorld(t, 1)
		w.other = func(c *bot.Config) { c.Mode, c.Hold, c.Threshold = policy.ModeAuto, 0, 0.1 }
		defer w.close()
		w.start()
		time.Sleep(time.Minute)
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		w.when(func() bool {
			return slices.ContainsFunc(w.mila.Chat(), func(m sandbox.Message) bool { return strings.Contains(m.Text, "gladly, number") })
		})
		time.Sleep(time.Minute)
		if edits := w.tg.Calls("editMessageText"); len(edits) > 0 {
			t.Errorf("the card was edited %d times", len(edits))
		}
	})
}

// The card of a reply that is held up says so, but not before its message is noted:
// it has no button, and would say so for ever after a power cut.
func TestACardSaysThatAReplyIsHeldUpOnceItIsNoted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newSoakWorld(t, 1)
		w.other = func(c *bot.Config) { c.Mode, c.Hold, c.Threshold = policy.ModeAuto, 0, 0.1 }
		defer w.close()
		w.start()
		time.Sleep(time.Minute)
		w.tg.Fail("sendMessage", sandbox.Fault{Code: 429, RetryAfter: 12, If: func(p map[string]any) bool { return p["business_connection_id"] != nil }})
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		says := func(part string) func() bool {
			return func() bool {
				return slices.ContainsFunc(w.mila.Chat(), func(m sandbox.Message) bool { return m.FromBot && strings.Contains(m.Text, part) })
			}
		}
		w.when(says("Telegram asks to wait"))
		w.when(says("Sent by itself"))
		cards := slices.DeleteFunc(w.tg.Calls("sendMessage"), func(c sandbox.Call) bool {
			text, _ := c.Params["text"].(string)
			return c.Params["business_connection_id"] != nil || !strings.Contains(text, "gladly, number") && text != words.CardComes
		})
		if len(cards) != 1 || cards[0].Params["text"] != words.CardComes {
			t.Errorf("posted: %v", cards)
		}
	})
}

// Of two fingers the second taps what stood there before. A card that still shows that
// later is wrong.
func TestASecondFingerCostsNoEditAndALaterOneMendsTheCard(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newSoakWorld(t, 1)
		defer w.close()
		w.start()
		time.Sleep(time.Minute)
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		var id int64
		var send string
		w.when(func() bool {
			for _, m := range w.mila.Chat() {
				for _, b := range slices.Concat(m.Buttons...) {
					if b.Text == words.Send {
						id, send = m.ID, b.Data
					}
				}
			}
			return id != 0
		})
		tap := func() int {
			if a, err := w.mila.TapsData(id, send); err != nil || !a.Answered {
				t.Errorf("answered %t, %v", a.Answered, err)
			}
			time.Sleep(time.Second)
			return len(w.tg.Calls("editMessageText"))
		}
		once, twice := tap(), tap()
		if twice != once {
			t.Errorf("%d edits after one tap, %d after the second", once, twice)
		}
		time.Sleep(time.Minute)
		if later := tap(); later != twice+1 {
			t.Errorf("%d edits after a tap on what should be gone, want %d", later, twice+1)
		}
	})
}

// when waits, a minute at most, until something is so.
func (w *soakWorld) when(so func() bool) time.Time {
	w.t.Helper()
	for range 600 {
		if synctest.Wait(); so() {
			return time.Now()
		}
		time.Sleep(100 * time.Millisecond)
	}
	w.t.Fatal("it never was so")
	return time.Time{}
}
