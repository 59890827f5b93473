package sandbox

import (
	"encoding/json"
	"time"
)

// object is a JSON object of the Bot API.
type object = map[string]any

// record is a message as the server keeps it.
type record struct {
	id   int64             // number in the bot's box; 0 in a talk between people
	box  map[*Person]int64 // numbers in the boxes of two people; nil in the bot's chat
	from *Person           // nil: the bot itself

	viaBot, offline bool
	date, edited    time.Time
	kind            string // "text" or the name of the content field
	content         object // content fields other than text and caption
	file            []byte // what the bot uploaded for it
	body            formatted
	preview         any // link_preview_options as given
	markup          *markup
	replyTo         *record
	versions        []string
	deleted         bool
}

// change puts another text in place and keeps the earlier one.
func (r *record) change(body formatted, at time.Time) {
	if body.text != r.body.text {
		r.versions = append(r.versions, r.body.text)
	}
	r.body, r.edited = body, at
}

// contents returns the content fields of a Message.
func (r *record) contents() object {
	out := object{}
	for name, value := range r.content {
		out[name] = value
	}
	text, entities := "text", "entities"
	if r.kind != "text" {
		text, entities = "caption", "caption_entities"
	}
	if r.body.text != "" {
		out[text] = r.body.text
	}
	if len(r.body.entities) > 0 {
		out[entities] = r.body.entities
	}
	if r.preview != nil {
		out["link_preview_options"] = r.preview
	}
	return out
}

// envelope adds what every Message has.
func (r *record) envelope(id int64, from, chat object) object {
	out := object{"message_id": id, "from": from, "chat": chat, "date": r.date.Unix()}
	if !r.edited.IsZero() {
		out["edit_date"] = r.edited.Unix()
	}
	for name, value := range r.contents() {
		out[name] = value
	}
	if m := r.markup.inline(); m != nil {
		out["reply_markup"] = m
	}
	if r.offline {
		out["is_from_offline"] = true
	}
	return out
}

// seen is the message as people see it.
func (r *record) seen(s *Server, id int64, replyTo int64) Message {
	m := Message{ID: id, From: r.from, FromBot: r.from == nil, ViaBot: r.viaBot, Offline: r.offline, Kind: r.kind,
		Text: r.body.text, Source: r.body.source, ReplyTo: replyTo, Buttons: r.markup.buttons(),
		ForceReply: r.markup != nil && r.markup.kind == "force", Date: r.date, Edited: r.edited,
		Versions: append([]string(nil), r.versions...), File: r.file}
	m.FromID = s.bot.ID
	if r.from != nil {
		m.FromID = r.from.user.ID
	}
	return m
}

// userJSON is a User; chatJSON the private Chat with it.
func userJSON(u User) object {
	out := object{"id": u.ID, "is_bot": u.IsBot, "first_name": u.FirstName}
	addText(out, "last_name", u.LastName)
	addText(out, "username", u.Username)
	addText(out, "language_code", u.LanguageCode)
	return out
}

func chatJSON(u User) object {
	out := object{"id": u.ID, "first_name": u.FirstName, "type": "private"}
	addText(out, "last_name", u.LastName)
	addText(out, "username", u.Username)
	return out
}

func addText(o object, name, value string) {
	if value != "" {
		o[name] = value
	}
}

// plain turns a value into what JSON makes of it, so that callers of the bot's
// calls see numbers and objects alike.
func plain(value any) json.RawMessage {
	raw, err := json.Marshal(value)
	if err != nil {
		panic("sandbox: encode: " + err.Error())
	}
	return raw
}

// number reads a JSON number or a Go integer; 0 for anything else.
func number(value any) int64 {
	switch v := value.(type) {
	case json.Number:
		n, _ := v.Int64()
		return n
	case int64:
		return v
	case int:
		return int64(v)
	case float64:
		return int64(v)
	}
	return 0
}
