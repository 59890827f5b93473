// Package fanbook keeps what is remembered of each fan: what they said of themselves,
// what was said long ago, and what the creator promised. Promises are found by rules, as
// soon as something was said; facts and summaries take the model, and are chores.
// The creator sees all of it on the Fan screen, and deletes it there.
//
// What it promises: what is known of a fan is told in that fan's prompts only; what
// the creator wrote stays, whatever a model finds; only the fan's own typed words make
// facts; and a promise is reminded of once.
package fanbook

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"secretary/bot/chore"
	"secretary/bot/identity"
	"secretary/bot/notice"
	"secretary/bot/pace"
	"secretary/bot/queue"
	"secretary/persona"
	"secretary/store"
)

const (
	memoryAge  = 7 * 24 * time.Hour // who has been silent longer at the start is not looked at
	memoryScan = 2000               // conversations looked at in one step
	silence    = 12                 // of learn.idle: how long a fan has been silent before his words are studied
)

// Student is the model that reads conversations. Its methods return a *persona.Error on
// failure and honour ctx.
type Student interface {
	// Notice finds what a fan says of himself in r.Pending, and Summarise folds
	// r.History into r.Summary.
	Notice(ctx context.Context, r persona.Request, special bool) ([]persona.Fact, error)
	Summarise(ctx context.Context, r persona.Request, special bool) (text string, upTo int64, err error)
}

// Needs is what a Book works with.
type Needs struct {
	Enabled  bool          // memory.enabled; else nothing is remembered
	Special  bool          // memory.special
	Idle     time.Duration // learn.idle; 0: there is no model that does idle work
	Mode     string        // reply.mode, for the Fan screen
	Store    *store.Store
	Student  Student
	Request  func() persona.Request // what all questions to the model have in common
	Effort   *queue.Effort
	Identity *identity.Identity
	Notices  *notice.Writer
	Bell     pace.Bell        // rung when there is something to study
	Now      func() time.Time // Telegram's time
	Log      *slog.Logger
}

// Book knows of whom something is to be remembered. That is kept in memory only: at the
// start the data file is looked through in steps. Its methods may be called from
// several goroutines, but for Tick.
type Book struct {
	Needs
	mu       sync.Mutex
	fresh    map[store.FanID]time.Time // said something at; the talk may go on
	facts    map[store.FanID]bool      // to be searched for facts
	cut      map[store.FanID]bool      // to be summed up
	promises map[store.FanID]bool      // to be searched for promises

	scanned store.FanID // the start has looked at the fans up to this one; owned by Tick
	done    bool        // ... at all of them
}

// New makes a book; Tick begins to look for what was said before.
func New(n Needs) *Book {
	k := &Book{Needs: n}
	k.Forget()
	return k
}

// Forget drops who was to be studied.
func (k *Book) Forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.fresh, k.facts, k.cut, k.promises = map[store.FanID]time.Time{}, map[store.FanID]bool{}, map[store.FanID]bool{}, map[store.FanID]bool{}
}

// Tick does what time brings: conversations that can be studied, promises made and
// promises that come due. It belongs to one goroutine.
func (k *Book) Tick() {
	k.catchUp()
	k.ripen()
	k.hear()
	k.remind()
}

// Chores are what the model does for the book.
func (k *Book) Chores() []chore.Chore { return []chore.Chore{k.noticing(), k.summing()} }

// Waiting counts the fans of whom something is to be remembered, by what that is.
func (k *Book) Waiting() map[string]int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return map[string]int{"fresh": len(k.fresh), "facts": len(k.facts), "cut": len(k.cut), "promises": len(k.promises)}
}

// Wrote notes that something was written in a conversation.
func (k *Book) Wrote(id store.FanID) {
	if !k.Enabled {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.promises[id] = true
	if k.Idle > 0 {
		k.fresh[id] = k.Now()
	}
}

// WasCut notes that the beginning of a conversation fell out of the prompt.
func (k *Book) WasCut(id store.FanID) {
	if !k.Enabled || k.Idle <= 0 {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cut[id] = true
}

// ripen lets fans be studied who have been silent for a while: a study takes the
// talk out of the model's cache, so one that goes on is left alone.
func (k *Book) ripen() {
	k.mu.Lock()
	defer k.mu.Unlock()
	ripe := false
	for id, at := range k.fresh {
		if k.Now().Sub(at) >= silence*k.Idle {
			delete(k.fresh, id)
			k.facts[id], ripe = true, true
		}
	}
	if ripe {
		k.Bell.Ring()
	}
}

// pick names one of the fans in a set that belong to the creator, 0 if there is none.
func (k *Book) pick(set map[store.FanID]bool) (int64, error) {
	s, err := k.Store.Settings()
	if err != nil {
		return 0, fmt.Errorf("read settings: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
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
func (k *Book) catchUp() {
	if !k.Enabled || k.done {
		return
	}
	fans, last, more, err := k.Store.Unsearched(k.scanned, memoryScan, k.Now().Add(-memoryAge))
	if err != nil {
		k.Log.Error("cannot look for what was said", "err", err)
		return
	}
	k.scanned, k.done = last, !more
	for _, id := range fans {
		k.Wrote(id)
		k.WasCut(id)
	}
}
