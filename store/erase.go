package store

import (
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// ErrConnected says that the profile is connected again: what was asked about
// its end is out of date.
var ErrConnected = errors.New("the profile is connected again")

// Parting is the end of the creator's connection, from when it was noticed until
// the profile is connected again.
type Parting struct {
	Owner  int64     // whose profile it is
	Since  time.Time // when it was noticed, in whole seconds; zero: the profile is connected
	Asked  int64     // the question's message in the creator's chat; 0: not asked yet
	Answer string    // PartKeep, EraseFans or EraseAll; empty: none yet
	Gone   Erased    // what the answer removed
}

// What the creator may want kept at the end of a connection.
const (
	PartKeep  = "keep" // everything
	EraseFans = "fans" // nothing of any fan; figures, decisions and rules stay
	EraseAll  = "all"  // nothing but which bot and whose it is
)

// Erased says what Erase removed.
type Erased struct {
	Chats, Messages int
}

// takenDown is how many cards Erase has taken down, the newest.
const takenDown = 200

// notOfFans are the buckets that hold something else, or where Erase looks
// closer. Whatever is added later counts as being about fans until it stands here.
var notOfFans = map[string]bool{
	metaBucket: true, string(settingsTable): true, string(statsTable): true, string(offsetTable): true,
	string(connectionTable): true, string(currentTable): true, string(toldIndex): true, string(ruleTable): true,
	string(decisionTable): true, string(decidedIndex): true, string(goneIndex): true,
	string(inboxTable): true, string(updateIndex): true, string(parkedTable): true, string(pendingIndex): true, string(chatIndex): true,
}

// ofFans lists the buckets that hold nothing but what is about fans.
func (t *tx) ofFans() (names []string, err error) {
	err = t.bolt.ForEach(func(name []byte, _ *bolt.Bucket) error {
		if !notOfFans[string(name)] {
			names = append(names, string(name))
		}
		return nil
	})
	return names, err
}

// Erase removes what is kept of all fans, at the end of the connection that was
// noticed at since: with EraseFans the record of decisions stays without their
// ids (see Unname), with EraseAll that, the rules, the connections and the
// counters go too. Updates that wait to be worked on stay. The newest 200 cards
// are from then on in GoneCards. It is one transaction, whatever the size.
// ErrConnected if the end is over, ErrOnItsWay while a reply is being sent.
func (s *Store) Erase(what string, since time.Time) (Erased, error) {
	var gone Erased
	err := s.update("erase "+what, func(t *tx) error {
		settings, err := t.settings()
		if err != nil {
			return err
		}
		if p := settings.Parting; p.Since.IsZero() || !p.Since.Equal(since) {
			return ErrConnected
		}
		if busy, err := t.anySending(); err != nil || busy {
			return errors.Join(err, ErrOnItsWay)
		}
		if gone, err = t.eraseFans(); err != nil {
			return err
		}
		settings.Parting.Answer, settings.Parting.Gone = what, gone
		if what == EraseAll {
			if err := t.eraseRest(&settings); err != nil {
				return err
			}
		}
		return settingsTable.put(t, oneKey, settings)
	})
	return gone, err
}

func (t *tx) anySending() (bool, error) {
	for key := range flightIndex.walk(t, nil) {
		row, err := t.row(lastNumber(key))
		if err != nil || row.State == RowSending {
			return err == nil, err
		}
	}
	return false, nil
}

func (t *tx) eraseFans() (Erased, error) {
	stats, err := t.counters()
	if err != nil {
		return Erased{}, err
	}
	gone := Erased{Chats: stats.Chats, Messages: stats.Messages}
	if err := t.forgetCards(); err != nil {
		return gone, err
	}
	names, err := t.ofFans()
	if err != nil {
		return gone, err
	}
	for _, name := range names {
		if err := t.empty(name, true); err != nil {
			return gone, err
		}
	}
	clear(t.fans)
	clear(t.drafts)
	clear(t.rows)
	stats.Chats, stats.Fans, stats.Messages, stats.Waiting, stats.Parked = 0, 0, 0, 0, 0
	return gone, t.eraseUpdates()
}

// forgetCards has the newest cards taken down.
func (t *tx) forgetCards() error {
	cursor := t.bucket(string(cardIndex)).Cursor()
	key, _ := cursor.Last()
	for n := 0; key != nil && n < takenDown; n++ {
		d, err := t.draft(lastNumber(key))
		if err == nil {
			err = goneIndex.add(t, GoneCard{d.Fan.Owner, unsigned(key)}.key())
		}
		if err != nil {
			return err
		}
		key, _ = cursor.Prev()
	}
	return nil
}

// eraseUpdates removes the raw updates but for those still to be worked on.
func (t *tx) eraseUpdates() error {
	var left []Row
	for key := range pendingIndex.walk(t, nil) {
		row, ok, err := inboxTable.get(t, key)
		if err != nil {
			return err
		}
		if ok {
			left = append(left, row)
		}
	}
	for _, name := range []string{string(inboxTable), string(updateIndex), string(parkedTable)} {
		if err := t.empty(name, true); err != nil {
			return err
		}
	}
	for _, row := range left {
		key := number(row.Seq)
		if err := errors.Join(inboxTable.put(t, key, row), updateIndex.add(t, join(signed(row.ID), key))); err != nil {
			return err
		}
	}
	return nil
}

// eraseRest removes what is not about fans, and leaves which bot and whose it is.
func (t *tx) eraseRest(settings *Settings) error {
	for _, name := range []string{string(ruleTable), string(connectionTable), string(currentTable), string(toldIndex)} {
		if err := t.empty(name, true); err != nil {
			return err
		}
	}
	for _, name := range []string{string(decisionTable), string(decidedIndex)} {
		if err := t.empty(name, false); err != nil { // the record has no holes: it begins anew
			return err
		}
	}
	settings.Earned, settings.Told = Earned{Salt: settings.Earned.Salt}, map[string]string{}
	stats, err := t.counters()
	if err == nil {
		*stats = Stats{Pending: stats.Pending}
	}
	return err
}

// empty removes all of a bucket. Its sequence goes on if wanted: no button of an
// old card may ever name a new draft.
func (t *tx) empty(name string, goOn bool) error {
	t.wrote, t.rare = true, t.rare || rare(name)
	delete(t.shelves, name)
	sequence := t.bucket(name).Sequence()
	if err := t.bolt.DeleteBucket([]byte(name)); err != nil {
		return fmt.Errorf("empty %s: %w", name, err)
	}
	fresh, err := t.bolt.CreateBucket([]byte(name))
	if err == nil && goOn {
		err = fresh.SetSequence(sequence)
	}
	if err != nil {
		return fmt.Errorf("empty %s: %w", name, err)
	}
	return nil
}

// Unname takes out of the record of decisions which fans they were about, a
// portion at a time. It does nothing where that is done.
func (s *Store) Unname() error {
	for more := true; more; {
		err := s.update("take names out of decisions", func(t *tx) error {
			more = false
			var named [][]byte
			for key := range decidedIndex.walk(t, join(flag(false), signed(1))) { // 0 is nobody
				if key[0] != 0 {
					break
				}
				if named = append(named, key); len(named) == portion {
					more = true
					break
				}
			}
			for _, key := range named {
				if err := t.unname(key); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// unname leaves the figures of a decision without the fan; key is of decidedIndex.
func (t *tx) unname(key []byte) error {
	seq := lastNumber(key)
	e, ok, err := decisionTable.get(t, number(seq))
	if err != nil || !ok {
		return errors.Join(err, decidedIndex.remove(t, key))
	}
	e.Fan = FanID{}
	return errors.Join(decisionTable.put(t, number(seq), e), decidedIndex.remove(t, key), decidedIndex.add(t, decidedKey(e.Fan, seq)))
}
