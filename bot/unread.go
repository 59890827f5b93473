package bot

import (
	"fmt"
	"sync"
	"time"

	"secretary/store"
)

// The memory of fans: what they say of themselves, what was said long ago, and
// what the creator promised. Promises are found by rules, as soon as something
// was said; facts and summaries take the model, and are chores of idleLoop.

const (
	memoryAge  = 7 * 24 * time.Hour // who has been silent longer at the start is not looked at
	memoryScan = 2000               // conversations looked at in one step
	silence    = 12                 // of learn.idle: how long a fan has been silent before his words are studied
)

// unread are the fans of whom something is to be remembered. It is kept in
// memory only: at the start the data file is looked through in steps.
type unread struct {
	mu       sync.Mutex
	fresh    map[store.FanID]time.Time // said something at; the talk may go on
	facts    map[store.FanID]bool      // to be searched for facts
	cut      map[store.FanID]bool      // to be summed up
	promises map[store.FanID]bool      // to be searched for promises

	scanned store.FanID // the start has looked at the fans up to this one; owned by clockLoop
	done    bool        // ... at all of them
}

func (u *unread) init() {
	u.fresh, u.facts, u.cut, u.promises = map[store.FanID]time.Time{}, map[store.FanID]bool{}, map[store.FanID]bool{}, map[store.FanID]bool{}
}

// clear forgets who was to be studied.
func (u *unread) clear() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.init()
}

// wrote notes that something was written in a conversation.
func (b *Bot) wrote(id store.FanID) {
	if !b.cfg.Memory {
		return
	}
	b.unread.mu.Lock()
	defer b.unread.mu.Unlock()
	b.unread.promises[id] = true
	if b.studies() {
		b.unread.fresh[id] = b.now()
	}
}

// studies tells whether there is a model that does idle work.
func (b *Bot) studies() bool { return b.cfg.Idle > 0 && b.cfg.Drafter != "embedded" }

// wasCut notes that the beginning of a conversation fell out of the prompt.
func (b *Bot) wasCut(id store.FanID) {
	if !b.cfg.Memory || !b.studies() {
		return
	}
	b.unread.mu.Lock()
	defer b.unread.mu.Unlock()
	b.unread.cut[id] = true
}

// ripen lets fans be studied who have been silent for a while: a study takes the
// talk out of the model's cache, so one that goes on is left alone.
func (b *Bot) ripen() {
	b.unread.mu.Lock()
	defer b.unread.mu.Unlock()
	ripe := false
	for id, at := range b.unread.fresh {
		if b.now().Sub(at) >= silence*b.cfg.Idle {
			delete(b.unread.fresh, id)
			b.unread.facts[id], ripe = true, true
		}
	}
	if ripe {
		b.lessons.Ring()
	}
}

// pick names one of the fans in a set that belong to the creator, 0 if there is none.
func (b *Bot) pick(set map[store.FanID]bool) (int64, error) {
	s, err := b.store.Settings()
	if err != nil {
		return 0, fmt.Errorf("read settings: %w", err)
	}
	b.unread.mu.Lock()
	defer b.unread.mu.Unlock()
	for id := range set {
		if id.Owner == s.Owner && id.Chat > 0 {
			return id.Chat, nil
		}
		delete(set, id)
	}
	return 0, nil
}

// catchUp goes on looking through the data file for what was said while this
// program was away.
func (b *Bot) catchUp() {
	if !b.cfg.Memory || b.unread.done {
		return
	}
	fans, last, more, err := b.store.Unsearched(b.unread.scanned, memoryScan, b.now().Add(-memoryAge))
	if err != nil {
		b.log.Error("cannot look for what was said", "err", err)
		return
	}
	b.unread.scanned, b.unread.done = last, !more
	for _, id := range fans {
		b.wrote(id)
		b.wasCut(id)
	}
}
