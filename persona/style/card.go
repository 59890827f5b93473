package style

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Card is how somebody writes, in round figures, so that it changes seldom. The zero Card says nothing.
type Card struct {
	Length    int      // characters of the usual message (median)
	Long      int      // characters that one message in twenty exceeds
	Emoji     Share    // messages with an emoji
	Signs     []string // the usual emoji, the commonest first
	Lower     Share    // messages that begin with a small letter
	Shouts    Share    // messages with an exclamation mark
	Dots      Share    // messages with an ellipsis
	Openers   []string // usual first words
	Closers   []string // usual last words
	Languages []string // ISO 639-1, the commonest first
}

// Share is a share of messages as people say it.
type Share string

// The shares, from none to all.
const (
	Never     Share = "never"
	Rarely    Share = "rarely"
	Sometimes Share = "sometimes"
	Often     Share = "often"
	Mostly    Share = "nearly always"
)

func shareOf(n, of int) Share {
	if of == 0 {
		return ""
	}
	switch s := float64(n) / float64(of); {
	case s < 0.02:
		return Never
	case s < 0.15:
		return Rarely
	case s < 0.4:
		return Sometimes
	case s < 0.8:
		return Often
	}
	return Mostly
}

// Card measures, at most once a day or after fifty new messages, and otherwise gives the card it gave before: what is
// built on it stays the same. The zero Card comes with fewer than thirty messages. Private tells which words are names
// and stand on no card; it may be nil.
func (m *Meter) Card(now time.Time, private func(word string) bool) Card {
	m.mu.Lock()
	defer m.mu.Unlock()
	added := m.messages - m.measured
	due := m.messages >= enough && (m.measured == 0 || added >= fresh || added > 0 && now.Sub(m.when) >= renewal)
	if due {
		m.card, m.measured, m.when = m.measure(private), m.messages, now
	}
	return m.card
}

func (m *Meter) measure(private func(string) bool) Card {
	return Card{
		Length: round(m.quantile(0.5)), Long: round(m.quantile(0.95)),
		Emoji: shareOf(m.emoji, m.messages), Signs: commonest(m.signs, 4, m.messages/20+1),
		Lower: shareOf(m.lower, m.cased), Shouts: shareOf(m.shouts, m.messages), Dots: shareOf(m.dots, m.messages),
		Openers: habits(m.openers, m.messages, private), Closers: habits(m.closers, m.messages, private),
		Languages: commonest(m.languages, 3, m.messages/20+1),
	}
}

// quantile is the length that this share of the messages does not exceed.
func (m *Meter) quantile(q float64) int {
	left := int(q * float64(m.messages))
	for n, count := range m.lengths {
		if left -= count; left < 0 {
			return n
		}
	}
	return longest
}

// round gives a length as people would say it.
func round(n int) int {
	step := 5
	switch {
	case n >= 200:
		step = 50
	case n >= 60:
		step = 20
	case n >= 30:
		step = 10
	}
	return max(step, (n+step/2)/step*step)
}

// commonest lists up to limit keys that came at least so often, the commonest first.
func commonest(counts map[string]int, limit, least int) []string {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	keys = slices.DeleteFunc(keys, func(k string) bool { return counts[k] < least })
	return keys[:min(limit, len(keys))]
}

// habits lists words of at least one message in twelve, said to several readers, that name nobody.
func habits(words map[string]habit, messages int, private func(string) bool) []string {
	counts := map[string]int{}
	for w, h := range words {
		if h.reach >= wideReach && (private == nil || !private(w)) {
			counts[w] = h.count
		}
	}
	return commonest(counts, 3, messages/12+1)
}

// Text says it in one paragraph; names gives the name of a language. Empty for the zero Card.
func (c Card) Text(language func(code string) string) string {
	if c.Length == 0 {
		return ""
	}
	var w strings.Builder
	fmt.Fprintf(&w, "Usual length: about %d characters, seldom over %d.", c.Length, c.Long)
	say := func(format string, args ...any) { fmt.Fprintf(&w, " "+format, args...) }
	switch {
	case c.Emoji == Never:
		say("No emoji.")
	case len(c.Signs) > 0:
		say("Emoji: %s, mostly %s.", c.Emoji, strings.Join(c.Signs, " "))
	default:
		say("Emoji: %s.", c.Emoji)
	}
	if c.Lower != "" {
		say("Small first letter: %s.", c.Lower)
	}
	say("Exclamation marks: %s. \"…\": %s.", c.Shouts, c.Dots)
	for _, h := range []struct {
		what  string
		words []string
	}{{"Usual first words", c.Openers}, {"Usual last words", c.Closers}} {
		if len(h.words) > 0 {
			say("%s: %s.", h.what, strings.Join(h.words, ", "))
		}
	}
	var names []string
	for _, code := range c.Languages {
		if n := language(code); n != "" {
			names = append(names, n)
		}
	}
	if len(names) > 0 {
		say("Languages: %s.", strings.Join(names, ", "))
	}
	return w.String()
}

const (
	tooLong = 3 // times the usual length
	tooMany = 3 // signs that somebody never uses
)

// Far says in a few words what makes a text unlike the card; empty if it could be of the same hand.
func (c Card) Far(text string) string {
	if c.Length == 0 {
		return ""
	}
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n > tooLong*c.Length && n > c.Long:
		return fmt.Sprintf("%d characters; usual are %d", n, c.Length)
	case c.Emoji == Never && len(emojiOf(text)) >= tooMany:
		return "many emoji; usual are none"
	case c.Shouts == Never && strings.Count(text, "!") >= tooMany:
		return "many exclamation marks; usual are none"
	}
	return ""
}
