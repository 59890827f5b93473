package store

import (
	"fmt"
	"slices"
	"time"
)

// CanReply is the right without which nothing can be sent.
const CanReply = "can_reply"

// CanRead is the right to mark messages as read.
const CanRead = "can_read_messages"

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
	Ended    time.Time // when it was first seen disabled; zero while it is enabled
	Named    uint64    // the last row of the inbox that is known to name it; 0 if none is
}

// Can tells whether the connection has a right, e.g. "can_reply".
func (c Connection) Can(right string) bool { return slices.Contains(c.Rights, right) }

func (c Connection) usable() bool { return c.Enabled && c.Can(CanReply) }

func (c Connection) same(other Connection) bool {
	rights, others := slices.Sorted(slices.Values(c.Rights)), slices.Sorted(slices.Values(other.Rights))
	return c.ID == other.ID && c.Owner == other.Owner && c.Name == other.Name && c.Handle == other.Handle &&
		c.UserChat == other.UserChat && c.Date.Equal(other.Date) && c.Enabled == other.Enabled &&
		slices.Equal(rights, others)
}

// SaveConnection stores a connection under its id and returns what was stored
// there before, and whether anything but Seen changed.
//
// An enabled connection becomes its owner's current one, unless the current one
// is newer (see takesOver). A disabled one never replaces another.
// When the owner's current connection is lost or loses can_reply, the open
// drafts of the owner end as stale and the queued replies as failed, both with
// the code "connection". When it comes back, drafts are due at once for all
// fans who wait without one, or with one that the connection kept from being
// made, and are not skipped. ErrOwner: it is known as another profile's.
func (s *Store) SaveConnection(c Connection) (before Connection, changed bool, err error) {
	err = s.update("store connection", func(t *tx) error {
		key := t.seal.nameKey(c.ID)
		if before, _, err = connectionTable.get(t, key); err != nil {
			return err
		}
		if before.ID != "" && before.Owner != c.Owner {
			return ErrOwner
		}
		was, _, err := t.current(c.Owner)
		if err != nil {
			return err
		}
		if c.Seen.IsZero() {
			c.Seen = t.now
		}
		if year := c.Date.Year(); year < 1 || year > 9999 { // no record can hold it
			c.Date = t.now
		}
		if c.Ended = (time.Time{}); !c.Enabled {
			if c.Ended = before.Ended; c.Ended.IsZero() {
				c.Ended = c.Seen
			}
		}
		c.Named = max(c.Named, before.Named)
		changed = !c.same(before)
		if err := connectionTable.put(t, key, c); err != nil {
			return err
		}
		if !takesOver(c, was) {
			return nil
		}
		if c.ID != was.ID {
			changed = true
			if err := currentTable.put(t, signed(c.Owner), c.ID); err != nil {
				return err
			}
		}
		switch {
		case was.usable() && !c.usable():
			return t.disconnect(c.Owner)
		case !was.usable() && c.usable():
			return t.reconnect(c.Owner)
		}
		return nil
	})
	return before, changed, err
}

// takesOver tells whether c stands for its owner from now on. Telegram may
// report the end of an old connection after the beginning of a new one, and goes
// on answering for ids it has replaced. A change of settings makes a new id and
// need not make a new date; but rows come in the order of what they tell, and no
// row names an id any more that an earlier row replaced or ended.
func takesOver(c, current Connection) bool {
	switch {
	case current.ID == "" || current.ID == c.ID:
		return true
	case !c.Enabled:
		return false
	case current.Enabled && !c.Date.Equal(current.Date):
		return c.Date.After(current.Date)
	}
	return c.Named >= current.Named
}

// disconnect voids what the owner has open, in the model's hands or queued.
func (t *tx) disconnect(owner int64) error {
	ids, err := t.concerned(owner)
	if err != nil {
		return err
	}
	for _, id := range ids {
		f, err := t.fan(id)
		if err != nil {
			return err
		}
		if _, err := t.void(f, EndConnection); err != nil {
			return err
		}
		f.Due, f.Burst = time.Time{}, time.Time{}
	}
	return nil
}

// reconnect makes drafts due for those who wait without one, or with one that
// could not be made because of the connection.
func (t *tx) reconnect(owner int64) error {
	ids, err := t.concerned(owner)
	if err != nil {
		return err
	}
	for _, id := range ids {
		f, err := t.fan(id)
		if err != nil {
			return err
		}
		if f.Draft != 0 {
			d, err := t.draft(f.Draft)
			if err != nil {
				return err
			}
			if !d.undecided() || d.Text != "" || d.Problem != ProblemConnection && d.Problem != ProblemRight {
				continue
			}
		}
		if f.Draft == 0 && !f.Due.IsZero() {
			continue // a burst is under way
		}
		t.hurry(f)
	}
	return nil
}

// concerned lists the owner's fans who wait or have a draft that is not final.
func (t *tx) concerned(owner int64) ([]FanID, error) {
	var ids []FanID
	seen := map[FanID]bool{}
	note := func(id FanID) {
		if id.Owner == owner && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for key := range waitingIndex.walk(t, nil) {
		note(fanOf(key[16:]))
	}
	for key := range dueIndex.walk(t, nil) {
		note(fanOf(key[8:]))
	}
	for _, id := range openIndex.numbers(t) {
		d, err := t.draft(id)
		if err != nil {
			return nil, err
		}
		note(d.Fan)
	}
	return ids, nil
}

// Connection reads a connection by id; ErrNotFound if it was never saved.
func (s *Store) Connection(id string) (Connection, error) {
	var connection Connection
	err := s.view("read connection", func(t *tx) error {
		var ok bool
		var err error
		connection, ok, err = connectionTable.get(t, t.seal.nameKey(id))
		if err == nil && !ok {
			err = ErrNotFound
		}
		return err
	})
	return connection, err
}

// serving is the connections that serve, by owner.
type serving map[int64]Connection

// Current reads the connection that serves this owner now, enabled or not;
// ErrNotFound if there never was one. Its Rights are shared: nobody may change them.
func (s *Store) Current(owner int64) (Connection, error) {
	all, err := s.serving.get(&s.rareChanges, s.readServing)
	if err != nil {
		return Connection{}, err
	}
	connection, ok := all[owner]
	if !ok {
		return Connection{}, fmt.Errorf("read connection of %d: %w", owner, ErrNotFound)
	}
	return connection, nil
}

func (s *Store) readServing() (serving, error) {
	all := serving{}
	err := s.view("read connections that serve", func(t *tx) error {
		cursor := t.bucket(string(currentTable)).Cursor()
		for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
			connection, ok, err := t.current(unsigned(key))
			if err != nil {
				return err
			}
			if ok {
				all[unsigned(key)] = connection
			}
		}
		return nil
	})
	return all, err
}

func (t *tx) current(owner int64) (Connection, bool, error) {
	id, ok, err := t.hotCurrent.get(t, currentTable, signed(owner))
	if err != nil || !ok {
		return Connection{}, false, err
	}
	return t.hotConnection.get(t, connectionTable, t.seal.nameKey(id))
}
