package stories_test

import (
	"slices"
	"strings"
	"sync"

	"secretary/bot/sandbox"
)

// creator is Mila, whose profile the program serves.
type creator struct {
	*sandbox.Person
	s *story
}

// card is the id of the card's last message in Mila's chat with the bot, the
// one with the buttons.
type card int64

// cardButtons are the words on the buttons of cards; other buttons (a list of
// waiting fans, modes) carry other words.
var cardButtons = []string{"Send", "Send anyway", "Edit", "Again", "Skip", "Stop", "It arrived", "Send again"}

// openButtons are those of a card with a draft that waits for Mila.
var openButtons = []string{"Send", "Edit", "Again", "Skip", "Fan"}

// Card waits for an open card whose text holds all the words, and returns it.
func (m *creator) Card(words ...string) card {
	m.s.t.Helper()
	var found card
	m.s.until("an open card with "+quoted(words), func() bool {
		c, ok := m.open(words...)
		found = c
		return ok
	})
	return found
}

// open looks for an open card with these words now; the newest wins.
func (m *creator) open(words ...string) (card, bool) {
	chat := m.Chat()
	for i := len(chat) - 1; i >= 0; i-- {
		if isOpen(chat[i]) && holds(chat[i].Text, words...) {
			return card(chat[i].ID), true
		}
	}
	return 0, false
}

// OpenCards counts the cards that wait for a decision.
func (m *creator) OpenCards() int {
	n := 0
	for _, msg := range m.Chat() {
		if isOpen(msg) {
			n++
		}
	}
	return n
}

// Message returns a message of the bot's chat as Mila sees it now.
func (m *creator) Message(c card) sandbox.Message {
	m.s.t.Helper()
	for _, msg := range m.Chat() {
		if msg.ID == int64(c) {
			return msg
		}
	}
	m.s.t.Fatalf("the card is gone from Mila's chat")
	return sandbox.Message{}
}

// Reads returns a card's text as Mila sees it now.
func (m *creator) Reads(c card) string { m.s.t.Helper(); return m.Message(c).Text }

// Taps presses a button of a card, waits for the bot's answer to the tap and
// returns its words.
func (m *creator) Taps(c card, button string) string {
	m.s.t.Helper()
	a, err := m.Person.Taps(int64(c), button)
	if err != nil {
		m.s.t.Fatalf("tap %q: %v", button, err)
	}
	if !a.Answered {
		m.s.t.Fatalf("tap %q was never answered", button)
	}
	return a.Text
}

// Insists sends a draft that a rule warns of, by its two taps.
func (m *creator) Insists(c card) {
	m.s.t.Helper()
	m.Taps(c, "Send")
	m.s.until("the button asks once more", func() bool { return slices.Contains(buttons(m.Message(c)), "Send anyway") })
	m.Taps(c, "Send anyway")
}

// Finger notes what a button of a card would send, to press it when the button
// may be gone.
func (m *creator) Finger(c card, button string) string {
	m.s.t.Helper()
	for _, b := range slices.Concat(m.Message(c).Buttons...) {
		if b.Text == button {
			return b.Data
		}
	}
	m.s.t.Fatalf("no button %q on the card", button)
	return ""
}

// Presses sends a button's data from a card, button or not, and returns the
// words of the bot's answer.
func (m *creator) Presses(c card, data string) string {
	m.s.t.Helper()
	a, err := m.TapsData(int64(c), data)
	if err != nil || !a.Answered {
		m.s.t.Fatalf("press: answered %v, %v", a.Answered, err)
	}
	return a.Text
}

// TapsTwiceAtOnce presses a button with two fingers and returns both answers.
func (m *creator) TapsTwiceAtOnce(c card, button string) [2]string {
	m.s.t.Helper()
	data := m.Finger(c, button)
	var answers [2]string
	var both sync.WaitGroup
	for i := range answers {
		both.Go(func() {
			if a, err := m.TapsData(int64(c), data); err == nil && a.Answered {
				answers[i] = a.Text
			} else {
				m.s.t.Errorf("press %d: answered %v, %v", i, a.Answered, err)
			}
		})
	}
	both.Wait()
	return answers
}

// RepliesTo answers a card with text.
func (m *creator) RepliesTo(c card, text string) int64 {
	m.s.secret(strings.TrimPrefix(text, "/again "))
	return m.Replies(int64(c), text)
}

// Writes answers a fan by hand, from the profile.
func (m *creator) Writes(to *fan, text string) int64 {
	m.s.secret(text)
	return m.Person.Writes(to.Person, text)
}

// Asks sends a command and returns the text of the bot's answer, which must
// hold the words (a card or a notice may come between).
func (m *creator) Asks(command string, words ...string) string {
	m.s.t.Helper()
	return m.s.answer(m.Person, m.Sends(command), words...).Text
}

// Hears waits for a message of the bot that holds all the words, and returns it.
func (m *creator) Hears(words ...string) sandbox.Message {
	m.s.t.Helper()
	var found sandbox.Message
	m.s.until("the bot says "+quoted(words), func() bool {
		for _, msg := range m.Chat() {
			if msg.FromBot && holds(msg.Text, words...) {
				found = msg
				return true
			}
		}
		return false
	})
	return found
}

// Heard counts the bot's messages that hold all the words.
func (m *creator) Heard(words ...string) int {
	n := 0
	for _, msg := range m.Chat() {
		if msg.FromBot && holds(msg.Text, words...) {
			n++
		}
	}
	return n
}

// Sees waits until a card's text holds all the words.
func (m *creator) Sees(c card, words ...string) {
	m.s.t.Helper()
	m.s.until("the card says "+quoted(words), func() bool { return holds(m.Reads(c), words...) })
}

// Closed waits until a card has ended: its buttons are gone and it says how.
func (m *creator) Closed(c card, how string) {
	m.s.t.Helper()
	m.s.until("the card is closed and says "+how, func() bool {
		msg := m.Message(c)
		return !hasCallback(msg) && holds(msg.Text, how)
	})
}

// Prompt waits for a force-reply message that holds all the words.
func (m *creator) Prompt(words ...string) sandbox.Message {
	m.s.t.Helper()
	var found sandbox.Message
	m.s.until("a prompt with "+quoted(words), func() bool {
		for _, msg := range m.Chat() {
			if msg.ForceReply && holds(msg.Text, words...) {
				found = msg
				return true
			}
		}
		return false
	})
	return found
}

func isOpen(m sandbox.Message) bool {
	for _, b := range slices.Concat(m.Buttons...) {
		if m.FromBot && b.Data != "" && slices.Contains(cardButtons, b.Text) {
			return true
		}
	}
	return false
}

func hasCallback(m sandbox.Message) bool {
	return slices.ContainsFunc(slices.Concat(m.Buttons...), func(b sandbox.Button) bool { return b.Data != "" })
}

// buttons lists the words on a message's buttons, in order, but for the one that
// explains the figure: it decides nothing.
func buttons(m sandbox.Message) []string {
	var out []string
	for _, b := range slices.Concat(m.Buttons...) {
		if !strings.HasSuffix(b.Text, "why?") {
			out = append(out, b.Text)
		}
	}
	return out
}

func labels(m sandbox.Message) string {
	if len(m.Buttons) == 0 {
		return ""
	}
	return "[" + strings.Join(buttons(m), "|") + "]"
}

// holds says whether the text holds all the words, whatever their case.
func holds(text string, words ...string) bool {
	low := strings.ToLower(text)
	for _, w := range words {
		if !strings.Contains(low, strings.ToLower(w)) {
			return false
		}
	}
	return true
}

func quoted(words []string) string { return "“" + strings.Join(words, "” “") + "”" }
