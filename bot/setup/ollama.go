package setup

import (
	"context"
	"errors"
	"time"

	"secretary/bot/config"
	"secretary/persona"
)

// ollamaTime is how long Ollama has to answer.
const ollamaTime = 10 * time.Second

// askOllama asks for server and model until both are there, or until the
// creator wants to see to it later.
func askOllama(ctx context.Context, t *talk, a *answers) error {
	up, err := askServer(ctx, t, a)
	if err != nil {
		return err
	}
	return askModel(ctx, t, a, up)
}

// askServer says whether the server answers.
func askServer(ctx context.Context, t *talk, a *answers) (up bool, err error) {
	standard := config.Default("").Ollama
	for {
		if a.ollama, err = valid(ctx, t, "ollama.url", ollamaQuestion, standard.URL); err != nil {
			return false, err
		}
		h, err := look(ctx, a.ollama, standard.Model)
		if err != nil {
			return false, err
		}
		if h.Up {
			t.say(ollamaUp(h.Version))
			return true, nil
		}
		t.say(ollamaDown(detail(h.Err)))
		if persona.KindOf(h.Err) == persona.KindRemote {
			continue
		}
		if later, err := t.yes(ctx, laterQuestion, true); later || err != nil {
			return false, err
		}
	}
}

// askModel asks for the model; up says whether the server can be asked about it.
func askModel(ctx context.Context, t *talk, a *answers, up bool) (err error) {
	standard := config.Default("").Ollama.Model
	for {
		if a.model, err = valid(ctx, t, "ollama.model", modelQuestion, standard); err != nil {
			return err
		}
		h, err := look(ctx, a.ollama, a.model)
		switch {
		case err != nil:
			return err
		case h.Present:
			t.say(modelThere(a.model))
			return nil
		case persona.KindOf(h.Err) == persona.KindRemote:
			t.say(modelRefused(detail(h.Err)))
			continue
		case !up:
			t.say(pullLater(a.model))
			return nil
		}
		t.say(modelMissing(detail(h.Err)))
		if later, err := t.yes(ctx, laterQuestion, true); later || err != nil {
			return err
		}
	}
}

// look asks Ollama about itself and the model.
func look(ctx context.Context, url, model string) (persona.Health, error) {
	call, cancel := context.WithTimeout(ctx, ollamaTime)
	defer cancel()
	return persona.New(persona.Config{URL: url, Model: model}).Health(call), interrupted(ctx)
}

// detail is the sentence of a persona error.
func detail(err error) string {
	var e *persona.Error
	if errors.As(err, &e) {
		return e.Detail
	}
	return ""
}
