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
		m.addList("", list)
	}
	m.done()
	return Phrases{m}
}

// Find gives the first phrase found in a text, as written; "" if there is none.
func (p Phrases) Find(text string) string { return p.m.find(text)[""] }

// Lists are lists of phrases, each with a name: a text is read once for all of them.
type Lists struct{ m *matcher }

// CompileLists is Compile for lists by name.
func CompileLists(lists map[string]string) Lists {
	m := newMatcher()
	for name, list := range lists {
		m.addList(name, list)
	}
	m.done()
	return Lists{m}
}

// Find gives the first phrase of each list that is found in a text, by the name of the list.
func (l Lists) Find(text string) map[string]string { return l.m.find(text) }

// addList takes in a list under a name; it panics over a fault in it.
func (m *matcher) addList(name, list string) {
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := m.add(name, line, false); err != nil {
			panic(err)
		}
	}
}
