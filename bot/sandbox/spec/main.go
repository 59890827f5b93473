// Command spec trims a machine-readable description of the Telegram Bot API to
// what the sandbox checks: the parameters of every method and the fields of
// every type, with their types and whether they are required.
//
//	go run ./spec api.json spec/botapi.json
//
// The argument is a file as made by github.com/PaulSonOfLars/telegram-bot-api-spec
// (keys "methods" and "types"). In the result a field is one string: its types
// joined by "|", "[]" for "Array of", a "!" at the end if it is required, and
// "=value" where the description fixes the value ("must be chat", `always
// "photo"`).
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
)

type source struct {
	Version string          `json:"version"`
	Methods map[string]part `json:"methods"`
	Types   map[string]part `json:"types"`
}

type part struct {
	Fields []struct {
		Name        string   `json:"name"`
		Types       []string `json:"types"`
		Required    bool     `json:"required"`
		Description string   `json:"description"`
	} `json:"fields"`
	Subtypes []string `json:"subtypes"`
}

type trimmed struct {
	Version string                       `json:"version"`
	Methods map[string]map[string]string `json:"methods"`
	Types   map[string]map[string]string `json:"types"`
	Unions  map[string][]string          `json:"unions"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "spec:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: spec api.json output.json")
	}
	raw, err := os.ReadFile(args[0])
	if err != nil {
		return fmt.Errorf("read description: %w", err)
	}
	var in source
	if err := json.Unmarshal(raw, &in); err != nil {
		return fmt.Errorf("decode description %q: %w", args[0], err)
	}
	out := trimmed{in.Version, map[string]map[string]string{}, map[string]map[string]string{}, map[string][]string{}}
	for name, method := range in.Methods {
		out.Methods[name] = fields(method)
	}
	for name, kind := range in.Types {
		if len(kind.Subtypes) > 0 {
			out.Unions[name] = kind.Subtypes
			continue
		}
		out.Types[name] = fields(kind)
	}
	text, err := json.Marshal(out)
	if err != nil {
		return fmt.Errorf("encode trimmed description: %w", err)
	}
	// One line per entry keeps later diffs readable.
	text = []byte(strings.ReplaceAll(string(text), "},\"", "},\n\""))
	return os.WriteFile(args[1], append(text, '\n'), 0o644)
}

// fixed finds the one value a discriminating field may have.
var fixed = regexp.MustCompile(`^[A-Z][^.]*(?:, must be|, always|,\s+always) "?([a-z0-9_]+)"?$`)

func fields(p part) map[string]string {
	out := map[string]string{}
	for _, f := range p.Fields {
		text := strings.ReplaceAll(strings.Join(f.Types, "|"), "Array of ", "[]")
		if m := fixed.FindStringSubmatch(f.Description); m != nil {
			text += "=" + m[1]
		}
		if f.Required {
			text += "!"
		}
		out[f.Name] = text
	}
	return out
}
