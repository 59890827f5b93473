package store

import (
	"fmt"
	"time"
)

// MoveTo hands the data to another bot. What belonged to the old bot's chats
// goes: the offset of its updates, its business connections, and the messages
// its cards stood in, whose numbers begin anew in another bot's chat. Open
// drafts end with their connection; a reply that may or may not have arrived is
// still asked about, on a new card.
func (s *Store) MoveTo(bot int64, name string) error {
	connections, err := s.connections()
	if err != nil {
		return err
	}
	for _, c := range connections {
		c.Enabled = false
		if _, _, err := s.SaveConnection(c); err != nil {
			return err
		}
	}
	return s.update(fmt.Sprintf("move to bot %d", bot), func(t *tx) error {
		settings, err := t.settings()
		if err != nil {
			return err
		}
		settings.BotID, settings.BotName = bot, name
		if err := settingsTable.put(t, oneKey, settings); err != nil {
			return err
		}
		if err := offsetTable.put(t, oneKey, 0); err != nil {
			return err
		}
		return t.takeDownCards()
	})
}

// takeDownCards forgets in which messages cards stand.
func (t *tx) takeDownCards() error {
	var keys [][]byte
	for key := range cardIndex.walk(t, nil) {
		keys = append(keys, append([]byte(nil), key...))
	}
	for _, key := range keys {
		if err := cardIndex.remove(t, key); err != nil {
			return err
		}
	}
	if err := t.empty(string(goneIndex), true); err != nil {
		return err
	}
	var ids []uint64
	cursor := t.bucket(string(draftTable)).Cursor()
	for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
		ids = append(ids, lastNumber(key))
	}
	for _, id := range ids {
		d, err := t.draft(id)
		if err != nil {
			return err
		}
		turn := d.Card.Turn
		d.Card = Card{Turn: turn + 1, Dirty: !d.State.Final()}
		d.HoldUntil = time.Time{}
	}
	return nil
}

// connections reads all connections.
func (s *Store) connections() ([]Connection, error) {
	var all []Connection
	err := s.view("read connections", func(t *tx) error {
		cursor := t.bucket(string(connectionTable)).Cursor()
		for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
			c, _, err := connectionTable.get(t, key)
			if err != nil {
				return err
			}
			all = append(all, c)
		}
		return nil
	})
	return all, err
}
