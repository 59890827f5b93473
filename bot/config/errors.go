package config

import "strings"

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
