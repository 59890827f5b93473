package sandbox

// DefaultRights are the rights of a connection made by Connect without any.
var DefaultRights = []string{"can_reply", "can_read_messages", "can_delete_sent_messages"}

// Connection is a business connection: the bot acts on the owner's profile. The
// value stays valid while ids change under it.
type Connection struct {
	s     *Server
	owner *Person
}

// Connect connects the bot to the person's profile, as Chat Automation in the
// app does, and returns the connection. Without rights, DefaultRights; the
// empty right "" alone connects without any. A second Connect is a reconnect:
// new id, the earlier one is replaced. Unknown right names panic.
func (p *Person) Connect(rights ...string) *Connection { return &Connection{s: p.s, owner: p} }

// Connection returns the person's connection, enabled or not; nil if the person
// never connected the bot.
func (p *Person) Connection() *Connection { return nil }

// Disconnect removes the bot from the profile: the connection is announced as
// disabled, its id is invalid from now on.
func (p *Person) Disconnect() {}

// ID returns the current id of the connection.
func (c *Connection) ID() string { return "" }

// SetRights replaces the rights; the id changes unless Options.KeepConnectionID.
func (c *Connection) SetRights(rights ...string) {}

// Disable switches the connection off; same id, no rights shown.
func (c *Connection) Disable() {}

// Enable switches it on again with the rights it had; the id changes unless
// Options.KeepConnectionID.
func (c *Connection) Enable() {}

// Exclude takes the chat with the fan out of the chats the bot may see. It is a
// change of settings: announced, with a new id. Nothing of the chat is
// delivered any more, and sends into it get BUSINESS_PEER_INVALID.
func (c *Connection) Exclude(fan *Person) {}

// Include takes Exclude back.
func (c *Connection) Include(fan *Person) {}

// Pause stops the bot in the chat with the fan as the bar above the chat does:
// like Exclude, but nothing is announced. Resume ends it.
func (c *Connection) Pause(fan *Person) {}

// Resume ends Pause.
func (c *Connection) Resume(fan *Person) {}
