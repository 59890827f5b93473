package store

import (
	"slices"
	"time"
)

// CanReply is the right without which nothing can be sent.
const CanReply = "can_reply"

// Connection is a business connection as last seen.
type Connection struct {
	ID       string
	Owner    int64     // the user whose profile it is
	Name     string    // the user's name
	Handle   string    // username without @
	UserChat int64     // the user's private chat with the bot
	Date     time.Time // when it was established, by Telegram's clock
	Enabled  bool
	Rights   []string  // names of the rights it has
	Seen     time.Time // when it was last saved; set by SaveConnection if zero
}

// Can tells whether the connection has a right, e.g. "can_reply".
func (c Connection) Can(right string) bool { return slices.Contains(c.Rights, right) }

// SaveConnection stores a connection under its id and returns what was stored
// there before, and whether anything but Seen changed.
//
// An enabled connection becomes its owner's current one, unless the current one
// is enabled and was established later. A disabled one never replaces another.
// When the owner's current connection is lost or loses can_reply, the open
// drafts of the owner end as stale and the queued replies as failed, both with
// the code "connection". When it comes back, drafts are due at once for all
// fans who wait without one and are not skipped.
func (s *Store) SaveConnection(c Connection) (before Connection, changed bool, err error) {
	return before, false, errUnbuilt
}

// Connection reads a connection by id; ErrNotFound if it was never saved.
func (s *Store) Connection(id string) (Connection, error) { return Connection{}, errUnbuilt }

// Current reads the connection that serves this owner now, enabled or not;
// ErrNotFound if there never was one.
func (s *Store) Current(owner int64) (Connection, error) { return Connection{}, errUnbuilt }
