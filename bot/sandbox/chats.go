package sandbox

import (
	"strconv"
	"time"
)

// privateChat finds the chat a call without a connection is about. The bot
// knows only people it has seen; groups and channels are not played.
func (s *Server) privateChat(q *query) (*Person, *failure) {
	text := q.text("chat_id")
	if text == "" {
		return nil, bad("chat_id is empty")
	}
	p := s.person(leadingInt(text))
	if p == nil || !s.met[p.user.ID] {
		return nil, bad("chat not found")
	}
	return p, nil
}

// mayWrite is what Telegram's servers check before the bot's own message
// reaches a person.
func (s *Server) mayWrite(p *Person) *failure {
	switch {
	case p.gone:
		return bad("INPUT_USER_DEACTIVATED")
	case p.user.IsBot:
		return fail(403, "The bot can't send messages to the bot")
	case !p.started:
		return fail(403, "Bot can't initiate conversation with a user")
	case p.blocked:
		return bad("USER_IS_BLOCKED")
	}
	return nil
}

// floodKey is a chat: the bot's own (owner nil) or one of a profile.
type floodKey struct{ owner, peer *Person }

// flooded counts a message into a chat and refuses it when the chat has had
// too many within a second.
func (s *Server) flooded(key floodKey) *failure {
	if s.opts.Flood == 0 {
		return nil
	}
	now := s.now()
	var recent []time.Time
	for _, at := range s.sent[key] {
		if now.Sub(at) < time.Second {
			recent = append(recent, at)
		}
	}
	if len(recent) >= s.opts.Flood {
		s.sent[key] = recent
		return tooMany(1)
	}
	s.sent[key] = append(recent, now)
	return nil
}

// business finds connection and fan of a call over a business connection, with
// the local checks of the Bot API server in their order.
func (s *Server) business(q *query) (*link, *Person, *failure) {
	text := q.text("chat_id")
	if text == "" {
		return nil, nil, bad("chat identifier is empty")
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, nil, bad("chat identifier must be a valid Integer")
	}
	l, f := s.link(q)
	switch {
	case f != nil:
		return nil, nil, f
	case id <= 0:
		return nil, nil, bad("Chat must be a private chat")
	case id == l.connection.owner.user.ID:
		return nil, nil, bad("Messages must not be sent to self")
	}
	return l, s.person(id), nil
}

// link finds a connection by its id. The Bot API server asks for ids it has not
// heard of and keeps those it has, valid or not.
func (s *Server) link(q *query) (*link, *failure) {
	l := s.links[q.text("business_connection_id")]
	if l == nil || !l.known && !l.valid() {
		return nil, bad("business connection not found")
	}
	l.known = true
	return l, nil
}

func (l *link) valid() bool {
	return l.last["id"] == l.connection.id && !l.connection.removed
}

// permitted is what Telegram's own servers check on a business call, in the
// order inferred: connection, mode, right, peer.
func (s *Server) permitted(l *link, right, without string, fan *Person) *failure {
	c := l.connection
	switch {
	case !l.valid() || !c.enabled:
		return bad("BUSINESS_CONNECTION_INVALID")
	case !s.mode:
		return bad("BUSINESS_CONNECTION_NOT_ALLOWED")
	case right != "" && !c.rights[right]:
		return fail(403, without)
	case fan == nil || c.excluded[fan] || c.paused[fan] || len(s.talk(c.owner, fan).records) == 0:
		return bad("BUSINESS_PEER_INVALID")
	}
	return nil
}

// window is the rule of 24 hours: only incoming messages open it.
func (s *Server) window(l *link, fan *Person) *failure {
	last := s.talk(l.connection.owner, fan).lastFrom(fan)
	if last.IsZero() || s.now().Sub(last) >= 24*time.Hour {
		return bad("BUSINESS_PEER_USAGE_MISSING")
	}
	return nil
}

// reachable is the rest of what stands between the owner and the fan.
func (s *Server) reachable(l *link, fan *Person) *failure {
	switch {
	case fan.gone:
		return bad("INPUT_USER_DEACTIVATED")
	case fan.blocks[l.connection.owner]:
		return bad("USER_IS_BLOCKED")
	case fan.charges > 0:
		return fail(403, "ALLOW_PAYMENT_REQUIRED_"+strconv.Itoa(fan.charges))
	}
	return s.flooded(floodKey{l.connection.owner, fan})
}
