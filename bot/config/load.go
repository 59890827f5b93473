package config

import "errors"

// Load reads the configuration: defaults, then the file at path, then the
// SECRETARY_ variables of environ (as of os.Environ). An empty path means
// ./config.yaml, which may be missing; a file that is named must exist.
//
// The error is an Errors and holds everything that is wrong, not only the
// first.
func Load(path string, environ []string) (Config, error) {
	return Config{}, Errors{errors.New("not yet")}
}
