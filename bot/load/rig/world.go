package rig

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"secretary/bot/sandbox"
)

// Options of a world. The zero value works.
type Options struct {
	Dir     string         // folder for data folders; empty: the system's for temporary files
	Profile string         // path of CPU profiles of the children; each gets a number; empty: none
	Keys    map[string]any // configuration beside what a world must set, dotted
	Bot     sandbox.Options
}

// World is everything around the program.
type World struct {
	Telegram *sandbox.Server
	Mila     *sandbox.Person // the creator, started and connected
	Fans     []*sandbox.Person
	Model    *Model
	Dir      string // holds configuration, key and data; gone after Close

	options Options
}

// profiles counts them.
var profiles int

// New makes a world in which nobody has written yet and no program runs.
func New(o Options) (*World, error) {
	if o.Dir == "" {
		o.Dir = os.TempDir()
	}
	dir, err := os.MkdirTemp(o.Dir, "load")
	if err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	o.Bot.Brisk = true
	w := &World{Dir: dir, options: o, Telegram: sandbox.New(o.Bot)}
	if w.Model, err = NewModel(); err != nil {
		w.Close()
		return nil, err
	}
	w.Mila = w.Telegram.Person("Mila", sandbox.WithHandle("mila"), sandbox.WithLanguage("en"), sandbox.WithBox(1<<20))
	w.Mila.Start("")
	w.Mila.Connect()
	if err := w.configure(); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// Close ends the world and removes its data.
func (w *World) Close() {
	w.Telegram.Close()
	if w.Model != nil {
		w.Model.Close()
	}
	_ = os.RemoveAll(w.Dir) // the system clears its temporary files anyway
}

// Path is a path in the world's folder.
func (w *World) Path(name string) string { return filepath.Join(w.Dir, name) }

const persona = `# Mila

Mila, 29, makes ceramics in Lisbon and posts pictures of her studio.

## Voice
Warm, short, playful.

## Facts
- Her studio is in Alfama. She has a cat called Pingo.

## Examples
Fan: good morning mila, did you sleep well?
Me: good morning you ☀️ like a stone
`

// configure writes the configuration: as shipped, but for addresses, names and
// what the options say.
func (w *World) configure() error {
	metrics, err := freeAddress()
	if err != nil {
		return err
	}
	keys := map[string]any{
		"telegram.token": w.Telegram.Token(), "telegram.api_url": w.Telegram.URL(),
		"owner.id": w.Mila.ID(), "data_dir": w.Path("data"), "data_key_file": w.Path("data.key"),
		"ollama.url": w.Model.URL(), "ollama.model": modelName, "persona.name": "Mila", "persona.file": w.Path("persona.md"),
		"metrics.listen": metrics,
	}
	for name, value := range w.options.Keys {
		keys[name] = value
	}
	sections := map[string][]string{}
	for name, value := range keys {
		section, key, _ := strings.Cut(name, ".")
		line := fmt.Sprintf("  %s: %#v\n", key, value)
		if key == "" {
			line = fmt.Sprintf("%s: %#v\n", section, value)
		}
		sections[section] = append(sections[section], line)
	}
	var text strings.Builder
	for section, lines := range sections {
		if strings.HasPrefix(lines[0], " ") {
			text.WriteString(section + ":\n")
		}
		text.WriteString(strings.Join(slices.Sorted(slices.Values(lines)), ""))
	}
	for name, content := range map[string]string{"config.yaml": text.String(), "persona.md": persona} {
		if err := os.WriteFile(w.Path(name), []byte(content), 0o600); err != nil {
			return fmt.Errorf("write configuration: %w", err)
		}
	}
	return nil
}

// freeAddress is one of this machine that nobody listens at just now.
func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return listener.Addr().String(), listener.Close()
}

// Invite makes sure that so many fans exist.
func (w *World) Invite(fans int) {
	for i := len(w.Fans); i < fans; i++ {
		w.Fans = append(w.Fans, w.Telegram.Person(fmt.Sprintf("Fan%05d", i), sandbox.WithHandle(fmt.Sprintf("fan_%05d", i)), sandbox.WithLanguage("en")))
	}
}

// Fill lets so many fans write so many messages each, in turn. They wait at
// Telegram until a program asks.
func (w *World) Fill(fans, rounds int) {
	w.Invite(fans)
	talk := NewTalk()
	for range rounds {
		for _, fan := range w.Fans[:fans] {
			fan.Writes(w.Mila, talk.Message())
		}
	}
}

// FirstPoll is when the first poll was asked; the zero time before.
func (w *World) FirstPoll() time.Time {
	for _, call := range w.Telegram.Calls("getUpdates") {
		return call.At
	}
	return time.Time{}
}

// FirstBatch is when the first poll that brought a fan's message was asked; the
// zero time before.
func (w *World) FirstBatch() time.Time {
	for _, call := range w.Telegram.Calls("getUpdates") {
		if strings.Contains(string(call.Response), `"business_message"`) {
			return call.At
		}
	}
	return time.Time{}
}
