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

// ParseHTML returns the text of Telegram's HTML, where its entities lie (offset
// and length in UTF-16 units), and how long the text is in these units.
func ParseHTML(html string) (text string, spans [][2]int, length int, err error) {
	text, entities, err := parseHTML(html)
	for _, e := range entities {
		spans = append(spans, [2]int{e.Offset, e.Length})
	}
	return text, spans, utf16Len(text), err
}
