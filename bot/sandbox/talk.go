package sandbox

import (
	"slices"
	"time"
)

// talk is the private chat between two people.
type talk struct {
	a, b    *Person // in the order they were added
	records []*record
	read    map[*Person]int64 // owner -> id in the owner's box up to which the bot marked read
	typing  map[*Person]int   // owner -> chat actions shown in the owner's name
}

func (s *Server) talk(p, q *Person) *talk {
	if p.seat > q.seat {
		p, q = q, p
	}
	key := [2]*Person{p, q}
	if s.talks[key] == nil {
		s.talks[key] = &talk{a: p, b: q, read: map[*Person]int64{}, typing: map[*Person]int{}}
	}
	return s.talks[key]
}

func (t *talk) other(p *Person) *Person {
	if t.a == p {
		return t.b
	}
	return t.a
}

// host is whose box names the messages: the connected profile of the two.
func (t *talk) host() *Person {
	if t.a.connection == nil && t.b.connection != nil {
		return t.b
	}
	return t.a
}

// find looks a message up by its number in the host's box, then the other's.
func (t *talk) find(id int64) *record {
	host := t.host()
	for _, p := range []*Person{host, t.other(host)} {
		for _, r := range t.records {
			if r.box[p] == id && !r.deleted {
				return r
			}
		}
	}
	return nil
}

// lastFrom is the date of the newest message of p; zero if p never wrote.
func (t *talk) lastFrom(p *Person) time.Time {
	var last time.Time
	for _, r := range t.records {
		if r.from == p && r.date.After(last) {
			last = r.date
		}
	}
	return last
}

// keep numbers a message in both boxes and stores it.
func (t *talk) keep(r *record) {
	r.box = map[*Person]int64{}
	for _, p := range []*Person{t.a, t.b} {
		r.box[p] = p.next
		p.kept[p.next] = t
		p.next++
	}
	t.records = append(t.records, r)
}

// Writes sends a private message to another person and returns its id. The
// connected profile among the two decides the number: it is the id in the
// profile's own message box, the one the bot sees (with no or two profiles, the
// box of the one added first). Every connected profile among the two, unless it
// excludes the chat, gets its bot a business_message update, whoever writes:
// the fan, or the owner by hand.
func (p *Person) Writes(to *Person, text string) int64 {
	return p.writes(to, &record{kind: "text", body: typed(text)})
}

// WritesAt is Writes with a date of its own. Telegram queues no update for a
// message older than 24 hours.
func (p *Person) WritesAt(to *Person, text string, date time.Time) int64 {
	return p.writes(to, &record{kind: "text", body: typed(text), date: date.Truncate(time.Second)})
}

// WritesReply is Writes as a reply to the message with the given id of that chat.
func (p *Person) WritesReply(to *Person, message int64, text string) int64 {
	p.s.mu.Lock()
	original := p.s.talk(p, to).find(message)
	p.s.mu.Unlock()
	return p.writes(to, &record{kind: "text", body: typed(text), replyTo: original})
}

// WritesPhoto sends a photo.
func (p *Person) WritesPhoto(to *Person, caption string) int64 {
	return p.writes(to, &record{kind: "photo", content: object{"photo": photo()}, body: typed(caption)})
}

// WritesVoice sends a voice note of that many seconds.
func (p *Person) WritesVoice(to *Person, seconds int) int64 {
	return p.writes(to, &record{kind: "voice", content: object{"voice": voice(seconds)}})
}

// WritesSticker sends a sticker.
func (p *Person) WritesSticker(to *Person, emoji string) int64 {
	return p.writes(to, &record{kind: "sticker", content: object{"sticker": sticker(emoji)}})
}

// WritesRaw sends a message with the given Bot API fields as content, e.g.
// video_note, gift, media_group_id, caption. A field of the envelope that is
// given (sender_business_bot, from …) is what the bot sees.
func (p *Person) WritesRaw(to *Person, fields map[string]any) int64 {
	r := &record{kind: contentKind(fields), content: object{}}
	for name, value := range fields {
		r.content[name] = value
	}
	for _, name := range []string{"text", "caption"} {
		if text, ok := fields[name].(string); ok {
			r.body = typed(text)
			delete(r.content, name)
		}
	}
	return p.writes(to, r)
}

// AutoReplies is a text Telegram sends by itself in the person's name: an away
// or greeting message (is_from_offline).
func (p *Person) AutoReplies(to *Person, text string) int64 {
	return p.writes(to, &record{kind: "text", body: typed(text), offline: true})
}

func (p *Person) writes(to *Person, r *record) int64 {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if p == to || to.s != s {
		panic("sandbox: write: nobody to write to")
	}
	t := s.talk(p, to)
	r.from = p
	if r.date.IsZero() {
		r.date = s.date()
	}
	t.keep(r)
	s.deliverTalk("business_message", t, r, r.date)
	s.emit(Event{Kind: "message", Person: p.user.ID, Chat: to.user.ID, Message: r.box[t.host()]})
	return r.box[t.host()]
}

// deliverTalk gives a message of a talk to the bot of every connected profile.
func (s *Server) deliverTalk(kind string, t *talk, r *record, date time.Time) {
	for _, owner := range []*Person{t.a, t.b} {
		if c := owner.connection; c.delivers(t.other(owner)) {
			s.add(kind, s.businessMessage(c, c.id, t, r), date.Add(lifeMessage))
			s.known(c, t.other(owner))
		}
	}
}

// businessMessage is a Message as the bot sees it over a connection.
func (s *Server) businessMessage(c *Connection, id string, t *talk, r *record) object {
	out := r.envelope(r.box[c.owner], userJSON(r.from.user), chatJSON(t.other(c.owner).user))
	out["business_connection_id"] = id
	if r.viaBot {
		out["sender_business_bot"] = userJSON(s.bot)
	}
	if to := r.replyTo; to != nil && !to.deleted {
		nested := *to
		nested.replyTo = nil
		out["reply_to_message"] = s.businessMessage(c, id, t, &nested)
	}
	return out
}

// Edits changes an own message in the chat with another person; the same text
// again is delivered too, as Telegram does for business chats. Unknown ids and
// messages of the other are ignored.
func (p *Person) Edits(to *Person, message int64, text string) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.talk(p, to)
	r := t.find(message)
	if r == nil || r.from != p {
		return
	}
	r.change(typed(text), s.date())
	s.deliverTalk("edited_business_message", t, r, r.edited)
	s.emit(Event{Kind: "edit", Person: p.user.ID, Chat: to.user.ID, Message: message})
}

// Deletes removes messages from the chat with another person for both sides.
// The update names ids the bot never saw as well.
func (p *Person) Deletes(to *Person, messages ...int64) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.talk(p, to)
	found := make([]*record, len(messages))
	for i, id := range messages {
		if found[i] = t.find(id); found[i] != nil {
			found[i].deleted = true
		}
	}
	for _, owner := range []*Person{t.a, t.b} {
		c := owner.connection
		if !c.delivers(t.other(owner)) {
			continue
		}
		ids := slices.Clone(messages)
		for i, r := range found {
			if r != nil {
				ids[i] = r.box[owner]
			}
		}
		s.add("deleted_business_messages", object{"business_connection_id": c.id,
			"chat": chatJSON(t.other(owner).user), "message_ids": ids}, s.now().Add(lifeUpdate))
	}
	for _, id := range messages {
		s.emit(Event{Kind: "delete", Person: p.user.ID, Chat: to.user.ID, Message: id})
	}
}

// Blocks blocks another person: what the bot sends in their name gets 403.
func (p *Person) Blocks(other *Person) { p.setBlock(other, true) }

// Unblocks takes Blocks back.
func (p *Person) Unblocks(other *Person) { p.setBlock(other, false) }

func (p *Person) setBlock(other *Person, on bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.blocks[other] = on
	p.s.emit(Event{Kind: "block", Person: p.user.ID, Chat: other.user.ID})
}

// Charges lets the person ask that many Stars for a message; 0 takes it back.
// Sends in somebody's name get ALLOW_PAYMENT_REQUIRED.
func (p *Person) Charges(stars int) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.charges = stars
	p.s.emit(Event{Kind: "person", Person: p.user.ID})
}

// With returns the private chat between two people, oldest first, as both see
// it. Ids are those of Writes.
func (p *Person) With(other *Person) []Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	t := p.s.talk(p, other)
	host := t.host()
	var out []Message
	for _, r := range t.records {
		if r.deleted {
			continue
		}
		reply := int64(0)
		if r.replyTo != nil && !r.replyTo.deleted {
			reply = r.replyTo.box[host]
		}
		out = append(out, r.seen(p.s, r.box[host], reply))
	}
	return out
}

// ReadMark returns the id up to which the bot has marked the fan's messages
// read in the owner's name; 0 if never.
func (s *Server) ReadMark(owner, fan *Person) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.talk(owner, fan).read[owner]
}

// Typing counts the chat actions the bot has shown the fan in the owner's name.
func (s *Server) Typing(owner, fan *Person) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.talk(owner, fan).typing[owner]
}
