package stories_test

import (
	"slices"
	"strings"

	"secretary/bot/sandbox"
)

// fan is somebody who writes to a profile (Mila's, unless the story says
// otherwise).
type fan struct {
	*sandbox.Person
	s       *story
	profile *sandbox.Person
	got     map[string]int // replies the story has named
	visited bool           // opened the bot's own chat
}

// fan adds somebody; the handle is the first name in lower case.
func (s *story) fan(name string, o ...sandbox.PersonOption) *fan {
	if len(o) == 0 {
		o = append(o, sandbox.WithHandle(strings.ToLower(strings.ReplaceAll(name, "ë", "e"))+"_writes"))
	}
	f := &fan{Person: s.tg.Person(name, o...), s: s, profile: s.mila.Person, got: map[string]int{}}
	s.fans = append(s.fans, f)
	u := f.User()
	s.secret(name, u.LastName, u.Username)
	return f
}

// Writes sends a private message to the profile and returns its id.
func (f *fan) Writes(text string) int64 {
	f.s.secret(text)
	return f.Person.Writes(f.profile, text)
}

// Edits changes an own message.
func (f *fan) Edits(message int64, text string) {
	f.s.secret(text)
	f.Person.Edits(f.profile, message, text)
}

// Deletes removes own messages.
func (f *fan) Deletes(messages ...int64) { f.Person.Deletes(f.profile, messages...) }

// Gets waits until exactly this text has arrived once more than the story has
// named so far.
func (f *fan) Gets(text string) {
	f.s.t.Helper()
	f.got[text]++
	f.s.until("a fan gets the reply", func() bool { return f.count(text) >= f.got[text] })
	f.s.secret(text)
}

// GetsAll waits until all that ever arrived is exactly this, in this order.
func (f *fan) GetsAll(want ...string) {
	f.s.t.Helper()
	f.s.until("a fan has got "+quoted(want), func() bool { return len(f.all()) >= len(want) })
	if got := f.all(); !slices.Equal(got, want) {
		f.s.t.Errorf("a fan got %q, want %q", got, want)
	}
	clear(f.got)
	for _, text := range want {
		f.got[text]++
		f.s.secret(text)
	}
}

// all lists what arrived in the profile's name, in order.
func (f *fan) all() []string {
	var out []string
	for _, m := range f.With(f.profile) {
		if m.ViaBot {
			out = append(out, m.Text)
		}
	}
	return out
}

// count says how often this text arrived in the profile's name.
func (f *fan) count(text string) int {
	n := 0
	for _, m := range f.With(f.profile) {
		if m.ViaBot && m.Text == text {
			n++
		}
	}
	return n
}

// GotNothing fails if anything has arrived that the story did not name.
func (f *fan) GotNothing() {
	f.s.t.Helper()
	for _, m := range f.With(f.profile) {
		if m.ViaBot && f.count(m.Text) > f.got[m.Text] {
			f.s.t.Errorf("a fan got %q", m.Text)
		}
	}
}

// Tells writes to the bot itself and returns the bot's answer.
func (f *fan) Tells(text string) string {
	f.s.t.Helper()
	f.visited = true
	if !strings.HasPrefix(text, "/") {
		f.s.secret(text)
	}
	return f.s.answer(f.Person, f.Sends(text)).Text
}

// Opens presses Start in the bot's own chat and returns the bot's answer.
func (f *fan) Opens(payload string) string {
	f.s.t.Helper()
	f.visited = true
	return f.s.answer(f.Person, f.Start(payload)).Text
}

// answer waits for the bot's first message after that one in its chat with the
// person that holds the words.
func (s *story) answer(p *sandbox.Person, after int64, words ...string) sandbox.Message {
	s.t.Helper()
	var found sandbox.Message
	s.until("the bot answers in its chat "+quoted(words), func() bool {
		for _, m := range p.Chat() {
			if m.FromBot && m.ID > after && holds(m.Text, words...) {
				found = m
				return true
			}
		}
		return false
	})
	return found
}
