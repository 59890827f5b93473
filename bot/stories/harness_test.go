package stories_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secretary/bot/sandbox"
)

// patience is how long a story waits for anything before it fails. It is long
// because a slow machine is no bug; a passing story never uses it up.
const patience = 30 * time.Second

// story is one telling: a world, a program in it, and what was said.
type story struct {
	t     *testing.T
	tg    *sandbox.Server
	line  *line
	model *model
	mila  *creator
	dir   string         // holds config.yaml, persona.md, data.key and data/
	keys  map[string]any // configuration, dotted keys

	bin    *process   // the running program; nil when stopped
	told   []*process // every program of this story, for the logs
	fans   []*fan
	words  []string // what must be in no log and no file in the clear
	plan   plan
	guests int // times somebody else was answered

	spoiled bool // the story leaves a data file behind that is not sound
}

type plan struct {
	options sandbox.Options
	keys    map[string]any
	rights  []string
}

type change func(*plan)

// with sets a configuration key; nil leaves the key out of the file.
func with(key string, value any) change { return func(p *plan) { p.keys[key] = value } }

// telegram changes the Bot API server's behaviour.
func telegram(f func(*sandbox.Options)) change { return func(p *plan) { f(&p.options) } }

// granting connects Mila's profile with exactly these rights.
func granting(rights ...string) change { return func(p *plan) { p.rights = rights } }

// tell begins a story in the usual place: Mila has pressed Start, has connected
// her profile, and the program runs.
func tell(t *testing.T, changes ...change) *story {
	t.Helper()
	s := stage(t, changes...)
	s.mila.Start("")
	s.mila.Connect(s.plan.rights...)
	s.run()
	s.receives()
	return s
}

// stage builds the world and the configuration; nobody has done anything yet
// and the program does not run.
func stage(t *testing.T, changes ...change) *story {
	t.Helper()
	t.Parallel()
	s := &story{t: t, dir: shortDir(t), plan: plan{
		options: sandbox.Options{Brisk: true, Strict: true, BotName: "Mila Sec", BotUsername: "mila_sec_bot", TapWait: patience},
		keys:    map[string]any{},
	}}
	for _, c := range changes {
		c(&s.plan)
	}
	s.tg = sandbox.New(s.plan.options)
	s.line = newLine(t, s.tg.URL())
	s.model = newModel(t)
	s.mila = &creator{Person: s.tg.Person("Mila", sandbox.WithHandle("mila"), sandbox.WithLanguage("en")), s: s}
	s.configure()
	t.Cleanup(s.end)
	return s
}

// shortDir is a temporary directory with a short path: a unix socket's path
// has room for about a hundred characters, and test names are long.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "story")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) }) // the system clears its temporary files anyway
	return dir
}

const persona = `# Mila

Mila, 29, makes ceramics in Lisbon and posts pictures of her studio.

## Voice
Warm, short, playful. Lower case is fine. One emoji at most.

## Facts
- Her studio is in Alfama. She has a cat called Pingo.
- She answers in the language of the message.

## Boundaries
- No meetings, no phone numbers, no prices.

## Examples
- "how was your day?" -> "long but lovely, clay everywhere"
`

// configure writes persona and configuration.
func (s *story) configure() {
	s.keys = map[string]any{
		"telegram.token": s.tg.Token(), "telegram.api_url": s.line.URL(), "telegram.rate": 0,
		"owner.id": s.mila.ID(), "data_dir": s.path("data"), "data_key_file": s.path("data.key"),
		"ollama.url": s.model.URL(), "ollama.model": modelName, "ollama.timeout": "20s",
		"persona.name": "Mila", "persona.file": s.path("persona.md"), "persona.disclosure": false, // stories about it take the default
		"reply.quiet_period": "80ms", "reply.hold": "500ms", "log.level": "debug",
	}
	for k, v := range s.plan.keys {
		s.keys[k] = v
	}
	s.write("persona.md", persona)
	s.writeConfig()
}

func (s *story) path(name string) string { return filepath.Join(s.dir, name) }

func (s *story) read(name string) []byte {
	s.t.Helper()
	raw, err := os.ReadFile(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return raw
}

func (s *story) write(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(s.path(name), []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// until waits for a condition of the Bot API world, and ends the story if it
// does not come.
func (s *story) until(what string, cond func() bool) {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	if err := s.tg.Until(ctx, what, cond); err != nil {
		s.t.Fatal(err)
	}
}

// secret notes words that must never be readable in a log or in the data file.
func (s *story) secret(words ...string) { s.words = append(s.words, words...) }

// someoneElseIsAnswered lets a new fan go the whole way from message to reply.
// Whatever the program was going to do about earlier events, it has had its
// chance by then.
func (s *story) someoneElseIsAnswered() {
	s.t.Helper()
	zoe := s.fan("Zoë")
	s.guests++
	text, reply := fmt.Sprintf("zoë asks about glaze number %d.", s.guests), "glazes are half the fun, zoë"
	s.model.Answers(text, reply)
	zoe.Writes(text)
	s.mila.Taps(s.mila.Card(text, reply), "Send")
	zoe.Gets(reply)
}

// scene is what a reader of a failed story wants to see.
func (s *story) scene() string {
	var b strings.Builder
	b.WriteString("Mila sees:\n")
	for _, m := range s.mila.Chat() {
		who := "mila"
		if m.FromBot {
			who = "bot"
		}
		b.WriteString("  [" + who + "] " + strings.ReplaceAll(m.Text, "\n", " / ") + " " + labels(m) + "\n")
	}
	for _, p := range s.told {
		b.WriteString("the program said:\n" + tail(p.out.String(), 60))
	}
	return b.String()
}

func tail(text string, n int) string {
	lines := strings.SplitAfter(text, "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "")
}
