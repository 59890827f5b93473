package store

import (
	"errors"
	"fmt"
	"sync"
	"time"

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
//
// People come before machines: what the creator does, and what brings it here,
// goes to the front of the line (see patiently).
func (s *Store) update(what string, fn func(*tx) error) error {
	return s.queue(what, &request{fn: fn, urgent: true})
}

// patiently is update for what a machine does by itself: those of update go
// first, and it joins them only while their commit does not take long.
func (s *Store) patiently(what string, fn func(*tx) error) error {
	return s.queue(what, &request{fn: fn})
}

func (s *Store) queue(what string, own *request) error {
	return s.run(what, func() error {
		own.turn = make(chan turn, 1)
		if s.group.join(own) {
			return s.lead(own)
		}
		switch <-own.turn {
		case turnLead:
			return s.lead(own)
		case turnApart:
			return s.commit(&[]*request{own}, nil)
		}
		return own.err
	})
}

// apart is update in a transaction that nobody shares.
func (s *Store) apart(what string, fn func(*tx) error) error {
	return s.run(what, func() error { return s.commit(&[]*request{{fn: fn}}, nil) })
}

// What bounds how many share a commit: each waits for the work of all.
const (
	groupLimit = 64
	groupTime  = 3 * time.Millisecond // from then on nobody joins who can wait
	groupLeast = 4                    // ... but for so many: who can wait must get on all the same
)

// request is a transaction that somebody waits for.
type request struct {
	fn     func(*tx) error
	urgent bool      // a person may wait for it
	err    error     // how it ended, with turnOver
	turn   chan turn // what the one who waits has to do next
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
	urgent  []*request
	patient []*request
	time    time.Duration // see groupTime
}

// join puts a request into the line; it leads at once if nobody does.
func (g *group) join(r *request) (leads bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case !g.led:
		g.led = true
		return true
	case r.urgent:
		g.urgent = append(g.urgent, r)
	default:
		g.patient = append(g.patient, r)
	}
	return false
}

// company gives a leader those who go along, one after another as each is done;
// nil when it is time to commit.
func (g *group) company() func() *request {
	began, joined, patient := time.Now(), 1, 0
	return func() *request {
		g.mu.Lock()
		defer g.mu.Unlock()
		switch {
		case joined == groupLimit:
		case len(g.urgent) > 0:
			joined++
			return shift(&g.urgent)
		case len(g.patient) > 0 && (patient < groupLeast || time.Since(began) < g.time):
			joined++
			patient++
			return shift(&g.patient)
		}
		return nil
	}
}

// pass makes the next in the line lead.
func (g *group) pass() {
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case len(g.urgent) > 0:
		shift(&g.urgent).turn <- turnLead
	case len(g.patient) > 0:
		shift(&g.patient).turn <- turnLead
	default:
		g.led, g.urgent, g.patient = false, nil, nil
	}
}

func shift(line *[]*request) *request {
	first := (*line)[0]
	(*line)[0] = nil
	*line = (*line)[1:]
	return first
}

// errApart says that the members of a group have to go one by one.
var errApart = errors.New("cannot be done together")

// lead commits a group and tells its members how it ended.
func (s *Store) lead(own *request) error {
	more := s.group.company()
	all := []*request{own}
	if first := more(); first != nil {
		all = append(all, first)
	} else {
		more = nil
	}
	err := fmt.Errorf("%w: closed to further use", ErrDamaged) // unless the commit comes to an end
	func() {
		defer func() {
			s.group.pass()
			for _, r := range all[1:] {
				r.end(err)
			}
		}()
		err = s.commit(&all, more)
	}()
	if errors.Is(err, errApart) {
		return s.commit(&[]*request{own}, nil)
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

// commit does requests in one transaction, and those that more adds to them. It
// returns errApart if that cannot be, errNothing if none wrote anything; each
// request's err is its own then, as with nil. Of a single request, with no more to
// come, it returns the error.
func (s *Store) commit(all *[]*request, more func() *request) error {
	defer s.distrust()
	outdated := false
	defer func() { // also where nobody knows whether it is done
		if outdated {
			s.rareChanges.Add(1)
		}
	}()
	err := s.transact(func(b *bolt.Tx) error {
		wrote := false
		for i := 0; i < len(*all); i++ {
			t, r := s.begin(b), (*all)[i]
			if more == nil {
				r.err = t.do(r.fn)
			} else {
				r.err = t.attempt(r.fn)
			}
			wrote, outdated = wrote || t.wrote, outdated || t.rare
			switch {
			case r.err != nil && more == nil:
				return r.err
			case r.err != nil && t.wrote, errors.Is(r.err, errApart):
				return errApart
			case more != nil && i == len(*all)-1:
				if next := more(); next != nil {
					*all = append(*all, next)
				}
			}
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
