package stories_test

import (
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// modelName is the model every story is configured with.
const modelName = "parrot:1b"

// mood is how the model behaves.
type mood int

const (
	well     mood = iota
	hanging       // takes the question and never answers
	asleep        // hanging, and not even warming up
	musing        // hanging in its idle moments only
	missing       // 404: the model is not installed
	cloud         // the model would run on somebody else's computer
	cutting       // breaks off in the middle of an answer
	empty         // says nothing and calls it an answer
	babbling      // stops only because its length ran out
	nonsense      // answers with a page of HTML and status 200
	crashing      // 500 "model runner has unexpectedly stopped"
	busy          // 503
	wordless      // well, but a server without logprobs
	stuck         // says one word until the server ends the stream without a word
	dreaming      // thinks aloud and says nothing
	formal        // answers in JSON nobody asked for
)

// reply is what the model says to one question. sure is the probability of
// every token, yes the judge's probability of Yes; -1 leaves the judge silent.
// open are words of questions that it says this draft leaves open.
type reply struct {
	text      string
	sure, yes float64
	open      []string
}

// model is a fake Ollama over HTTP: scripted replies, token by token with
// logprobs, a one-token judge, and bad days.
type model struct {
	t    *testing.T
	addr string
	srv  *http.Server

	mu      sync.Mutex
	changed chan struct{}
	mood    mood
	next    []reply
	keyed   map[string]reply // by a text in the last question
	spoken  []string
	last    reply
	asked   []question
	studied []question
	covered []question          // asked which questions a draft answers
	lessons map[string][]string // answers to studies, by a text in the question
	prompt  []turn              // of the last draft
	inside  int
	wrong   []string
	pulled  int               // times the tag was pulled anew
	warned  bool              // has said that it runs on somebody else's computer
	sworn   map[string]string // what must not change between calls
	release chan struct{}     // closed by Wakes
}

func newModel(t *testing.T) *model {
	t.Helper()
	m := &model{t: t, addr: "127.0.0.1:0", changed: make(chan struct{}), keyed: map[string]reply{}, lessons: map[string][]string{}, sworn: map[string]string{}, release: make(chan struct{})}
	m.Up()
	return m
}

// URL is the address the program is given.
func (m *model) URL() string { return "http://" + m.addr }

// Up lets Ollama answer (again) on its address.
func (m *model) Up() {
	ln, err := net.Listen("tcp", m.addr)
	if err != nil {
		m.t.Fatal(err)
	}
	m.addr = ln.Addr().String()
	srv := &http.Server{Handler: m.routes(), ReadHeaderTimeout: time.Minute}
	m.mu.Lock()
	m.srv = srv
	m.mu.Unlock()
	go func() { _ = srv.Serve(ln) }() // ends with Down or Close
}

// Down stops Ollama: connections are refused, running answers break off.
func (m *model) Down() {
	m.mu.Lock()
	srv := m.srv
	m.mu.Unlock()
	_ = srv.Close()
}

// Close ends the model for good.
func (m *model) Close() { m.Down() }

// Is changes the mood; a model that hung wakes up only by Wakes.
func (m *model) Is(mood mood) { m.touch(func() { m.mood = mood }) }

// IsPulledAnew puts another model behind the same tag.
func (m *model) IsPulledAnew() { m.touch(func() { m.pulled++ }) }

// Wakes lets a hanging model answer everything it was asked, and be well.
func (m *model) Wakes() {
	m.touch(func() {
		m.mood = well
		close(m.release)
		m.release = make(chan struct{})
	})
}

// Says queues drafts the model is sure of, one per question.
func (m *model) Says(texts ...string) {
	for _, text := range texts {
		m.SaysSo(reply{text: text, sure: 0.995, yes: 0.98})
	}
}

// SaysSo queues one draft with its certainty.
func (m *model) SaysSo(r reply) { m.touch(func() { m.next = append(m.next, r) }) }

// Answers fixes the draft for questions whose last message holds the text (the
// one furthest down counts); it comes before anything queued.
func (m *model) Answers(text, draft string) {
	m.touch(func() { m.keyed[text] = reply{text: draft, sure: 0.995, yes: 0.98} })
}

// Learns queues raw answers to what the model is asked in idle moments about this
// text; without one it says in the form it was asked for that there is nothing.
func (m *model) Learns(text string, answers ...string) {
	m.touch(func() { m.lessons[text] = append(m.lessons[text], answers...) })
}

// lesson picks the answer to a study. Callers hold the lock.
func (m *model) lesson(q question) string {
	for text, answers := range m.lessons {
		if len(answers) > 0 && strings.Contains(q.Last(), text) {
			m.lessons[text] = answers[1:]
			return answers[0]
		}
	}
	return "{}"
}

// Studied waits until the model has been asked in an idle moment about something
// that holds the text, and returns the first such question. Idle work of several
// kinds comes in no order that a story may rely on.
func (m *model) Studied(text string) question {
	m.t.Helper()
	return m.nth(1, "in idle moments about "+text, func() []question { return m.about(text) })
}

// Studies returns what the model was asked in idle moments about something that
// holds the text.
func (m *model) Studies(text string) []question {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.about(text)
}

// about picks such questions. Callers hold the lock.
func (m *model) about(text string) (found []question) {
	for _, q := range m.studied {
		if q.Mentions(text) > 0 {
			found = append(found, q)
		}
	}
	return found
}

// nth waits for the nth question of a list, which is read under the lock.
func (m *model) nth(n int, when string, list func() []question) question {
	m.t.Helper()
	late := time.After(patience)
	for {
		m.mu.Lock()
		asked, changed := list(), m.changed
		m.mu.Unlock()
		if len(asked) >= n {
			return asked[n-1]
		}
		select {
		case <-changed:
		case <-late:
			m.t.Fatalf("the model was asked %d times %s, want %d", len(asked), when, n)
		}
	}
}

// Questions returns the drafts asked for so far.
func (m *model) Questions() []question {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.asked)
}

// Asked waits until the model has been asked for n drafts in all, and returns
// the last of them.
func (m *model) Asked(n int) question {
	m.t.Helper()
	return m.nth(n, "for a draft", func() []question { return m.asked })
}

// Violations returns everything malformed the program asked of Ollama.
func (m *model) Violations() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.wrong)
}

// said returns every draft so far: words that must not be readable anywhere.
func (m *model) said() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.spoken)
}

func (m *model) touch(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f()
	close(m.changed)
	m.changed = make(chan struct{})
}

// small is what a model says when the story does not care.
var small = []string{
	"aw that made my morning", "pingo says hello too", "clay up to my elbows today", "you always ask the best things",
	"tell me more about that", "the kiln is on, so am i", "blue glaze, obviously", "sunny here in alfama", "still smiling about this one",
}

// choose picks the reply to a question. Callers hold the lock.
func (m *model) choose(q question) reply {
	best, found := -1, reply{}
	for text, r := range m.keyed {
		if at := strings.LastIndex(q.Last(), text); at > best {
			best, found = at, r
		}
	}
	if best >= 0 {
		return found
	}
	if len(m.next) > 0 {
		r := m.next[0]
		m.next = m.next[1:]
		return r
	}
	return reply{text: small[len(m.asked)%len(small)], sure: 0.995, yes: 0.98}
}
