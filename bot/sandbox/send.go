package sandbox

import "encoding/json"

func init() {
	handlers["sendMessage"] = (*Server).sendMessage
	handlers["sendChatAction"] = (*Server).sendChatAction
}

// outgoing is a message of the bot that has passed the checks of its content
// which need no chat.
type outgoing struct {
	body    formatted
	preview any
	reply   replyTo
	markup  *markup
	kind    string // the content field of what is no text; then body is the caption
	content object
	file    []byte // as uploaded
}

// replyTo is a parsed reply_parameters.
type replyTo struct {
	message  int64 // 0 for none
	chat     string
	optional bool // allow_sending_without_reply
}

// sendMessage: text, entities, reply parameters and markup are parsed first,
// then the chat is looked at, then the content, last what only Telegram's own
// servers know.
func (s *Server) sendMessage(q *query) answer {
	out, f := s.parseOutgoing(q)
	if f != nil {
		return answer{failure: f}
	}
	if q.text("business_connection_id") != "" {
		return s.sendBusiness(q, out)
	}
	return s.sendPrivate(q, out)
}

func (s *Server) parseOutgoing(q *query) (out outgoing, f *failure) {
	if out.preview, f = linkPreview(q); f != nil {
		return out, f
	}
	if q.text("text") == "" {
		return out, bad("Message text is empty")
	}
	if out.body, f = formattedText(q.text("text"), q.text("parse_mode"), q.values["entities"]); f != nil {
		return out, f
	}
	if out.reply, f = replyParameters(q); f != nil {
		return out, f
	}
	out.markup, f = replyMarkup(q)
	return out, f
}

func linkPreview(q *query) (any, *failure) {
	text := q.text("link_preview_options")
	if text == "" {
		return nil, nil
	}
	value, err := decode([]byte(text))
	if err != nil {
		return nil, bad("Can't parse link preview options JSON object")
	}
	options, ok := value.(map[string]any)
	if !ok {
		return nil, bad("Object expected as link preview options")
	}
	if len(options) == 0 {
		return nil, nil
	}
	return options, nil
}

func replyParameters(q *query) (replyTo, *failure) {
	text := q.text("reply_parameters")
	if text == "" { // the parameters of old are still taken
		return replyTo{message: q.messageID("reply_to_message_id"), optional: q.boolean("allow_sending_without_reply")}, nil
	}
	value, err := decode([]byte(text))
	if err != nil {
		return replyTo{}, bad("Can't parse reply parameters JSON object")
	}
	given, ok := value.(map[string]any)
	if !ok {
		return replyTo{}, bad("Object expected as reply parameters")
	}
	if len(given) == 0 {
		return replyTo{}, nil
	}
	var r replyTo
	switch id := given["message_id"].(type) {
	case json.Number:
		r.message = max(number(id), 0)
	case string:
		r.message = max(leadingInt(id), 0)
	case nil:
		return r, bad(`Can't find field "message_id"`)
	default:
		return r, bad(`Field "message_id" must be a Number`)
	}
	if v, ok := given["allow_sending_without_reply"]; ok {
		if r.optional, ok = v.(bool); !ok {
			return r, bad(`Field "allow_sending_without_reply" must be of type Boolean`)
		}
	}
	r.chat, err = stringField(given, "chat_id", false)
	if err != nil {
		return r, bad(err.Error())
	}
	return r, nil
}

// fit is the part of the content check that TDLib does once the chat is known.
func (s *Server) fit(out *outgoing) *failure {
	if out.kind != "" {
		return s.fitCaption(out)
	}
	if f := out.body.fix(); f != nil {
		return f
	}
	if s.tooLong(out.body.text, maxText) {
		return bad("Message is too long")
	}
	var f *failure
	out.markup, f = out.markup.check()
	return f
}

func (s *Server) fitCaption(out *outgoing) *failure {
	if out.body.text != "" {
		if f := out.body.fix(); f != nil {
			return f
		}
	}
	if s.tooLong(out.body.text, maxCaption) {
		return bad("message caption is too long")
	}
	var f *failure
	out.markup, f = out.markup.check()
	return f
}

func (s *Server) sendPrivate(q *query, out outgoing) answer {
	p, f := s.privateChat(q)
	if f != nil {
		return answer{failure: f}
	}
	original := p.inChat(out.reply.message)
	if out.reply.message > 0 && original == nil && !out.reply.optional {
		return answer{failure: bad("message to be replied not found")}
	}
	for _, check := range []func() *failure{
		func() *failure { return s.fit(&out) },
		func() *failure { return s.mayWrite(p) },
		func() *failure { return out.markup.checkServer() },
		func() *failure { return s.flooded(floodKey{nil, p}) },
	} {
		if f := check(); f != nil {
			return answer{failure: f}
		}
	}
	r := out.record(s)
	r.replyTo = original
	s.keep(p, r)
	s.emit(Event{Kind: "message", Chat: p.user.ID, Message: r.id})
	return answer{result: s.chatMessage(p, r)}
}

func (o *outgoing) record(s *Server) *record {
	r := &record{kind: "text", body: o.body, preview: o.preview, markup: o.markup, date: s.date()}
	if o.kind != "" {
		r.kind, r.content, r.file = o.kind, o.content, o.file
	}
	return r
}

func (s *Server) sendBusiness(q *query, out outgoing) answer {
	l, fan, f := s.business(q)
	if f == nil {
		f = s.fit(&out)
	}
	if f == nil {
		f = s.permitted(l, "can_reply", s.opts.NoReplyRight, fan)
	}
	if f != nil {
		return answer{failure: f}
	}
	for _, check := range []func() *failure{
		func() *failure { return s.window(l, fan) },
		func() *failure { return out.markup.checkServer() },
		func() *failure { return s.reachable(l, fan) },
	} {
		if f := check(); f != nil {
			return answer{failure: f}
		}
	}
	s.checkBusinessUse(q, out)
	return s.sendAs(l.connection, fan, out)
}

// sendAs puts the bot's message into the talk in the owner's name.
func (s *Server) sendAs(c *Connection, fan *Person, out outgoing) answer {
	t := s.talk(c.owner, fan)
	r := out.record(s)
	r.from, r.viaBot = c.owner, true
	if out.markup != nil && out.markup.kind != "inline" {
		r.markup = nil
	}
	for _, earlier := range t.records { // a reply to a message that is gone is sent without it
		if earlier.box[c.owner] == out.reply.message && !earlier.deleted {
			r.replyTo = earlier
		}
	}
	t.keep(r)
	result := s.businessMessage(c, c.id, t, r)
	if s.opts.Echo {
		s.add("business_message", result, r.date.Add(lifeMessage))
	}
	s.deliverTo(t, t.other(c.owner), r)
	s.emit(Event{Kind: "message", Person: c.owner.user.ID, Chat: fan.user.ID, Message: r.box[t.host()]})
	return answer{result: result}
}

// deliverTo gives a message sent over one profile's connection to the other
// side's, if that is a connected profile too: there it is an incoming message.
func (s *Server) deliverTo(t *talk, side *Person, r *record) {
	if c := side.connection; c.delivers(t.other(side)) {
		incoming := *r
		incoming.viaBot = false
		s.add("business_message", s.businessMessage(c, c.id, t, &incoming), r.date.Add(lifeMessage))
	}
}

// checkBusinessUse records what Telegram documents as not supported in
// business messages.
func (s *Server) checkBusinessUse(q *query, out outgoing) {
	if out.markup != nil && out.markup.kind != "inline" {
		s.violation(q.method + ": reply_markup: only inline keyboards are supported in business messages")
	}
	if out.reply.chat != "" {
		s.violation(q.method + ": reply_parameters.chat_id is not supported in business messages")
	}
}

var chatActions = map[string]bool{"typing": true, "upload_photo": true, "record_video": true, "upload_video": true,
	"record_voice": true, "upload_voice": true, "record_audio": true, "upload_audio": true, "upload_document": true,
	"choose_sticker": true, "find_location": true, "pick_up_location": true, "record_video_note": true,
	"upload_video_note": true, "cancel": true}

func (s *Server) sendChatAction(q *query) answer {
	if !chatActions[lower(q.text("action"))] {
		return answer{failure: bad("Wrong parameter action in request")}
	}
	if q.text("business_connection_id") == "" {
		p, f := s.privateChat(q)
		if f == nil {
			f = s.mayWrite(p)
		}
		if f != nil {
			return answer{failure: f}
		}
		s.emit(Event{Kind: "typing", Chat: p.user.ID})
		return answer{result: true}
	}
	l, fan, f := s.business(q)
	if f == nil {
		f = s.permitted(l, "can_reply", s.opts.NoReplyRight, fan)
	}
	if f == nil {
		f = s.window(l, fan)
	}
	if f != nil {
		return answer{failure: f}
	}
	owner := l.connection.owner
	s.talk(owner, fan).typing[owner]++
	s.emit(Event{Kind: "typing", Person: owner.user.ID, Chat: fan.user.ID})
	return answer{result: true}
}
