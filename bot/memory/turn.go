package memory

import (
	"secretary/persona"
	"secretary/store"
)

// Turn is a message as the persona wants it: of what is no text, only the kind and the words
// beside it.
func Turn(m store.Message) persona.Turn {
	text := m.Text
	if m.Kind != "text" && m.Kind != "" {
		text = "[" + m.Kind + "] " + text
	}
	return persona.Turn{ID: m.ID, FromFan: m.Author == store.AuthorFan, Text: text, Date: m.Date}
}
