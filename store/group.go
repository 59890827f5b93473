package store

import (
	"errors"
	"fmt"
	"sync"

	"secretary/store/failpoint"

	bolt "go.etcd.io/bbolt"
)

// update runs fn in a writing transaction and commits if fn wrote anything.
//
// A commit waits for the disk, so those who want to write meanwhile share the
// next one: the first of them leads and takes along whoever waits by then. Who
// comes alone waits for nobody. For each of them it is as if it were alone:
//
//   - A fn sees what those before it in the group did, and nobody learns a result
//     before all of it is on the disk. A commit that fails, fails for all.
//   - A fn that fails without having written leaves no trace. If one fails after
//     it wrote, or panics, all is taken back and each does its work alone.
//
// So fn may run twice, and what it leaves in variables must not depend on that.
func (s *Store) update(what string, fn func(*tx) error) error {
	return s.run(what, func() error {
		own := &request{fn: fn, turn: make(chan turn, 1)}
		if s.group.join(own) {
			return s.lead(own)
		}
		switch <-own.turn {
		case turnLead:
			return s.lead(own)
		case turnApart:
			return s.commit([]*request{own})
		}
		return own.err
	})
}

// apart is update in a transaction that nobody shares.
func (s *Store) apart(what string, fn func(*tx) error) error {
	return s.run(what, func() error { return s.commit([]*request{{fn: fn}}) })
}

// groupLimit bounds how many share a commit: each waits for the work of all.
const groupLimit = 64

// request is a transaction that somebody waits for.
type request struct {
	fn   func(*tx) error
	err  error     // how it ended, with turnOver
	turn chan turn // what the one who waits has to do next
}

type turn int

const (
	turnOver  turn = iota // nothing: it is done
	turnLead              // commit the next group
	turnApart             // do it in a transaction of its own
)

// group is the line of those who wait for a writing transaction.
type group struct {
	mu      sync.Mutex
	led     bool // somebody leads
	waiting []*request
}

// join puts a request into the line; it leads at once if nobody does.
func (g *group) join(r *request) (leads bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.led {
		g.led = true
		return true
	}
	g.waiting = append(g.waiting, r)
	return false
}

// take gives the leader's request and those that go along with it.
func (g *group) take(own *request) []*request {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), groupLimit-1)
	all := append([]*request{own}, g.waiting[:n]...)
	g.waiting = g.waiting[n:]
	return all
}

// pass makes the next in the line lead.
func (g *group) pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		g.led, g.waiting = false, nil
		return
	}
	g.waiting[0].turn <- turnLead
	g.waiting = g.waiting[1:]
}

// errApart says that the members of a group have to go one by one.
var errApart = errors.New("cannot be done together")

// lead commits a group and tells its members how it ended.
func (s *Store) lead(own *request) error {
	all := s.group.take(own)
	err := fmt.Errorf("%w: closed to further use", ErrDamaged) // unless the commit comes to an end
	func() {
		defer func() {
			s.group.pass()
			for _, r := range all[1:] {
				r.end(err)
			}
		}()
		err = s.commit(all)
	}()
	if errors.Is(err, errApart) {
		return s.commit(all[:1])
	}
	if err == nil || errors.Is(err, errNothing) {
		return own.err
	}
	return err
}

// end lets the one who waits for a request go on after its group's commit.
func (r *request) end(err error) {
	switch {
	case errors.Is(err, errApart):
		r.turn <- turnApart
		return
	case err != nil && !errors.Is(err, errNothing):
		r.err = err
	}
	r.turn <- turnOver
}

// commit does requests in one transaction. It returns errApart if that cannot be,
// errNothing if none wrote anything; each request's err is its own then, as with
// nil. Of a single request it returns the error.
func (s *Store) commit(all []*request) error {
	defer s.distrust()
	err := s.transact(func(b *bolt.Tx) error {
		wrote := false
		for _, r := range all {
			t := s.begin(b)
			do := t.do
			if len(all) > 1 {
				do = t.attempt
			}
			if r.err = do(r.fn); r.err != nil && len(all) == 1 {
				return r.err
			}
			if r.err != nil && t.wrote || errors.Is(r.err, errApart) {
				return errApart
			}
			wrote = wrote || t.wrote
		}
		if !wrote {
			return errNothing
		}
		failpoint.Here(failpoint.StoreCommit)
		return nil
	})
	if err == nil {
		failpoint.Here(failpoint.StoreDone)
	}
	return err
}

// do runs fn and writes what it has in hand.
func (t *tx) do(fn func(*tx) error) error {
	if err := fn(t); err != nil {
		return err
	}
	return t.flush()
}

// attempt is do within a group: a caller's panic shall happen where the caller
// is, not in the one who leads.
func (t *tx) attempt(fn func(*tx) error) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case callerPanic:
			err = errApart
		default:
			panic(r)
		}
	}()
	return t.do(fn)
}
