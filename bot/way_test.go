package bot_test

import (
	"encoding/json"
	"fmt"
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

// push queues an update as it is; its parts are values for the verbs.
func (w *soakWorld) push(update string, parts ...any) {
	w.tg.Push(json.RawMessage(fmt.Sprintf(update, parts...)))
}

// got is how many messages the bot has sent a fan in Mila's name.
func (w *soakWorld) got(f *soakFan) (n int) {
	for _, m := range f.With(w.mila.Person) {
		if m.ViaBot {
			n++
		}
	}
	return n
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

// button waits for a button in Mila's chat, and gives its data as JSON.
func (w *soakWorld) button(label string) []byte {
	var data string
	w.when(func() bool {
		for _, m := range w.mila.Chat() {
			for _, b := range slices.Concat(m.Buttons...) {
				if b.Text == label {
					data = b.Data
				}
			}
		}
		return data != ""
	})
	raw, _ := json.Marshal(data) // a string is never refused
	return raw
}

// The creator may be a fan of somebody else who has connected the same bot, over a
// connection of which nobody ever tells.
func TestWhatTheCreatorWroteToSomebodyElseHoldsUpNoCountdown(t *testing.T) {
	way(t, func(c *bot.Config) { c.Mode, c.Threshold = policy.ModeAuto, 0.1 }, func(w *soakWorld) {
		w.push(`{"business_message":{"business_connection_id":"of nobody","message_id":5,"from":{"id":%d,"is_bot":false,"first_name":"M"},
			"chat":{"id":%[1]d,"type":"private","first_name":"M"},"date":%d,"text":"blurb of mine"}}`, w.mila.ID(), time.Now().Unix())
		time.Sleep(time.Minute)
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		time.Sleep(2 * time.Minute)
		if n := w.got(w.fans[0]); n == 0 {
			w.t.Error("nothing went out by itself")
		}
	})
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

// What came later over a connection must not overtake what waits for the connection
// to be known: a message that was taken back would be answered.
func TestADeletionDoesNotOvertakeItsMessage(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		w.halt(true)
		chat := fmt.Sprintf(`"chat":{"id":%d,"type":"private","first_name":"Q"}`, w.fans[0].ID())
		w.push(`{"business_message":{"business_connection_id":"new","message_id":900,"from":{"id":%d,"is_bot":false,"first_name":"Q"},%s,"date":%d,"text":"blurb 1 of 1, never mind"}}`,
			w.fans[0].ID(), chat, time.Now().Unix())
		w.push(`{"business_connection":{"id":"new","user":{"id":%d,"is_bot":false,"first_name":"M"},"user_chat_id":%d,"date":%d,"is_enabled":true,"rights":{"can_reply":true}}}`,
			w.mila.ID(), w.mila.ID()+1, time.Now().Unix())
		w.push(`{"deleted_business_messages":{"business_connection_id":"new",%s,"message_ids":[900]}}`, chat)
		w.start()
		time.Sleep(2 * time.Minute)
		if w.told("blurb 1 of 1") > 0 {
			w.t.Error("a card asks for an answer to a message that was taken back")
		}
		if p := w.store.Check(); len(p) > 0 {
			w.t.Errorf("the data file: %v", p)
		}
	})
}

// One update that no part of the program can bear must not keep all others away.
func TestAnUpdateThatStopsThePartThatReadsItIsPutAside(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		w.log.forgive = "stopped by surprise"
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		var card int64
		w.when(func() bool {
			for _, m := range w.mila.Chat() {
				if strings.Contains(m.Text, "blurb 1 of 1") && len(m.Buttons) > 0 {
					card = m.ID
				}
			}
			return card != 0
		})
		w.mila.Replies(card, "surprise!")
		w.fans[1].Writes(w.mila.Person, "blurb 2 of 2, anybody there?")
		w.when(func() bool { return w.told("blurb 2 of 2") == 1 })
		w.when(func() bool { return w.told(words.Parked) == 1 })
		if n := w.got(w.fans[0]); n > 0 {
			w.t.Errorf("%d replies went out", n)
		}
	})
}

// The end of a connection may have been told while nobody listened, longer ago than
// Telegram keeps it; then only asking tells, and the answer may be a long time coming.
func TestTheEndOfAConnectionIsHeardOfThoughTheFirstQuestionFails(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		w.halt(true)
		w.mila.Disconnect()
		time.Sleep(25 * time.Hour)
		w.tg.Fail("getBusinessConnection", sandbox.Fault{Code: 500, Times: 3})
		w.start()
		w.when(func() bool { return w.told(words.Disconnected) == 1 })
	})
}

func TestAskingForAConnectionWaitsAsLongAsTelegramSays(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		asked := func() int { return len(w.tg.Calls("getBusinessConnection")) }
		before := asked()
		w.tg.Fail("getBusinessConnection", sandbox.Fault{Code: 429, RetryAfter: 600})
		w.push(`{"business_message":{"business_connection_id":"of nobody","message_id":5,"from":{"id":8,"is_bot":false,"first_name":"Q"},
			"chat":{"id":8,"type":"private","first_name":"Q"},"date":%d,"text":"blurb"}}`, time.Now().Unix())
		time.Sleep(9 * time.Minute)
		if n := asked() - before; n != 1 {
			w.t.Errorf("asked %d times while told to wait", n)
		}
		time.Sleep(2 * time.Minute)
		if asked()-before < 2 {
			w.t.Error("not asked again")
		}
	})
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

// Buttons are the bot's wherever they stand; cards stand in the creator's chat alone.
func TestATapUnderAMessageOfAnotherChatDecidesNothing(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		button := w.button(words.Send)
		for _, chat := range []string{`{"id":-1001,"type":"supergroup","title":"G"}`, fmt.Sprintf(`{"id":%d,"type":"private","first_name":"Q"}`, w.fans[0].ID())} {
			w.push(`{"callback_query":{"id":"%d","from":{"id":%d,"is_bot":false,"first_name":"M"},"chat_instance":"1","data":%s,
				"message":{"message_id":77,"date":%d,"chat":%s,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"Send","callback_data":%[3]s}]]}}}}`,
				w.serial(), w.mila.ID(), button, time.Now().Unix(), chat)
		}
		time.Sleep(time.Minute)
		if n := w.got(w.fans[0]); n > 0 {
			w.t.Errorf("%d replies went out", n)
		}
		if d, err := w.store.DraftByCard(77); err == nil {
			w.t.Errorf("a message of another chat is the card of draft %d", d.ID)
		}
	})
}

// A business message belongs to a private chat with somebody else.
func TestNothingIsDraftedForAChatThatIsNoFans(t *testing.T) {
	way(t, func(c *bot.Config) { c.Mode, c.Threshold = policy.ModeAuto, 0.1 }, func(w *soakWorld) {
		id := w.mila.Connection().ID()
		for _, part := range []string{
			`"sender_chat":{"id":-1005,"type":"channel","title":"C"},"chat":{"id":-1005,"type":"channel","title":"C"}`,
			`"from":{"id":8,"is_bot":false,"first_name":"Q"},"chat":{"id":-7,"type":"group","title":"G"}`,
			fmt.Sprintf(`"chat":{"id":%d,"type":"private","first_name":"M"}`, w.mila.ID()),
		} {
			w.push(`{"business_message":{"business_connection_id":"%s","message_id":%d,%s,"date":%d,"text":"blurb 1 of 1"}}`, id, 900+w.serial(), part, time.Now().Unix())
		}
		time.Sleep(3 * time.Minute)
		for _, c := range w.tg.Calls("sendMessage") {
			if c.Params["business_connection_id"] != nil {
				w.t.Errorf("sent into chat %v", c.Params["chat_id"])
			}
		}
		if n := w.told("blurb 1 of 1"); n > 0 {
			w.t.Errorf("%d cards", n)
		}
	})
}

// Nobody waits for a sign of typing; to go on with it while told to wait only makes the
// wait longer.
func TestNoSignsOfTypingWhileToldToWait(t *testing.T) {
	way(t, func(c *bot.Config) { c.Mode, c.Threshold = policy.ModeAuto, 0.1 }, func(w *soakWorld) {
		w.tg.Fail("sendChatAction", sandbox.Fault{Code: 429, RetryAfter: 120})
		w.mind.set(func() { w.mind.slow = true }) // three minutes
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		before := len(w.tg.Calls("sendChatAction")) // the bot has looked whether the creator's chat takes it
		signs := func() int { return len(w.tg.Calls("sendChatAction")) - before }
		w.when(func() bool { return signs() > 0 })
		time.Sleep(110 * time.Second)
		if n := signs(); n != 1 {
			w.t.Errorf("%d signs while told to wait", n)
		}
		time.Sleep(20 * time.Second)
		if n := signs(); n < 2 {
			w.t.Error("none afterwards")
		}
	})
}

// No document says how a send without the right to reply is refused. The connection does
// say that the right is gone, though the update that tells of it may come later.
func TestARefusalNobodyKnowsIsHeldAgainstTheConnection(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		var card int64
		var data string
		w.when(func() bool {
			for _, m := range w.mila.Chat() {
				for _, b := range slices.Concat(m.Buttons...) {
					if b.Text == words.Send {
						card, data = m.ID, b.Data
					}
				}
			}
			return data != ""
		})
		w.wire.Slow(3 * time.Second)
		w.tg.Fail("sendMessage", sandbox.Fault{Code: 403, Description: "Forbidden: not enough rights",
			If: func(p map[string]any) bool { return p["business_connection_id"] != nil }})
		done := make(chan error)
		go func() {
			_, err := w.mila.TapsData(card, data)
			done <- err
		}()
		time.Sleep(4 * time.Second) // the tap is heard after three, the refusal after six, and of the right only after seven
		w.mila.Connection().SetRights("can_read_messages")
		if err := <-done; err != nil {
			w.t.Error(err)
		}
		w.wire.Slow(0)
		time.Sleep(time.Minute)
		said := words.Failed("right", "")
		if w.told(said) == 0 {
			w.t.Errorf("the card does not say %q: %q", said, w.log.about("failed", 3))
		}
	}, func(o *sandbox.Options) { o.KeepConnectionID = true })
}

// An id of a connection belongs to one profile. To believe otherwise would leave a data
// file that does not agree with itself, of which no backup can be made.
func TestAConnectionThatChangesItsProfileIsPutAside(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		for _, user := range []int64{1000, w.mila.ID()} {
			w.push(`{"business_connection":{"id":"%s","user":{"id":%d,"is_bot":false,"first_name":"M"},"user_chat_id":%[2]d,"date":%d,"is_enabled":true,"rights":{"can_reply":true}}}`,
				w.mila.Connection().ID(), user, time.Now().Unix())
		}
		w.when(func() bool { return w.told(words.Parked) == 1 })
		for _, p := range w.store.Check() {
			w.t.Error(p)
		}
	})
}

func TestATapUnderAMessageWithoutANumberChangesNoMessage(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		w.fans[0].Writes(w.mila.Person, "blurb 1 of 1, anybody there?")
		button := w.button(words.Skip)
		w.push(`{"callback_query":{"id":"1","from":{"id":%d,"is_bot":false,"first_name":"M"},"chat_instance":"1","data":%s,"message":{"message_id":0,"date":0,"chat":{"id":%[1]d,"type":"private"}}}}`,
			w.mila.ID(), button)
		w.when(func() bool { return w.told("Skipped") == 1 })
		for _, v := range w.tg.Violations() {
			w.t.Error(v)
		}
	})
}

// Telegram numbers updates in their order; a server that brings them out of it means the
// same.
func TestUpdatesOfOnePollAreHeardInTheOrderOfTheirNumbers(t *testing.T) {
	way(t, nil, func(w *soakWorld) {
		w.halt(true)
		about := fmt.Sprintf(`"business_connection_id":"%s","chat":{"id":%d,"type":"private","first_name":"Q"}`, w.mila.Connection().ID(), w.fans[0].ID())
		w.push(`{"update_id":1900000002,"deleted_business_messages":{%s,"message_ids":[900]}}`, about)
		w.push(`{"update_id":1900000001,"business_message":{%s,"message_id":900,"from":{"id":%d,"is_bot":false,"first_name":"Q"},"date":%d,"text":"blurb 1 of 1, never mind"}}`,
			about, w.fans[0].ID(), time.Now().Unix())
		w.start()
		time.Sleep(2 * time.Minute)
		if w.told("blurb 1 of 1") > 0 {
			w.t.Error("a card asks for an answer to a message that was taken back")
		}
	})
}
