package sandbox

import (
	"encoding/json"
	"strconv"
)

func init() {
	handlers["getBusinessConnection"] = (*Server).getBusinessConnection
	handlers["readBusinessMessage"] = (*Server).readBusinessMessage
	handlers["deleteBusinessMessages"] = (*Server).deleteBusinessMessages
}

// getBusinessConnection answers for every id the server knows, with what it
// last knew: an id that was replaced still shows its old settings.
func (s *Server) getBusinessConnection(q *query) answer {
	l, f := s.link(q)
	if f != nil {
		return answer{failure: f}
	}
	return answer{result: l.last}
}

func (s *Server) editBusiness(q *query, out outgoing) answer {
	l, fan, f := s.business(q)
	if f != nil {
		return answer{failure: f}
	}
	id := q.messageID("message_id")
	if id == 0 {
		return answer{failure: bad("Invalid message identifier specified")}
	}
	if f := s.fitEdit(&out); f != nil {
		return answer{failure: f}
	}
	if f := s.permitted(l, "can_reply", s.opts.NoReplyRight, fan); f != nil {
		return answer{failure: f}
	}
	if f := s.window(l, fan); f != nil {
		return answer{failure: f}
	}
	c := l.connection
	t, r := s.inBox(c.owner, id)
	if f := s.editable(c, fan, t, r); f != nil {
		return answer{failure: f}
	}
	if f := s.replace(r, out); f != nil {
		return answer{failure: f}
	}
	result := s.businessMessage(c, c.id, t, r)
	if s.opts.Echo {
		s.add("edited_business_message", result, r.edited.Add(lifeMessage))
	}
	s.emit(Event{Kind: "edit", Person: c.owner.user.ID, Chat: fan.user.ID, Message: r.box[t.host()]})
	return answer{result: result}
}

// editable: the bot edits what it or the owner sent in that chat; what the
// owner wrote by hand only for 48 hours.
func (s *Server) editable(c *Connection, fan *Person, t *talk, r *record) *failure {
	switch {
	case r == nil || t.other(c.owner) != fan:
		return bad("MESSAGE_ID_INVALID")
	case r.from != c.owner:
		return bad("MESSAGE_AUTHOR_REQUIRED")
	case !r.viaBot && r.markup == nil && s.now().Sub(r.date) > maxAge:
		return bad("MESSAGE_EDIT_TIME_EXPIRED")
	}
	return nil
}

// readBusinessMessage marks a chat read up to a message of it.
func (s *Server) readBusinessMessage(q *query) answer {
	l, fan, f := s.business(q)
	if f != nil {
		return answer{failure: f}
	}
	id := q.messageID("message_id")
	if id == 0 {
		return answer{failure: bad("Invalid message identifier specified")}
	}
	if f := s.permitted(l, "can_read_messages", s.opts.NoReadRight, fan); f != nil {
		return answer{failure: f}
	}
	if f := s.window(l, fan); f != nil {
		return answer{failure: f}
	}
	owner := l.connection.owner
	t, r := s.inBox(owner, id)
	if r == nil || t.other(owner) != fan {
		return answer{failure: bad("MSG_ID_INVALID")}
	}
	t.read[owner] = max(t.read[owner], id)
	s.emit(Event{Kind: "read", Person: owner.user.ID, Chat: fan.user.ID, Message: id})
	return answer{result: true}
}

// deleteBusinessMessages deletes messages of one chat for both sides.
func (s *Server) deleteBusinessMessages(q *query) answer {
	ids, f := messageIDs(q)
	if f != nil {
		return answer{failure: f}
	}
	l, f := s.link(q)
	if f != nil {
		return answer{failure: f}
	}
	c := l.connection
	if !l.valid() || !c.enabled {
		return answer{failure: bad("BUSINESS_CONNECTION_INVALID")}
	}
	if !s.mode {
		return answer{failure: bad("BUSINESS_CONNECTION_NOT_ALLOWED")}
	}
	records, f := s.deletable(c, ids)
	if f != nil {
		return answer{failure: f}
	}
	for i, r := range records {
		r.deleted = true
		s.emit(Event{Kind: "delete", Person: c.owner.user.ID, Message: ids[i]})
	}
	return answer{result: true}
}

// deletable finds the messages, all of one chat the bot may see, and checks the
// right for each: one's own with either right, any other with the wider one.
func (s *Server) deletable(c *Connection, ids []int64) ([]*record, *failure) {
	var chat *talk
	var records []*record
	for _, id := range ids {
		t, r := s.inBox(c.owner, id)
		if r == nil || chat != nil && t != chat {
			return nil, bad("MESSAGE_ID_INVALID")
		}
		chat, records = t, append(records, r)
		if !c.rights["can_delete_all_messages"] && !(r.viaBot && c.rights["can_delete_sent_messages"]) {
			return nil, fail(403, "BOT_ACCESS_FORBIDDEN")
		}
		if fan := t.other(c.owner); c.excluded[fan] || c.paused[fan] {
			return nil, bad("BUSINESS_PEER_INVALID")
		}
		if s.now().Sub(r.date) >= maxAge {
			return nil, bad("MESSAGE_DELETE_FORBIDDEN")
		}
	}
	return records, nil
}

// messageIDs reads the parameter message_ids as the Bot API server does.
func messageIDs(q *query) ([]int64, *failure) {
	text := q.text("message_ids")
	if text == "" {
		return nil, bad("Message identifiers are not specified")
	}
	value, err := decode([]byte(text))
	if err != nil {
		return nil, bad("Can't parse message_ids JSON object")
	}
	list, ok := value.([]any)
	if !ok {
		return nil, bad("Expected an Array of message identifiers")
	}
	if len(list) > 100 {
		return nil, bad("Too many message identifiers specified")
	}
	var ids []int64
	for _, v := range list {
		var text string
		switch v := v.(type) {
		case json.Number:
			text = v.String()
		case string:
			text = v
		default:
			return nil, bad("Message identifier must be a Number")
		}
		id, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return nil, bad("Can't parse message identifier as a Number")
		}
		if id <= 0 {
			return nil, bad("Invalid message identifier specified")
		}
		ids = append(ids, id)
	}
	return ids, nil
}
