package sandbox

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"
)

// The public Bot API description, trimmed. To renew it, set BOTAPI_JSON to the
// full description and run go generate.
//
//go:generate go run ./spec $BOTAPI_JSON spec/botapi.json
//go:embed spec/botapi.json
var specJSON []byte

// spec is the Bot API as documented: what a request may say.
type spec struct {
	Version string                       `json:"version"`
	Methods map[string]map[string]string `json:"methods"`
	Types   map[string]map[string]string `json:"types"`
	Unions  map[string][]string          `json:"unions"`

	names map[string]string // lower-case method name -> documented spelling
}

var api = loadSpec()

func loadSpec() *spec {
	var s spec
	if err := json.Unmarshal(specJSON, &s); err != nil {
		panic("sandbox: embedded Bot API description: " + err.Error())
	}
	s.names = map[string]string{}
	for name := range s.Methods {
		s.names[strings.ToLower(name)] = name
	}
	return &s
}

// method returns the documented spelling of a method; methods are
// case-insensitive.
func (s *spec) method(name string) (string, bool) {
	name, ok := s.names[strings.ToLower(name)]
	return name, ok
}

// field is one parsed entry of the description.
type field struct {
	kinds    []string
	fixed    string // the only value allowed; empty for any
	required bool
}

func parseField(text string) field {
	text, required := strings.CutSuffix(text, "!")
	text, fixed, _ := strings.Cut(text, "=")
	return field{strings.Split(text, "|"), fixed, required}
}

// checkCall compares the parameters of a call with the description and returns
// one sentence for every fault.
func (s *spec) checkCall(method string, params map[string]any) []string {
	faults := s.checkFields(s.Methods[method], params, "")
	if method == "getUpdates" || method == "setWebhook" {
		faults = append(faults, s.checkUpdateNames(params["allowed_updates"])...)
	}
	faults = append(faults, checkLimits(method, params)...)
	for i := range faults {
		faults[i] = method + ": " + faults[i]
	}
	return faults
}

// checkObject compares a JSON object with the type of that name.
func (s *spec) checkObject(kind string, value map[string]any, path string) []string {
	faults := s.checkFields(s.Types[kind], value, path)
	if kind == "InlineKeyboardButton" {
		actions := 0
		for name := range value {
			if !slices.Contains([]string{"text", "style", "icon_custom_emoji_id"}, name) {
				actions++
			}
		}
		if actions != 1 {
			faults = append(faults, fmt.Sprintf("%s has %d actions, a button has exactly one", path, actions))
		}
	}
	return faults
}

func (s *spec) checkFields(want map[string]string, got map[string]any, path string) []string {
	var faults []string
	for _, name := range sortedKeys(got) {
		text, ok := want[name]
		if !ok {
			faults = append(faults, fmt.Sprintf("unknown %s %q", fieldWord(path), join(path, name)))
			continue
		}
		f := parseField(text)
		faults = append(faults, s.checkValue(f.kinds, got[name], join(path, name))...)
		if f.fixed != "" && got[name] != f.fixed {
			faults = append(faults, fmt.Sprintf("%s is not %q", join(path, name), f.fixed))
		}
	}
	for _, name := range sortedKeys(want) {
		if _, ok := got[name]; !ok && parseField(want[name]).required {
			faults = append(faults, fmt.Sprintf("required %s %q is missing", fieldWord(path), join(path, name)))
		}
	}
	return faults
}

// checkValue returns no fault if the value is one of the kinds, and otherwise
// the faults of the kind that comes nearest.
func (s *spec) checkValue(kinds []string, value any, path string) []string {
	var best []string
	for i, kind := range kinds {
		faults := s.checkKind(kind, value, path)
		if len(faults) == 0 {
			return nil
		}
		if i == 0 || distance(faults, path) < distance(best, path) {
			best = faults
		}
	}
	return best
}

func (s *spec) checkKind(kind string, value any, path string) []string {
	if element, ok := strings.CutPrefix(kind, "[]"); ok {
		list, ok := value.([]any)
		if !ok {
			return wrongType(path, value, kind)
		}
		var faults []string
		for i, v := range list {
			faults = append(faults, s.checkKind(element, v, fmt.Sprintf("%s[%d]", path, i))...)
		}
		return faults
	}
	if members, ok := s.Unions[kind]; ok {
		if kind == "RichText" { // may be a string, a list or any of its members: not played here
			return nil
		}
		return s.checkValue(members, value, path)
	}
	if _, ok := s.Types[kind]; ok && kind != "InputFile" {
		object, ok := value.(map[string]any)
		if !ok {
			return wrongType(path, value, kind)
		}
		return s.checkObject(kind, object, path)
	}
	if jsonKind(value) != kind && (kind != "Float" || jsonKind(value) != "Integer") &&
		(kind != "InputFile" || jsonKind(value) != "String") {
		return wrongType(path, value, kind)
	}
	return nil
}

// checkUpdateNames finds names in allowed_updates that are no kind of update.
func (s *spec) checkUpdateNames(list any) []string {
	var faults []string
	names, _ := list.([]any)
	for i, v := range names {
		if name, ok := v.(string); ok && !slices.Contains(updateNames, strings.ToLower(name)) {
			faults = append(faults, fmt.Sprintf("allowed_updates[%d] names no kind of update: %q", i, name))
		}
	}
	return faults
}

func wrongType(path string, value any, want string) []string {
	return []string{fmt.Sprintf("%s is of type %s, want %s", path, jsonKind(value), want)}
}

// distance ranks the faults of a value at path: another JSON type is furthest
// off, then another discriminator, then names that do not fit.
func distance(faults []string, path string) int {
	n := len(faults)
	for _, f := range faults {
		switch {
		case strings.HasPrefix(f, path+" is of type "):
			n += 100
		case strings.Contains(f, " is not \""):
			n += 10
		case strings.HasPrefix(f, "unknown "), strings.HasPrefix(f, "required "):
			n += 5
		}
	}
	return n
}

func jsonKind(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return "Boolean"
	case string:
		return "String"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "Float"
		}
		return "Integer"
	case []any:
		return "Array"
	}
	return "Object"
}

func fieldWord(path string) string {
	if path == "" {
		return "parameter"
	}
	return "field"
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
