package sandbox

import "encoding/json"

// CheckObject compares what the sandbox itself says with the public
// description of a type.
func CheckObject(kind string, raw json.RawMessage) []string {
	value, err := decode(raw)
	if err != nil {
		return []string{err.Error()}
	}
	return api.checkKind(kind, value, kind)
}
