package store

import "fmt"

// GoneCard is a message of a creator's chat that shows something of a fan who was
// forgotten. It holds nothing of the fan.
type GoneCard struct{ Owner, Message int64 }

func (c GoneCard) key() []byte { return join(signed(c.Owner), signed(c.Message)) }

// GoneCards reads what is to be taken out of the creators' chats, newest first.
func (s *Store) GoneCards() ([]GoneCard, error) {
	var cards []GoneCard
	err := s.view("read cards of forgotten fans", func(t *tx) error {
		cursor := t.bucket(string(goneIndex)).Cursor()
		for key, _ := cursor.Last(); key != nil; key, _ = cursor.Prev() {
			cards = append(cards, GoneCard{unsigned(key), unsigned(key[8:])})
		}
		return nil
	})
	return cards, err
}

// TakenDown notes that nothing more can be done about a message: it was deleted,
// emptied, or Telegram refuses both. One that is noted already is no error.
func (s *Store) TakenDown(c GoneCard) error {
	return s.patiently(fmt.Sprintf("note message %d as taken down", c.Message), func(t *tx) error {
		return goneIndex.remove(t, c.key())
	})
}

// forgetCard takes a message, the key of cardIndex, from an owner's draft. One that
// shows no other draft is to be taken down.
func (t *tx) forgetCard(owner int64, key []byte) error {
	if err := cardIndex.remove(t, key); err != nil {
		return err
	}
	if len(cardIndex.under(t, key[:8])) > 0 {
		return nil
	}
	return goneIndex.add(t, GoneCard{owner, unsigned(key)}.key())
}

// addBuckets makes those that came without a new schema version.
func (t *tx) addBuckets() error {
	if t.bolt.Bucket([]byte(goneIndex)) != nil {
		return nil
	}
	t.wrote = true
	_, err := t.bolt.CreateBucket([]byte(goneIndex))
	return err
}
