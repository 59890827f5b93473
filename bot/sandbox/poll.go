package sandbox

import (
	"context"
	"time"
)

const (
	maxPoll       = 50 // seconds
	conflictPause = 3 * time.Second

	conflictOther   = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
	conflictWebhook = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
	conflictSet     = "Conflict: terminated by setWebhook request"
)

// poll is a getUpdates that waits for updates.
type poll struct {
	wake   chan struct{} // something may be in the queue
	end    chan ending   // somebody ends it
	offset int64         // as it was asked for
}

// ending is why a waiting poll ends without updates: a conflict, another
// failure, or nothing (an empty answer).
type ending struct {
	conflict string
	failure  *failure
}

func (p *poll) nudge() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// endPoll ends the waiting poll, if there is one.
func (s *Server) endPoll(e ending) {
	if s.poll != nil {
		s.poll.end <- e // has room: a poll is ended once, then forgotten
		s.poll = nil
	}
}

func (s *Server) getUpdates(ctx context.Context, q *query) answer {
	s.mu.Lock()
	if refusal := s.pollRefusal(); refusal != "" {
		s.mu.Unlock()
		return s.conflict(ctx, refusal)
	}
	offset := q.integer("offset", 0, -1<<31, 1<<31-1)
	limit := int(q.integer("limit", 100, 1, 100))
	timeout := time.Duration(q.integer("timeout", 0, 0, maxPoll)) * time.Second
	s.allow(q)
	s.pace(offset, &limit, &timeout)
	s.acknowledge(offset)
	found := s.deliver(limit)
	if len(found) > 0 || timeout == 0 {
		s.mu.Unlock()
		return answer{result: found}
	}
	s.endPoll(ending{conflict: conflictOther}) // only a poll that waits ends an older one
	p := &poll{wake: make(chan struct{}, 1), end: make(chan ending, 1), offset: offset}
	s.poll = p
	s.witness.stir()
	s.mu.Unlock()
	return s.longPoll(ctx, p, limit, timeout)
}

func (s *Server) pollRefusal() string {
	switch {
	case s.webhook != "":
		return conflictWebhook
	case s.secondPoller:
		return conflictOther
	}
	return ""
}

// pace slows down a bot that asks the same thing again and again.
func (s *Server) pace(offset int64, limit *int, timeout *time.Duration) {
	now := s.now()
	if !s.opts.Brisk && offset == s.lastOffset {
		if since := now.Sub(s.lastStart); since < 3*time.Second {
			*timeout = max(*timeout, 3*time.Second)
			if since < 500*time.Millisecond {
				*limit = 1
			}
		}
	}
	s.lastOffset, s.lastStart = offset, now
}

func (s *Server) longPoll(ctx context.Context, p *poll, limit int, timeout time.Duration) answer {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		select {
		case e := <-p.end:
			return s.ended(ctx, e)
		case <-p.wake:
			if a, ok := s.collect(p, limit, false); ok {
				return a
			}
		case <-timer.C:
			if a, ok := s.collect(p, limit, true); ok {
				return a
			}
		case <-ctx.Done():
			s.forget(p)
			return answer{silent: true}
		case <-s.done:
			s.forget(p)
			return answer{silent: true}
		}
	}
}

// collect takes what is in the queue for a poll that still is the waiting one.
func (s *Server) collect(p *poll, limit int, last bool) (answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.poll != p {
		return answer{}, false // ended meanwhile; the reason is in p.end
	}
	s.acknowledge(0)
	s.confirm(p.offset)
	found := s.deliver(limit)
	if len(found) == 0 && !last {
		return answer{}, false
	}
	s.poll = nil
	return answer{result: found}, true
}

func (s *Server) forget(p *poll) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.poll == p {
		s.poll = nil
	}
}

func (s *Server) ended(ctx context.Context, e ending) answer {
	switch {
	case e.conflict != "":
		return s.conflict(ctx, e.conflict)
	case e.failure != nil:
		return answer{failure: e.failure}
	}
	return answer{result: []any{}}
}

// conflict answers 409: the first one at once, further ones within three
// seconds three seconds later.
func (s *Server) conflict(ctx context.Context, text string) answer {
	s.mu.Lock()
	now := s.now()
	late := now.Before(s.nextConflict) && !s.opts.Brisk
	if !late {
		s.nextConflict = now.Add(conflictPause)
	}
	s.mu.Unlock()
	if late && !s.wait(ctx, conflictPause) {
		return answer{silent: true}
	}
	return answer{failure: &failure{code: 409, description: text}}
}

// SecondPoller switches another program on or off that polls with the same
// token: every getUpdates of ours ends with the 409 Telegram gives then.
func (s *Server) SecondPoller(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.secondPoller = on
	if on {
		s.endPoll(ending{conflict: conflictOther})
	}
	s.emit(Event{Kind: "server"})
}

// Polling says whether a getUpdates is waiting for updates right now.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.poll != nil
}
