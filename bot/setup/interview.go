package setup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"secretary/bot/config"
)

// interview asks everything; path is where the file will be.
func interview(ctx context.Context, t *talk, o Options, path string) (a answers, err error) {
	standard := config.Default("")
	a.apiURL = cmp.Or(o.APIURL, os.Getenv(config.Variable("telegram.api_url")), standard.Telegram.APIURL)
	if err := allowed("telegram.api_url", a.apiURL); err != nil {
		return a, fmt.Errorf("telegram.api_url %w", err)
	}
	for _, ask := range []func(context.Context, *talk, *answers) error{askToken, askOllama, askName} {
		if err := ask(ctx, t, &a); err != nil {
			return a, err
		}
	}
	return a, askPersona(ctx, t, &a, filepath.Join(filepath.Dir(path), filepath.Base(standard.Persona.File)))
}

// allowed is config's own opinion of a value: nil, or its sentence about it,
// without the value.
func allowed(key, value string) error {
	environ := []string{config.Variable("telegram.token") + "=" + someToken}
	if key == "telegram.token" {
		environ = nil
	}
	_, err := config.Load(os.DevNull, append(environ, config.Variable(key)+"="+value))
	var problem *config.Error
	if errors.As(err, &problem) {
		return errors.New(problem.Problem)
	}
	return err
}

// someToken has the shape of a token and belongs to nobody.
const someToken = "1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

// valid asks until config allows the answer; an empty one is asked again where
// there is no standard answer.
func valid(ctx context.Context, t *talk, key, question, standard string) (string, error) {
	for {
		answer, err := t.ask(ctx, question, standard)
		if err != nil {
			return "", err
		}
		if err := cleared(key, answer); err != nil {
			t.say(notAllowed(err))
			continue
		}
		return answer, nil
	}
}

// cleared is allowed for a value that must not be empty, which config takes for
// "not set".
func cleared(key, answer string) error {
	if answer == "" {
		return errors.New(emptyAnswer)
	}
	return allowed(key, answer)
}

// askName asks who speaks.
func askName(ctx context.Context, t *talk, a *answers) (err error) {
	a.name, err = valid(ctx, t, "persona.name", nameQuestion, "")
	return err
}

// askPersona offers the example where there is no persona file yet.
func askPersona(ctx context.Context, t *talk, a *answers, path string) error {
	if _, err := os.Lstat(path); err == nil {
		t.say(personaThere(path))
		return nil
	}
	yes, err := t.yes(ctx, personaQuestion, true)
	if err != nil {
		return err
	}
	if yes {
		a.persona = path
	}
	return nil
}
