package store

import (
	"cmp"
	"maps"
	"time"
)

// Settings is the one record of what the program must remember about itself.
type Settings struct {
	BotID     int64             // the bot this data belongs to
	BotName   string            // its username, without @
	Owner     int64             // the creator's user id; 0 until paired
	OwnerName string            // the creator's name as last seen
	OwnerChat int64             // the creator's private chat with the bot; 0 until Start was pressed
	Paused    bool              // nothing is drafted or sent by itself
	Mode      string            // reply mode chosen by command; empty: as configured
	Default   string            // the configured reply mode, noted at every start
	PairHash  []byte            // hash of the one-time pairing code; nil: none
	PairUntil time.Time         // when the pairing code ends
	Studied   uint64            // the newest pair that was looked at for a rule
	Earned    Earned            // what mode earn goes by
	Parting   Parting           // the end of the connection, while it lasts
	Told      map[string]string // what the creator was told last, by subject; never nil
	Away      []Span            // the last times away from Telegram, oldest first
	Line      WaitLine          // the one line in the creator's chat that says how many wait
}

// Reply modes that the store itself has to know.
const (
	ModeAuto    = "auto"    // drafts may go out by themselves
	ModeEarn    = "earn"    // drafts may go out by themselves under a certificate
	ModeApprove = "approve" // every reply waits for the creator
	ModeOff     = "off"     // nothing is drafted
)

// modeOf is the mode in force for a draft: the fan's own, else the chosen, else
// the configured one, empty if there is none at all. That a person will answer is
// told in the mode that was in force before the fan asked for one.
func (s Settings) modeOf(f *Fan, d *Draft) string {
	own := f.Mode
	if d.Parting && f.Person.Since != 0 {
		own = f.Person.Mode
	}
	return s.mode(own)
}

// mode is the one in force for a fan with this mode of their own, empty if
// there is none at all.
func (s Settings) mode(own string) string { return cmp.Or(own, s.Mode, s.Default) }

// Settings reads the record; before the first UpdateSettings it is zero. What it
// holds is shared: nobody may change its maps and slices.
func (s *Store) Settings() (Settings, error) {
	return s.settled.get(&s.rareChanges, func() (settings Settings, err error) {
		err = s.view("read settings", func(t *tx) (err error) {
			settings, err = t.settings()
			return err
		})
		return settings, err
	})
}

// UpdateSettings changes the record in one transaction and returns it as
// stored. An error of change is returned as it is and nothing is stored; the
// other methods of the store must not be called in change.
func (s *Store) UpdateSettings(change func(*Settings) error) (Settings, error) {
	var settings Settings
	var refused error
	err := s.update("write settings", func(t *tx) (err error) {
		refused = nil
		if settings, err = t.settings(); err != nil {
			return err
		}
		if refused = call(func() error { return change(&settings) }); refused != nil {
			return errNothing
		}
		return settingsTable.put(t, oneKey, settings)
	})
	if refused != nil {
		return Settings{}, refused
	}
	return settings, err
}

// settings is the record, to be changed.
func (t *tx) settings() (Settings, error) {
	settings, err := t.inForce()
	told := make(map[string]string, len(settings.Told)) // to be changed
	maps.Copy(told, settings.Told)
	settings.Told = told
	return settings, err
}

// inForce is the record, to be looked at only.
func (t *tx) inForce() (Settings, error) {
	settings, _, err := t.hotSettings.get(t, settingsTable, oneKey)
	return settings, err
}

// Stats is a count of what is stored. Reading it costs one record.
type Stats struct {
	Fans       int            // chats in which a fan wrote
	Chats      int            // chats seen at all, also those where only the creator wrote
	Messages   int            // messages stored, deleted ones included
	Purged     int            // messages removed because they were older than the creator wants
	Pending    int            // inbox rows not yet worked on
	Parked     int            // inbox rows put aside with a reason
	Waiting    int            // fans who wait for an answer and are not skipped
	Kinds      map[string]int // updates stored, by kind; never nil
	LastIn     time.Time      // date of the newest message of a fan
	LastOut    time.Time      // date of the newest reply that Telegram accepted
	LastUpdate time.Time      // when the last new update was stored
}

// Stats reads the counters.
func (s *Store) Stats() (Stats, error) {
	var stats Stats
	err := s.view("read counters", func(t *tx) (err error) {
		stats, _, err = statsTable.get(t, oneKey)
		return err
	})
	if stats.Kinds == nil {
		stats.Kinds = map[string]int{}
	}
	return stats, err
}

// Count is the number of updates of this kind ever stored.
func (s *Store) Count(kind string) (int, error) {
	stats, err := s.Stats()
	return stats.Kinds[kind], err
}
