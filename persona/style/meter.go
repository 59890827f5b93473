// Package style measures how somebody writes, from the messages he wrote himself: how long, with which emoji, with capital
// letters or without. It counts and never guesses: adjectives are left to the reader.
package style

import (
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// Message is one message that somebody wrote, or let stand.
type Message struct {
	Text     string
	Language string // ISO 639-1, "" unknown
	To       int64  // the reader
	At       time.Time
}

const (
	enough    = 30             // messages before anything is said
	fresh     = 50             // new messages after which a card is measured again
	renewal   = 24 * time.Hour // ... or this time, if there are new ones at all
	longest   = 1000           // characters; longer messages count as this long
	maxWords  = 20_000         // different first, and last, words that are kept
	wideReach = 3              // readers from which on a word is a habit, and not the name of one of them
)

// Meter counts messages. It is safe for concurrent use; NewMeter makes one.
type Meter struct {
	mu        sync.Mutex
	messages  int
	lengths   [longest + 1]int
	emoji     int // messages with one
	cased     int // messages that begin with a letter that could be a capital
	lower     int
	shouts    int // messages with an exclamation mark
	dots      int // messages with an ellipsis
	signs     map[string]int
	openers   map[string]habit
	closers   map[string]habit
	languages map[string]int

	card     Card
	measured int // messages at the time of the card
	when     time.Time
}

// habit is how often a word came, and to how many readers, as far as it matters.
type habit struct {
	count   int
	readers [wideReach - 1]int64
	reach   int
}

func (h habit) with(reader int64) habit {
	h.count++
	for i := range min(h.reach, len(h.readers)) {
		if h.readers[i] == reader {
			return h
		}
	}
	if h.reach < len(h.readers) {
		h.readers[h.reach] = reader
	}
	h.reach = min(h.reach+1, wideReach)
	return h
}

// NewMeter makes a meter that has seen nothing.
func NewMeter() *Meter {
	return &Meter{signs: map[string]int{}, openers: map[string]habit{}, closers: map[string]habit{}, languages: map[string]int{}}
}

// Add counts a message. One without a letter or an emoji does not count.
func (m *Meter) Add(msg Message) {
	text := strings.TrimSpace(strings.ToValidUTF8(msg.Text, ""))
	emoji := emojiOf(text)
	if len(emoji) == 0 && !strings.ContainsFunc(text, unicode.IsLetter) {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.messages++
	m.lengths[min(longest, utf8.RuneCountInString(text))]++
	if len(emoji) > 0 {
		m.emoji++
	}
	for _, e := range emoji {
		m.signs[e]++
	}
	first, _ := utf8.DecodeRuneInString(text)
	if unicode.IsUpper(first) || unicode.IsLower(first) {
		m.cased++
		if unicode.IsLower(first) {
			m.lower++
		}
	}
	if strings.ContainsAny(text, "!！¡") {
		m.shouts++
	}
	if strings.Contains(text, "…") || strings.Contains(text, "..") {
		m.dots++
	}
	if msg.Language != "" {
		m.languages[msg.Language]++
	}
	if words := strings.FieldsFunc(strings.ToLower(text), notWord); len(words) > 1 {
		count(m.openers, words[0], msg.To)
		count(m.closers, words[len(words)-1], msg.To)
	}
}

func notWord(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '\'' && r != '’'
}

func count(in map[string]habit, word string, reader int64) {
	h, ok := in[word]
	if utf8.RuneCountInString(word) > 15 || !ok && len(in) >= maxWords {
		return
	}
	in[word] = h.with(reader)
}

// emojiOf lists the emoji of a text, without colour of skin and joiners.
func emojiOf(text string) (out []string) {
	for _, r := range text {
		if (r >= 0x1F300 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r == 0x2B50) && (r < 0x1F3FB || r > 0x1F3FF) {
			out = append(out, string(r))
		}
	}
	return out
}
