package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Errors are all the problems of a configuration, one line each.
type Errors []error

// Error prints one problem a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is and errors.As look into each problem.
func (e Errors) Unwrap() []error { return e }

// Error is one problem with one key.
type Error struct {
	Key      string // "reply.threshold"; "" for an unknown variable
	Variable string // the environment variable the value came from, "" = the file or the default
	Value    string // quoted, shortened, and without what may be a secret; "" = there is none
	Problem  string // what is wrong or what is allowed, completing the line
}

// Error reads `reply.threshold: "1.5" must be a number from 0 to 1`.
func (e *Error) Error() string {
	subject := e.Key
	switch {
	case e.Key == "":
		subject = e.Variable
	case e.Variable != "":
		subject += " (" + e.Variable + ")"
	}
	if e.Value == "" {
		return subject + ": " + e.Problem
	}
	return subject + ": " + e.Value + " " + e.Problem
}

const (
	maxQuoted = 80 // characters of a value in an error
	minSecret = 8  // characters; what is shorter gives nothing away
)

var login = regexp.MustCompile(`//[^/@]*@`)

// quote prints a value for an error. Secrets land under the wrong key as well,
// so whatever looks like one is hidden everywhere.
func quote(name string, value any) string {
	var s string
	switch value := value.(type) {
	case string:
		s = value
	case map[string]any, map[any]any:
		return "a section"
	case []any:
		return "a list"
	default:
		s = fmt.Sprint(value)
	}
	if n := utf8.RuneCountInString(s); secretive(name) && n >= minSecret {
		return fmt.Sprintf(`"<hidden, %d characters>"`, n)
	}
	s = mask(s)
	if runes := []rune(s); len(runes) > maxQuoted {
		s = string(runes[:maxQuoted]) + "…"
	}
	return strconv.Quote(s)
}

func mask(s string) string {
	s = tokenLike.ReplaceAllString(s, "<hidden>")
	return login.ReplaceAllString(s, "//<hidden>@")
}
