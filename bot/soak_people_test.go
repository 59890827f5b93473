package bot_test

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"secretary/bot/sandbox"
	"secretary/persona"
	"secretary/store"
)

// soakFan is a fan and what was written to Mila.
type soakFan struct {
	*sandbox.Person
	w     *soakWorld
	n     int
	wrote []soakSaid
	shut  bool // excluded, paused, or has blocked Mila: nothing of it arrives, or nothing to it
}

type soakSaid struct {
	id    int64
	text  string
	at    time.Time
	heard bool // the server had somebody to tell
	gone  bool // deleted
}

// serial numbers every text, so that each can be told from all others.
func (w *soakWorld) serial() int { w.now++; return w.now }

func (f *soakFan) wakes() {
	hour := time.Now().Hour()
	rest := 2 * time.Hour
	if hour < 7 {
		rest = 8 * time.Hour
	}
	f.w.later(f.w.within(rest), f.wakes)
	f.writes(1 + f.w.rng.IntN(4))
}

// writes is a burst of messages, some of them changed or taken back at once or later.
func (f *soakFan) writes(left int) {
	f.w.count["messages"]++
	said := soakSaid{at: time.Now(), heard: f.w.heard(f), text: fmt.Sprintf("blurb %d of %d, how are you?", f.w.serial(), f.n)}
	if f.w.often(0.05) {
		said.text = ""
		said.id = f.WritesPhoto(f.w.mila.Person, "")
	} else {
		said.id = f.Writes(f.w.mila.Person, said.text)
	}
	f.wrote = append(f.wrote, said)
	if f.w.often(0.1) {
		f.w.later(f.w.within(20*time.Minute), func() { f.changes(said.id) })
	}
	if left > 1 {
		f.w.later(f.w.within(10*time.Second), func() { f.writes(left - 1) })
	}
}

// changes edits or deletes one of the fan's messages.
func (f *soakFan) changes(id int64) {
	i := slices.IndexFunc(f.wrote, func(s soakSaid) bool { return s.id == id })
	said := &f.wrote[i]
	if said.gone || said.text == "" || !f.w.heard(f) {
		return
	}
	if f.w.often(0.5) {
		f.Deletes(f.w.mila.Person, id)
		said.gone = true
		f.w.count["deletes"]++
		return
	}
	said.text = fmt.Sprintf("blurb %d of %d, I mean", f.w.serial(), f.n)
	f.Edits(f.w.mila.Person, id, said.text)
	f.w.count["edits"]++
}

// soakDrafter stands for the model: it answers at once or after a while, or is
// down. Each of its texts names its fan and has a number.
type soakDrafter struct {
	mu    sync.Mutex
	down  bool
	moody bool // has nothing to say now and then
	slow  bool
	n     int
}

var ofFan = regexp.MustCompile(`blurb \d+ of (\d+)`)

func (d *soakDrafter) Draft(ctx context.Context, r persona.Request) (persona.Draft, error) {
	fan := -1
	for _, turn := range r.Pending {
		if m := ofFan.FindStringSubmatch(turn.Text); m != nil {
			fan, _ = strconv.Atoi(m[1])
		}
	}
	d.mu.Lock()
	d.n++
	n, down, slow, sure, empty := d.n, d.down, d.slow, d.n%5 != 0, d.moody && d.n%37 == 0
	d.mu.Unlock()
	wait := time.Duration(n%20) * 500 * time.Millisecond
	if slow {
		wait = 3 * time.Minute
	}
	select {
	case <-ctx.Done():
		return persona.Draft{}, &persona.Error{Kind: persona.KindCancelled, Detail: "given up"}
	case <-time.After(wait):
	}
	switch {
	case down:
		return persona.Draft{}, &persona.Error{Kind: persona.KindDown, Detail: "the server does not answer"}
	case empty:
		return persona.Draft{}, &persona.Error{Kind: persona.KindEmpty, Detail: "nothing to say"}
	}
	confidence := 0.5
	if sure {
		confidence = 0.9
	}
	return persona.Draft{Text: fmt.Sprintf("gladly, number %d for %d", 1_000_000+n, fan), Known: true, Confidence: confidence,
		Model: "soak", Digest: "d", Prompt: "0123456789abcdef"}, nil
}

// set changes how the model is.
func (d *soakDrafter) set(change func()) { d.mu.Lock(); defer d.mu.Unlock(); change() }

func (d *soakDrafter) Health(context.Context) persona.Health {
	return persona.Health{Drafter: "ollama", Up: true, Present: true, Logprobs: true, Persona: persona.FileState{OK: true}}
}
func (d *soakDrafter) Warm(context.Context, persona.Request) (time.Duration, error) {
	return time.Second, nil
}
func (d *soakDrafter) Rule(context.Context, persona.Request, persona.Edit) (string, error) {
	return "", nil
}
func (d *soakDrafter) Notice(context.Context, persona.Request, bool) ([]persona.Fact, error) {
	return nil, nil
}
func (d *soakDrafter) Summarise(context.Context, persona.Request, bool) (string, int64, error) {
	return "", 0, nil
}
func (d *soakDrafter) BotAnswer() string { return "" }
func (d *soakDrafter) Guards(text string) string {
	if strings.Contains(text, "surprise!") {
		panic("surprise")
	}
	return ""
}
func (d *soakDrafter) Public(string) bool { return false }

// soakCreator is Mila: now and then she looks at her chat with the bot and does
// something about what waits there.
type soakCreator struct {
	*sandbox.Person
	w     *soakWorld
	away  time.Time
	keen  bool           // answers everything, and properly
	auto  [][2]time.Time // when automatic replies were allowed: from, to (zero: still)
	sent  map[int]int    // text -> how often she said that it may go out
	done  map[int64]bool // cards that no tap helps any more
	doubt int            // unknown replies she was asked about
}

// looks is one look at the chat.
func (m *soakCreator) looks() {
	w := m.w
	rest := w.within(20 * time.Minute)
	if h := time.Now().Hour(); h < 7 && !m.keen {
		rest = w.within(4 * time.Hour)
	}
	w.later(rest, m.looks)
	if time.Now().Before(m.away) {
		return
	}
	if w.often(0.03) && !m.keen {
		m.away = time.Now().Add(w.within(10 * time.Hour))
		return
	}
	m.acts()
}

// acts does something about every card that waits, or about some. It says how many
// there were.
func (m *soakCreator) acts() int {
	open := 0
	chat := m.Chat()
	for _, msg := range chat[max(0, len(chat)-400):] {
		if !msg.FromBot || len(msg.Buttons) == 0 && !msg.ForceReply {
			continue
		}
		var labels []string
		for _, b := range slices.Concat(msg.Buttons...) {
			if b.Data != "" {
				labels = append(labels, b.Text)
			}
		}
		if !slices.ContainsFunc(labels, func(l string) bool { return slices.Contains(soakDecisions, l) }) && !msg.ForceReply || m.done[msg.ID] {
			continue
		}
		open++
		if m.keen || m.w.often(0.7) {
			m.decides(msg, labels)
		}
	}
	if !m.keen && m.w.often(0.1) {
		m.byHand(m.w.fans[m.w.rng.IntN(len(m.w.fans))])
	}
	if !m.keen && m.w.often(0.05) {
		m.Sends([]string{"/status", "/inbox", "/help", "/pause", "/resume", "/resume"}[m.w.rng.IntN(6)])
	}
	return open
}

var soakDecisions = []string{"Send", "Send anyway", "Skip", "Stop", "It arrived", "Send again", "Line arrived", "Again"}

var numberOf = regexp.MustCompile(`number (\d+) for (-?\d+)`)

// number reads the text a card would send.
func (w *soakWorld) number(text string) int {
	found := numberOf.FindAllStringSubmatch(text, -1)
	if len(found) == 0 {
		return 0
	}
	n, _ := strconv.Atoi(found[len(found)-1][1])
	return n
}

func (m *soakCreator) decides(msg sandbox.Message, labels []string) {
	w, has := m.w, func(l string) bool { return slices.Contains(labels, l) }
	n := w.number(msg.Text)
	switch {
	case msg.ForceReply:
		m.done[msg.ID] = true
		m.words(msg)
	case has("Send again") || has("It arrived"):
		m.doubt++
		label := "It arrived"
		if m.arrived(n) == 0 {
			label = "Send again"
		}
		m.taps(msg, label, n)
	case has("Line arrived"):
		m.taps(msg, "Line arrived", 0)
	case has("Send anyway"):
		m.taps(msg, "Send anyway", n)
	case !has("Send"):
		m.withoutDraft(msg, has)
	case m.keen || w.often(0.6):
		m.taps(msg, "Send", n)
	case has("Stop") && w.often(0.5):
		m.taps(msg, "Stop", 0)
	case w.often(0.3):
		m.taps(msg, "Skip", 0)
	case w.often(0.5):
		m.taps(msg, "Again", 0)
	case w.often(0.5):
		m.taps(msg, "Edit", 0)
	default:
		m.words(msg)
	}
}

// withoutDraft answers a card that has no draft to send.
func (m *soakCreator) withoutDraft(msg sandbox.Message, has func(string) bool) {
	switch {
	case has("Stop") && !m.keen:
		m.taps(msg, "Stop", 0)
	case m.w.often(0.5) || m.keen:
		m.words(msg)
	case has("Again"):
		m.taps(msg, "Again", 0)
	case has("Skip"):
		m.taps(msg, "Skip", 0)
	}
}

// taps presses the button that she saw, which may be another one by now.
func (m *soakCreator) taps(msg sandbox.Message, label string, n int) {
	for _, b := range slices.Concat(msg.Buttons...) {
		if b.Text != label || b.Data == "" {
			continue
		}
		if strings.HasPrefix(label, "Send") {
			m.sent[n]++
		}
		m.w.count[label]++
		if _, err := m.TapsData(msg.ID, b.Data); err != nil {
			m.w.t.Errorf("tap %q: %v", label, err)
		}
		return
	}
}

// words replies to a card or a prompt with a text of her own.
func (m *soakCreator) words(msg sandbox.Message) {
	n := m.w.serial()
	m.sent[n]++
	m.w.count["own words"]++
	whom := "-1"
	if of := ofFan.FindStringSubmatch(msg.Text); of != nil {
		whom = of[1]
	}
	m.Replies(msg.ID, fmt.Sprintf("gladly, number %d for %s", n, whom))
}

func (m *soakCreator) byHand(f *soakFan) {
	m.w.count["by hand"]++
	m.Writes(f.Person, fmt.Sprintf("by hand %d", m.w.serial()))
}

// arrived counts how often a text reached anybody.
func (m *soakCreator) arrived(n int) int {
	count := 0
	for _, f := range m.w.fans {
		for _, msg := range f.With(m.Person) {
			if msg.ViaBot && m.w.number(msg.Text) == n {
				count++
			}
		}
	}
	return count
}

// automatic tells whether replies could go out by themselves then.
func (m *soakCreator) automatic(at time.Time) bool {
	return slices.ContainsFunc(m.auto, func(a [2]time.Time) bool {
		return !at.Before(a[0]) && (a[1].IsZero() || !at.After(a[1].Add(soakLag)))
	})
}

// soakLag is how long a command may take to be heard: the bot may be away.
const soakLag = 15 * time.Hour

func (w *soakWorld) toWhom(text string) int {
	found := numberOf.FindAllStringSubmatch(text, -1)
	n, err := strconv.Atoi(found[len(found)-1][2])
	if err != nil {
		return -1
	}
	return n
}

func (f *soakFan) id() store.FanID { return store.FanID{Owner: f.w.mila.ID(), Chat: f.ID()} }
func idOf(f *soakFan) string       { return strconv.FormatInt(f.ID(), 10) }
func itoa(n uint64) string         { return strconv.FormatUint(n, 10) }
