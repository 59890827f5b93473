package sandbox

import "slices"

// Person is somebody with a Telegram account: a creator, a fan, a stranger.
// Every person has a message box of their own that counts their private
// messages; by default the boxes of two people never share a number.
type Person struct {
	s    *Server
	user User
	seat int             // place in Server.people
	next int64           // next number in the message box
	kept map[int64]*talk // where the messages of the box are, by number

	chat    []*record // the private chat with the bot
	started bool      // has written to the bot, so that it may write back
	blocked bool      // has blocked the bot
	gone    bool      // account deleted
	blocks  map[*Person]bool
	charges int

	connection *Connection
}

// PersonOption changes a person at birth.
type PersonOption func(*Person)

// WithID sets the account id.
func WithID(id int64) PersonOption { return func(p *Person) { p.user.ID = id } }

// WithHandle sets the username, without @.
func WithHandle(handle string) PersonOption { return func(p *Person) { p.user.Username = handle } }

// WithLanguage sets the language code the bot is told, e.g. "de".
func WithLanguage(code string) PersonOption { return func(p *Person) { p.user.LanguageCode = code } }

// WithLastName sets the last name.
func WithLastName(name string) PersonOption { return func(p *Person) { p.user.LastName = name } }

// WithBox lets the person's message box begin at the number first, so that two
// profiles can be made to hold the same numbers.
func WithBox(first int64) PersonOption { return func(p *Person) { p.next = first } }

// AsBot makes the account another bot.
func AsBot() PersonOption { return func(p *Person) { p.user.IsBot = true } }

// Ids of accounts and message boxes, apart by default.
const (
	firstAccount = 510000001
	accountStep  = 10000019
	boxSize      = 100000
)

// Person adds somebody with that first name. Names need not be unique; every
// call makes a new account.
func (s *Server) Person(name string, o ...PersonOption) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	seat := len(s.people)
	p := &Person{s: s, seat: seat, next: int64(seat+1)*boxSize + 1, blocks: map[*Person]bool{}, kept: map[int64]*talk{},
		user: User{ID: firstAccount + int64(seat)*accountStep, FirstName: name}}
	for _, set := range o {
		set(p)
	}
	if s.person(p.user.ID) != nil || p.user.ID == s.bot.ID {
		panic("sandbox: add person: the id is taken")
	}
	s.people = append(s.people, p)
	s.byID[p.user.ID] = p
	s.emit(Event{Kind: "person", Person: p.user.ID})
	return p
}

// People returns everybody, in the order they were added.
func (s *Server) People() []*Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.people)
}

// person finds an account; nil for none.
func (s *Server) person(id int64) *Person { return s.byID[id] }

// ID returns the account id.
func (p *Person) ID() int64 { return p.user.ID }

// User returns the account.
func (p *Person) User() User { return p.user }

// Start presses Start in the bot's private chat: "/start", with a deep link
// "/start payload". It also unblocks the bot. Returns the message id.
func (p *Person) Start(payload string) int64 {
	text := "/start"
	if payload != "" {
		text += " " + payload
	}
	return p.Sends(text)
}

// Sends writes to the bot in its private chat and returns the message id. A
// person who had blocked the bot unblocks it first, as the app does.
func (p *Person) Sends(text string) int64 { return p.Replies(0, text) }

// Replies writes to the bot as a reply to the message with the id to there. A
// message that is gone is replied to as to none.
func (p *Person) Replies(to int64, text string) int64 {
	return p.sends(&record{kind: "text", body: typed(text)}, to)
}

// SendsPhoto sends the bot a photo in its private chat.
func (p *Person) SendsPhoto(caption string) int64 {
	return p.sends(&record{kind: "photo", content: object{"photo": photo()}, body: typed(caption)}, 0)
}

// SendsSticker sends the bot a sticker in its private chat.
func (p *Person) SendsSticker(emoji string) int64 {
	return p.sends(&record{kind: "sticker", content: object{"sticker": sticker(emoji)}}, 0)
}

func (p *Person) sends(r *record, replyTo int64) int64 {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	p.unblockBot()
	p.started = true
	s.met[p.user.ID] = true
	r.from, r.date, r.replyTo = p, s.date(), p.inChat(replyTo)
	s.keep(p, r)
	s.add("message", s.chatMessage(p, r), r.date.Add(lifeMessage))
	s.emit(Event{Kind: "message", Person: p.user.ID, Chat: s.bot.ID, Message: r.id})
	return r.id
}

// keep numbers a message of the bot's private chat and stores it.
func (s *Server) keep(p *Person, r *record) {
	r.id = s.nextID
	s.nextID++
	p.chat = append(p.chat, r)
}

// EditsSent changes the person's own message in the bot's private chat.
func (p *Person) EditsSent(message int64, text string) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	r := p.inChat(message)
	if r == nil || r.from != p {
		return
	}
	r.change(typed(text), s.date())
	s.add("edited_message", s.chatMessage(p, r), r.edited.Add(lifeMessage))
	s.emit(Event{Kind: "edit", Person: p.user.ID, Chat: s.bot.ID, Message: r.id})
}

// Clears deletes messages of the bot's private chat for both sides; the bot is
// not told.
func (p *Person) Clears(messages ...int64) {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range messages {
		if r := p.inChat(id); r != nil {
			r.deleted = true
			s.emit(Event{Kind: "delete", Chat: p.user.ID, Message: id})
		}
	}
}

// BlocksBot blocks the bot: it gets 403 until the person writes to it again.
func (p *Person) BlocksBot() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if !p.blocked {
		p.blocked = true
		p.membership("member", "kicked")
	}
}

func (p *Person) unblockBot() {
	if p.blocked {
		p.blocked = false
		p.membership("kicked", "member")
	}
}

// membership tells the bot that it was blocked or unblocked.
func (p *Person) membership(before, after string) {
	s := p.s
	member := func(status string) object {
		m := object{"user": userJSON(s.bot), "status": status}
		if status == "kicked" {
			m["until_date"] = 0
		}
		return m
	}
	s.add("my_chat_member", object{"chat": chatJSON(p.user), "from": userJSON(p.user), "date": s.now().Unix(),
		"old_chat_member": member(before), "new_chat_member": member(after)}, s.now().Add(lifeUpdate))
	s.emit(Event{Kind: "block", Person: p.user.ID, Chat: s.bot.ID})
}

// DeletesAccount deactivates the account: the bot gets 403 for good.
func (p *Person) DeletesAccount() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.gone = true
	p.s.emit(Event{Kind: "person", Person: p.user.ID})
}

// Chat returns the private chat with the bot as the person sees it now.
func (p *Person) Chat() []Message {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	var out []Message
	for _, r := range p.chat {
		if r.deleted {
			continue
		}
		reply := int64(0)
		if r.replyTo != nil && !r.replyTo.deleted {
			reply = r.replyTo.id
		}
		out = append(out, r.seen(p.s, r.id, reply))
	}
	return out
}

// inChat finds a message of the bot's private chat that is still there.
func (p *Person) inChat(id int64) *record {
	if r := p.everInChat(id); r != nil && !r.deleted {
		return r
	}
	return nil
}

func (p *Person) everInChat(id int64) *record {
	for _, r := range p.chat {
		if r.id == id && id != 0 {
			return r
		}
	}
	return nil
}

// chatMessage is a Message of the bot's private chat with p.
func (s *Server) chatMessage(p *Person, r *record) object {
	from := s.bot
	if r.from != nil {
		from = r.from.user
	}
	out := r.envelope(r.id, userJSON(from), chatJSON(p.user))
	if to := r.replyTo; to != nil && !to.deleted {
		nested := *to
		nested.replyTo = nil
		out["reply_to_message"] = s.chatMessage(p, &nested)
	}
	return out
}

// typed is what a person wrote: taken as it is, with what Telegram finds in it.
func typed(text string) formatted {
	return formatted{text: text, source: text, entities: findEntities(text, nil)}
}
