package sandbox

import (
	"maps"
	"slices"
	"time"
)

// DefaultRights are the rights of a connection made by Connect without any.
var DefaultRights = []string{"can_reply", "can_read_messages", "can_delete_sent_messages"}

// Connection is a business connection: the bot acts on the owner's profile. The
// value stays valid while ids change under it.
type Connection struct {
	s        *Server
	owner    *Person
	id       string
	rights   map[string]bool
	enabled  bool
	removed  bool
	date     time.Time
	excluded map[*Person]bool
	paused   map[*Person]bool
}

// link is a connection id that was given out.
type link struct {
	connection *Connection
	known      bool   // the Bot API server has heard of it, so it keeps answering for it
	last       object // the BusinessConnection as last seen under this id
}

// Connect connects the bot to the person's profile, as Chat Automation in the
// app does, and returns the connection. Without rights, DefaultRights; the
// empty right "" alone connects without any. A second Connect is a reconnect:
// new id, the earlier one is replaced. Unknown right names panic.
func (p *Person) Connect(rights ...string) *Connection {
	s := p.s
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(rights) == 0 {
		rights = DefaultRights
	}
	first := p.connection == nil
	if first {
		p.connection = &Connection{s: s, owner: p, excluded: map[*Person]bool{}, paused: map[*Person]bool{}}
	}
	c := p.connection
	c.rights, c.enabled, c.removed, c.date = rightSet(rights), true, false, s.date()
	s.met[p.user.ID] = true
	c.newID()
	c.announce(!first || !s.opts.SilentConnect)
	return c
}

// Connection returns the person's connection, enabled or not; nil if the person
// never connected the bot.
func (p *Person) Connection() *Connection {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.connection
}

// Disconnect removes the bot from the profile: the connection is announced as
// disabled, its id is invalid from now on. Without a connection, nothing.
func (p *Person) Disconnect() {
	if c := p.Connection(); c != nil {
		c.settle(false, func() { c.enabled, c.removed = false, true })
	}
}

// ID returns the current id of the connection.
func (c *Connection) ID() string {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.id
}

// Owner returns the person whose profile is connected.
func (c *Connection) Owner() *Person { return c.owner }

// Rights returns the rights in alphabetical order, and whether the connection
// is enabled.
func (c *Connection) Rights() (rights []string, enabled bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return slices.Sorted(maps.Keys(c.rights)), c.enabled
}

// SetRights replaces the rights; none means none. The id changes unless
// Options.KeepConnectionID.
func (c *Connection) SetRights(rights ...string) {
	c.settle(true, func() { c.rights = rightSet(rights) })
}

// Disable switches the connection off; same id, no rights shown.
func (c *Connection) Disable() { c.settle(false, func() { c.enabled = false }) }

// Enable switches it on again with the rights it had; the id changes unless
// Options.KeepConnectionID.
func (c *Connection) Enable() { c.settle(true, func() { c.enabled, c.removed = true, false }) }

// Exclude takes the chat with the fan out of the chats the bot may see. It is a
// change of settings: announced, with a new id. Nothing of the chat is
// delivered any more, and sends into it get BUSINESS_PEER_INVALID.
func (c *Connection) Exclude(fan *Person) { c.settle(true, func() { c.excluded[fan] = true }) }

// Include takes Exclude back.
func (c *Connection) Include(fan *Person) { c.settle(true, func() { delete(c.excluded, fan) }) }

// Pause stops the bot in the chat with the fan as the bar above the chat does:
// like Exclude, but nothing is announced. Resume ends it.
func (c *Connection) Pause(fan *Person) { c.setPause(fan, true) }

// Resume ends Pause.
func (c *Connection) Resume(fan *Person) { c.setPause(fan, false) }

func (c *Connection) setPause(fan *Person, on bool) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.paused[fan] = on
	c.s.emit(Event{Kind: "connection", Person: c.owner.user.ID, Chat: fan.user.ID})
}

// settle changes the settings and announces the result, under a new id if the
// kind of change gives one.
func (c *Connection) settle(newID bool, change func()) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	change()
	if newID && !c.s.opts.KeepConnectionID {
		c.newID()
	}
	c.announce(true)
}

func (c *Connection) newID() {
	c.id = randomText(22) + "AAAAE"
	c.s.links[c.id] = &link{connection: c}
}

// announce tells the bot about the connection, unless the update gets lost, and
// keeps what the Bot API server then knows under this id.
func (c *Connection) announce(told bool) {
	s := c.s
	l := s.links[c.id]
	l.last = c.json()
	if told && s.mode {
		l.known = true
		s.add("business_connection", l.last, s.now().Add(lifeUpdate))
	}
	s.emit(Event{Kind: "connection", Person: c.owner.user.ID})
}

// json is the BusinessConnection. A disabled one shows no rights; can_reply at
// the top is the legacy duplicate.
func (c *Connection) json() object {
	out := object{"id": c.id, "user": userJSON(c.owner.user), "user_chat_id": c.owner.user.ID,
		"date": c.date.Unix(), "is_enabled": c.enabled, "can_reply": c.enabled && c.rights["can_reply"]}
	if c.enabled {
		out["rights"] = maps.Clone(c.rights)
	}
	return out
}

// delivers says whether the bot gets what happens in the chat with a fan.
func (c *Connection) delivers(fan *Person) bool {
	return c != nil && c.enabled && c.s.mode && !c.excluded[fan] && !c.paused[fan]
}

// known notes whom the bot has seen through a connection.
func (s *Server) known(c *Connection, fan *Person) {
	s.links[c.id].known = true
	s.met[fan.user.ID] = true
}

// rightSet checks right names against the Bot API.
func rightSet(names []string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		if name == "" {
			continue
		}
		if _, ok := api.Types["BusinessBotRights"][name]; !ok {
			panic("sandbox: no such right: " + name)
		}
		set[name] = true
	}
	return set
}
