package sandbox

import (
	"slices"
	"strings"
	"time"
)

func init() {
	handlers["editMessageText"] = (*Server).editMessageText
	handlers["deleteMessage"] = (*Server).deleteMessage
}

const maxAge = 48 * time.Hour // for deleting, and for editing what the owner wrote by hand

func lower(text string) string { return strings.ToLower(text) }

// editMessageText replaces text and inline keyboard; a keyboard that is not
// given is taken away.
func (s *Server) editMessageText(q *query) answer {
	out, f := s.parseEdit(q)
	if f != nil {
		return answer{failure: f}
	}
	if q.text("chat_id") == "" && q.messageID("message_id") == 0 {
		return answer{failure: bad("the sandbox does not play inline messages")}
	}
	if q.text("business_connection_id") != "" {
		return s.editBusiness(q, out)
	}
	p, f := s.privateChat(q)
	if f != nil {
		return answer{failure: f}
	}
	r := p.inChat(q.messageID("message_id"))
	if r == nil {
		return answer{failure: bad("message to edit not found")}
	}
	if r.from != nil || r.markup != nil && r.markup.kind != "inline" {
		return answer{failure: bad("Message can't be edited")}
	}
	if f := s.replace(r, out); f != nil {
		return answer{failure: f}
	}
	s.emit(Event{Kind: "edit", Chat: p.user.ID, Message: r.id})
	return answer{result: s.chatMessage(p, r)}
}

func (s *Server) parseEdit(q *query) (out outgoing, f *failure) {
	if out.preview, f = linkPreview(q); f != nil {
		return out, f
	}
	if q.text("text") == "" {
		return out, bad("Message text is empty")
	}
	if out.body, f = formattedText(q.text("text"), q.text("parse_mode"), q.values["entities"]); f != nil {
		return out, f
	}
	out.markup, f = replyMarkup(q)
	return out, f
}

// fitEdit is the content check of an edit. Its length is looked at by
// Telegram's own servers, in their words.
func (s *Server) fitEdit(out *outgoing) (f *failure) {
	if out.markup != nil && out.markup.kind != "inline" {
		return bad("Inline keyboard expected")
	}
	if out.markup, f = out.markup.check(); f != nil {
		return f
	}
	return out.body.fix()
}

// replace changes a text message, or says why not.
func (s *Server) replace(r *record, out outgoing) *failure {
	if r.kind != "text" {
		return bad("There is no text in the message to edit")
	}
	if f := s.fitEdit(&out); f != nil {
		return f
	}
	if f := out.markup.checkServer(); f != nil {
		return f
	}
	if s.tooLong(out.body.text, maxText) {
		return bad("MESSAGE_TOO_LONG")
	}
	if out.body.text == r.body.text && sameEntities(out.body, r.body) && out.markup.equal(r.markup) {
		return bad("MESSAGE_NOT_MODIFIED")
	}
	r.change(out.body, s.date())
	r.markup, r.preview = out.markup, out.preview
	return nil
}

func sameEntities(a, b formatted) bool {
	return string(plain(a.entities)) == string(plain(b.entities))
}

// deleteMessage deletes in the bot's private chat, for both sides.
func (s *Server) deleteMessage(q *query) answer {
	id := q.messageID("message_id")
	if q.text("chat_id") == "" {
		return answer{failure: bad("Chat identifier is not specified")}
	}
	if id == 0 {
		return answer{failure: bad("Message identifier is not specified")}
	}
	p, f := s.privateChat(q)
	if f != nil {
		return answer{failure: f}
	}
	r := p.inChat(id)
	if r == nil {
		return answer{failure: bad("message to delete not found")}
	}
	if s.now().Sub(r.date) >= maxAge {
		return answer{failure: bad("MESSAGE_DELETE_FORBIDDEN")}
	}
	r.deleted = true
	s.emit(Event{Kind: "delete", Chat: p.user.ID, Message: r.id})
	return answer{result: true}
}

// inBox finds a message of the owner's box, in whatever chat, and its talk.
func (s *Server) inBox(owner *Person, id int64) (*talk, *record) {
	t := owner.kept[id]
	if t == nil {
		return nil, nil
	}
	i := slices.IndexFunc(t.records, func(r *record) bool { return r.box[owner] == id && !r.deleted })
	if i < 0 {
		return nil, nil
	}
	return t, t.records[i]
}
