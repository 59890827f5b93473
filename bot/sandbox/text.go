package sandbox

import (
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// formatted is a text with its entities, and what it was made from.
type formatted struct {
	text     string
	entities []entity
	source   string
}

const (
	maxText    = 4096    // characters after entities are parsed
	maxRawText = 1 << 15 // bytes before
)

// formattedText parses the text of a call by its parse_mode or entities.
// Nothing is trimmed yet, and the length is not checked.
func formattedText(text, mode string, given any) (formatted, *failure) {
	f := formatted{text: text, source: text}
	if len(text) > maxRawText {
		return f, bad("Text is too long")
	}
	if !utf8.ValidString(text) {
		return f, bad("Strings must be encoded in UTF-8")
	}
	switch strings.ToLower(mode) {
	case "", "none":
		return f, f.giveEntities(given)
	case "html":
		var err error
		if f.text, f.entities, err = parseHTML(text); err != nil {
			return f, bad("Can't parse entities: " + err.Error())
		}
		return f, nil
	case "markdown", "markdownv2":
		return f, bad("the sandbox does not play parse_mode " + mode)
	}
	return f, bad("Unsupported parse_mode")
}

func (f *formatted) giveEntities(given any) *failure {
	list, _ := given.([]any)
	for _, item := range list {
		object, ok := item.(map[string]any)
		if !ok {
			return bad("Can't parse MessageEntity: expected an Object")
		}
		e := entity{Offset: int(number(object["offset"])), Length: int(number(object["length"]))}
		e.Type, _ = object["type"].(string)
		e.URL, _ = object["url"].(string)
		e.Language, _ = object["language"].(string)
		f.entities = append(f.entities, e)
	}
	return nil
}

// fix cleans and trims a text as TDLib does before it is sent or put in place
// of another, and adds what Telegram finds by itself.
func (f *formatted) fix() *failure {
	f.clean()
	trimmed := strings.TrimRight(f.text, " \n")
	if trimmed == "" {
		return bad("Text must be non-empty")
	}
	end := utf16Len(trimmed)
	var kept []entity
	first := len(trimmed)
	for _, e := range f.entities {
		e.Length = min(e.Length, end-e.Offset)
		if e.Length > 0 && e.Offset >= 0 {
			kept = append(kept, e)
			first = min(first, e.Offset)
		}
	}
	lead := 0
	for lead < first && (trimmed[lead] == ' ' || trimmed[lead] == '\n') {
		lead++
	}
	for i := range kept {
		kept[i].Offset -= lead
	}
	f.text, f.entities = trimmed[lead:], findEntities(trimmed[lead:], kept)
	return nil
}

// gone are the characters that TDLib takes out of a text: carriage returns, marks of
// direction, and lines beneath and above letters.
func gone(r rune) bool {
	return r == '\r' || r >= 0x2028 && r <= 0x202e || r == 0x30a || r == 0x333 || r == 0x33f
}

// clean does what TDLib's clean_input_string does: some characters go, other
// control characters become spaces.
func (f *formatted) clean() {
	if !strings.ContainsFunc(f.text, func(r rune) bool { return r < ' ' && r != '\n' || gone(r) }) {
		return
	}
	var b strings.Builder
	units := 0
	for _, r := range f.text {
		if gone(r) {
			for i := range f.entities {
				f.entities[i].cut(units)
			}
			continue
		}
		if r < ' ' && r != '\n' {
			r = ' '
		}
		b.WriteRune(r)
		units += utf16.RuneLen(r)
	}
	f.text = b.String()
}

// cut takes the unit at a place out of the entity.
func (e *entity) cut(at int) {
	switch {
	case at < e.Offset:
		e.Offset--
	case at < e.Offset+e.Length:
		e.Length--
	}
}

// tooLong says whether a text exceeds Telegram's limit: in code points, as the
// Bot API server counts, or in UTF-16 units with Options.Strict.
func (s *Server) tooLong(text string, limit int) bool {
	if s.opts.Strict {
		return utf16Len(text) > limit
	}
	return utf8.RuneCountInString(text) > limit
}

func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

var (
	foundCommand = regexp.MustCompile(`(?:^|\s)(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)`)
	foundURL     = regexp.MustCompile(`(https?://[^\s<>"]*[^\s<>".,;:!?)\]}'])`)
	foundMention = regexp.MustCompile(`(?:^|\s)(@[A-Za-z0-9_]{3,32})`)
)

// findEntities adds commands, addresses and mentions in the plain parts of a
// text. Telegram finds more (hashtags, phone numbers …); the sandbox does not.
func findEntities(text string, entities []entity) []entity {
	if !strings.ContainsAny(text, "/@") { // each of them has one
		sortEntities(entities)
		return entities
	}
	for kind, pattern := range map[string]*regexp.Regexp{"bot_command": foundCommand, "url": foundURL, "mention": foundMention} {
		for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
			e := entity{Type: kind, Offset: utf16Len(text[:m[2]]), Length: utf16Len(text[m[2]:m[3]])}
			if !overlaps(e, entities) {
				entities = append(entities, e)
			}
		}
	}
	sortEntities(entities)
	return entities
}

// overlaps is about entities nothing is looked for in.
func overlaps(e entity, others []entity) bool {
	for _, o := range others {
		switch o.Type {
		case "text_link", "text_mention", "code", "pre", "url":
			if e.Offset < o.Offset+o.Length && o.Offset < e.Offset+e.Length {
				return true
			}
		}
	}
	return false
}
