package web

import (
	"cmp"
	"context"
	"os"
	"time"

	"secretary/bot/config"
	"secretary/persona"
)

// probeTime is how long Ollama has to say whether it is there.
const probeTime = 1500 * time.Millisecond

// drafter says who drafts, and in words why.
type drafter struct {
	model string // tag of the model; empty: the embedded drafter
	door  *door  // the way to Ollama, which can be closed; nil for the embedded drafter
	label string
}

// chooseDrafter takes the model if Ollama has it, and the embedded drafter
// otherwise.
func chooseDrafter(ctx context.Context, o Options) (drafter, error) {
	standard := config.Default("").Ollama
	url := cmp.Or(o.OllamaURL, os.Getenv(config.Variable("ollama.url")), standard.URL)
	model := cmp.Or(o.Model, os.Getenv(config.Variable("ollama.model")), standard.Model)
	look, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	h := persona.New(persona.Config{URL: url, Model: model}).Health(look)
	switch {
	case !h.Up:
		return drafter{label: embeddedDrafts(noOllama(url))}, nil
	case h.Remote:
		return drafter{label: embeddedDrafts(remoteModel(model))}, nil
	case !h.Present:
		return drafter{label: embeddedDrafts(noModel(model))}, nil
	}
	d, err := newDoor(url)
	return drafter{model: model, door: d, label: modelDrafts(model, h.Version)}, err
}

// name is what persona.drafter is called in the configuration.
func (d drafter) name() string {
	if d.model == "" {
		return "embedded"
	}
	return "ollama"
}

// away says what the switch modelAway does.
func (d drafter) away() string {
	if d.model == "" {
		return personaHidden
	}
	return doorClosed
}

func (d drafter) close() {
	if d.door != nil {
		d.door.shut()
	}
}
