package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/viper"
)

// DefaultFile is read when no other configuration file is named.
const DefaultFile = "config.yaml"

// Load reads the configuration: defaults, then the file at path, then the
// SECRETARY_ variables of environ (as of os.Environ). An empty path means
// ./config.yaml, which may be missing; a file that is named must exist. An
// empty variable counts as not set.
//
// Relative paths in it are taken from the file's folder. The error is an Errors
// and holds everything that is wrong, not only the first.
func Load(path string, environ []string) (Config, error) {
	l := newLoader()
	l.readFile(path)
	l.readEnvironment(environ)
	config := l.readValues()
	l.places(&config)
	l.token(&config)
	if len(l.problems) > 0 {
		return Config{}, l.problems
	}
	return config, nil
}

// Token reads the bot's token alone, as Load does: whatever else is wrong with
// the file meanwhile shows at the next start.
func Token(path string, environ []string) (Secret, error) {
	l := newLoader()
	l.readFile(path)
	l.readEnvironment(environ)
	config := l.readValues()
	l.places(&config)
	l.problems = slices.DeleteFunc(l.problems, func(err error) bool {
		var about *Error
		return errors.As(err, &about) && about.Key != "telegram.token" && about.Key != "telegram.token_file"
	})
	l.token(&config)
	if len(l.problems) > 0 {
		return "", l.problems
	}
	return config.Telegram.Token, nil
}

// Default returns the configuration of an empty file in folder. It has no token.
func Default(folder string) Config {
	l := newLoader()
	l.folder = folder
	config := l.readValues()
	l.places(&config)
	return config
}

// loader collects the layers in values and everything that is wrong with them.
type loader struct {
	values    *viper.Viper      // defaults, file, environment: as they were given
	variables map[string]string // key -> the variable it was given by
	bad       map[string]bool   // keys with a problem of their own
	folder    string            // absolute; relative paths start here
	noFile    bool              // there is no ./config.yaml
	unread    bool              // there is a file, but it could not be read
	problems  Errors
}

func newLoader() *loader {
	return &loader{values: viper.New(), variables: map[string]string{}, bad: map[string]bool{}}
}

// report keeps a problem. What stands where a key belongs may be the token.
func (l *loader) report(problem *Error) {
	problem.Key, problem.Variable = mask(problem.Key), mask(problem.Variable)
	l.problems = append(l.problems, problem)
}

// readEnvironment puts variables over the file, and refuses misspelt ones.
func (l *loader) readEnvironment(environ []string) {
	keys := map[string]string{}
	for _, key := range table {
		keys[Variable(key.name)] = key.name
	}
	for _, entry := range slices.Sorted(slices.Values(environ)) {
		variable, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(variable, prefix) {
			continue
		}
		key, found := keys[variable]
		if !found {
			meant := didYouMean(variable, slices.Sorted(maps.Keys(keys)))
			l.report(&Error{Variable: variable, Value: quote(variable, value), Problem: "is no known variable" + meant})
			continue
		}
		if value != "" {
			l.values.Set(key, value)
			l.variables[key] = variable
		}
	}
}

// readValues gives every key its type, or its default, and decodes them all.
func (l *loader) readValues() Config {
	typed := viper.New()
	for _, key := range table {
		l.values.SetDefault(key.name, key.fallback)
		typed.Set(key.name, key.fallback)
		raw := l.values.Get(key.name)
		if raw == nil || raw == key.fallback {
			continue // nil: something else stands where its section belongs, which is reported
		}
		variable, fromEnvironment := l.variables[key.name]
		value, ok := key.read(raw, fromEnvironment)
		if !ok {
			l.bad[key.name] = true
			l.report(&Error{Key: key.name, Variable: variable, Value: quote(key.name, raw), Problem: "must be " + key.allowed})
			continue
		}
		typed.Set(key.name, value)
	}
	var config Config
	if err := typed.UnmarshalExact(&config); err != nil {
		l.problems = append(l.problems, fmt.Errorf("decode configuration: %w", err))
	}
	return config
}
