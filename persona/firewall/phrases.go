package firewall

import (
	"strings"
)

// Phrases is a list of phrases in the language of the rules, for whoever has to know more about a message than whether
// it needs a person.
type Phrases struct{ m *matcher }

// Compile reads lists with one phrase a line. They are part of the program: a fault in them is a bug, and it panics.
func Compile(lists ...string) Phrases {
	m := newMatcher()
	for _, list := range lists {
		for line := range strings.Lines(list) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			if err := m.add("", line, false); err != nil {
				panic(err)
			}
		}
	}
	m.done()
	return Phrases{m}
}

// Find gives the first phrase found in a text, as written; "" if there is none.
func (p Phrases) Find(text string) string { return p.m.find(text)[""] }
