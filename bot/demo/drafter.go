package demo

import (
	"cmp"
	"context"
	"errors"
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

const (
	probeTime = 2 * time.Second // for Ollama to say whether it is there
	loadTime  = 4 * time.Second // for the model to be loaded before a trial
)

// chooseDrafter takes the model if Ollama has it, and the embedded drafter
// otherwise. A trial above zero is how long the model may take for one draft,
// once it is loaded: the unattended play has to end in time.
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
	case h.Err != nil || !h.Present:
		why = detail(h.Err)
	case trial > 0:
		why = try(ctx, d, trial)
	}
	if why != "" {
		return drafter{label: embeddedDrafts(why)}
	}
	d.label = modelDrafts(d.model, h.Version)
	return d
}

// try loads the model and asks for one draft, which nobody sees. It says in
// words what is wrong, and nothing if all is well.
func try(ctx context.Context, d drafter, limit time.Duration) string {
	file, err := personaFile("")
	if err != nil {
		return err.Error()
	}
	defer os.Remove(file)
	who := persona.New(d.config(file))
	load, cancel := context.WithTimeout(ctx, loadTime)
	defer cancel()
	if _, err = who.Warm(load, persona.Request{}); err == nil {
		draft, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		_, err = who.Draft(draft, persona.Request{Pending: []persona.Turn{{ID: 1, FromFan: true, Text: scenes[0].fan[0]}}})
	}
	switch kind := persona.KindOf(err); {
	case err == nil:
		return ""
	case kind == persona.KindSlow || kind == persona.KindBusy || kind == persona.KindCancelled:
		return slowModel(d.model)
	}
	return badModel(d.model, detail(err))
}

// detail is the sentence of one of persona's errors.
func detail(err error) string {
	var e *persona.Error
	if errors.As(err, &e) {
		return e.Detail
	}
	return ""
}

// config is the persona that drafts.
func (d drafter) config(file string) persona.Config {
	c := persona.Config{Name: exampleName, File: file, URL: d.url, Model: d.model}
	if d.model == "" {
		c.Drafter = "embedded"
	}
	return c
}
