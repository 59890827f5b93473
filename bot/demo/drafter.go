package demo

import (
	"cmp"
	"context"
	"os"
	"time"

	"secretary/bot/config"
	"secretary/persona"
)

// drafter says who drafts, and in words why.
type drafter struct {
	model string // tag of the model; empty: the embedded drafter
	url   string
	label string
}

// probeTime is how long Ollama has to say whether it is there.
const probeTime = 2 * time.Second

// chooseDrafter takes the model if Ollama has it, and the embedded drafter
// otherwise. A trial above zero is how long the model may take for one draft:
// the unattended play has to end in time.
func chooseDrafter(ctx context.Context, o Options, trial time.Duration) drafter {
	standard := config.Default("").Ollama
	d := drafter{
		url:   cmp.Or(o.OllamaURL, os.Getenv(config.Variable("ollama.url")), standard.URL),
		model: cmp.Or(o.Model, os.Getenv(config.Variable("ollama.model")), standard.Model),
	}
	look, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	h := persona.New(persona.Config{URL: d.url, Model: d.model}).Health(look)
	why := ""
	switch {
	case !h.Up:
		why = noOllama(d.url)
	case !h.Present:
		why = noModel(d.model)
	case trial > 0 && !quick(ctx, d, trial):
		why = slowModel(d.model)
	default:
		d.label = modelDrafts(d.model, h.Version)
		return d
	}
	return drafter{label: embeddedDrafts(why)}
}

// quick tries one draft, which nobody sees.
func quick(ctx context.Context, d drafter, limit time.Duration) bool {
	file, err := personaFile("")
	if err != nil {
		return false
	}
	defer os.Remove(file)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	who := persona.New(persona.Config{Name: exampleName, File: file, URL: d.url, Model: d.model})
	_, err = who.Draft(ctx, persona.Request{Pending: []persona.Turn{{ID: 1, FromFan: true, Text: scenes[0].fan[0]}}})
	return err == nil
}

// config is the persona that drafts.
func (d drafter) config(file string) persona.Config {
	c := persona.Config{Name: exampleName, File: file, URL: d.url, Model: d.model}
	if d.model == "" {
		c.Drafter = "embedded"
	}
	return c
}
