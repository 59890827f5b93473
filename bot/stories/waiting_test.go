package stories_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// lines are the messages of Mila's chat that say how many more fans wait.
func (m *creator) lines() []sandbox.Message {
	return slices.DeleteFunc(m.Chat(), func(msg sandbox.Message) bool {
		return !msg.FromBot || !holds(msg.Text, "/inbox shows") || holds(msg.Text, "While I was away (")
	})
}

// Waits waits until exactly one line says that so many more fans wait, or with
// 0 that there is no line, and returns its message.
func (m *creator) Waits(more int) int64 {
	m.s.t.Helper()
	say := fmt.Sprintf("%d more fans wait.", more)
	if more == 1 {
		say = "1 more fan waits."
	}
	id := int64(0)
	m.s.until(fmt.Sprintf("the line says %d", more), func() bool {
		lines := m.lines()
		if more == 0 || len(lines) != 1 {
			return len(lines) == more
		}
		id = lines[0].ID
		return strings.HasPrefix(lines[0].Text, say)
	})
	return id
}

func TestOneLineSaysHowManyMoreWait(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 2))
	for i, name := range []string{"Anna", "Ben", "Cara", "Dan", "Elsa"} {
		s.fan(name).Writes(name + " would like an answer")
		if i < 2 {
			s.mila.Card(name + " would like an answer")
		}
	}
	line := s.mila.Waits(3)
	sounds := len(s.mila.Chat())
	s.mila.Taps(s.mila.Card("Ben would like"), "Skip")
	s.mila.Card("Cara would like")
	if again := s.mila.Waits(2); again != line {
		t.Errorf("the line moved from message %d to %d", line, again)
	}
	s.logs(`msg="draft offered" draft=5`) // else Elsa's card lacks its draft, not its place, and the line rightly goes
	s.restart()
	s.mila.Taps(s.mila.Card("Anna would like"), "Skip")
	s.mila.Card("Dan would like")
	if again := s.mila.Waits(1); again != line {
		t.Error("after a restart there is another line")
	}
	if n := len(s.mila.Chat()) - sounds; n != 2 {
		t.Errorf("%d new messages for two new cards", n)
	}
	s.mila.Taps(s.mila.Card("Cara would like"), "Skip")
	s.mila.Card("Elsa would like")
	s.mila.Waits(0)
	s.mila.Asks("/inbox", "2 fans wait")
	for _, c := range s.tg.Calls("sendMessage") {
		if text, _ := c.Params["text"].(string); holds(text, "/inbox shows who waits") && c.Params["disable_notification"] != true {
			t.Errorf("the line makes a sound: %v", c.Params["disable_notification"])
		}
	}
}

// The line is right about who is answered by hand, and comes back if Mila
// deletes it.
func TestTheLineFollowsWhoIsAnsweredByHandAndComesBackWhenDeleted(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 1))
	anna, ben, cara := s.fan("Anna"), s.fan("Ben"), s.fan("Cara")
	anna.Writes("anna asks first")
	s.mila.Card("anna asks first")
	ben.Writes("ben asks second")
	cara.Writes("cara asks third")
	line := s.mila.Waits(2)
	s.mila.Clears(line)
	s.mila.Writes(ben, "hello ben, by hand")
	if again := s.mila.Waits(1); again == line {
		t.Error("the deleted line is still there")
	}
	s.mila.Writes(cara, "hello cara, by hand")
	s.mila.Waits(0)
}

func TestMoneyComesBeforeTheLongerWaitAndAClosingWindowBeforeMoney(t *testing.T) {
	s := tell(t, with("inbox.open_cards", 1))
	now := time.Now()
	say := func(name, text string, ago time.Duration) {
		s.secret(text)
		s.fan(name).WritesAt(s.mila.Person, text, now.Add(-ago))
		s.received()
	}
	say("Anna", "anna holds the only place", 0)
	s.mila.Card("anna holds the only place")
	say("Ben", "ben wrote a while ago", 3*time.Hour)
	say("Cara", "how much is the blue bowl, asks cara", time.Minute)
	say("Dan", "dan waits for longer than money counts", 14*time.Hour)
	s.mila.Waits(3)
	if n := s.mila.Heard("less than an hour"); n != 0 {
		t.Error("called although no window closes")
	}
	say("Elsa", "elsa has half an hour left", 23*time.Hour+30*time.Minute)
	s.mila.Hears("1 fan waits without a card")
	s.mila.Hears("4 more fans wait", "Less than an hour left for 1")
	s.logs(`msg="draft offered" draft=5`)
	last := "anna holds the only place"
	for _, next := range []string{"elsa has half", "dan waits for longer", "how much is the blue bowl", "ben wrote a while"} {
		s.mila.Taps(s.mila.Card(last), "Skip")
		s.mila.Card(next)
		last = next
	}
	s.mila.Waits(0)
	if n := s.mila.Heard("1 fan waits without a card"); n != 1 {
		t.Errorf("called %d times for one closing window", n)
	}
}
