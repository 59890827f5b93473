package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"secretary/store"
)

// post is Telegram's side of the inbox: updates it keeps until a poll asks for
// later ones, and how often each was worked on here.
type post struct {
	queue  []store.Update
	next   int64
	stored map[int64]bool
	worked map[int64]int
	lost   map[int64]bool // forgotten with their fan, on purpose
}

func newPost() post {
	return post{next: 1, stored: map[int64]bool{}, worked: map[int64]int{}, lost: map[int64]bool{}}
}

// letter is what an update of the model holds.
type letter struct {
	Fan     store.FanID
	Message int64
	Text    string
	At      time.Time
}

// posts lets a fan write while this program does not listen yet.
func (s *simulation) posts(id store.FanID) string {
	s.next++
	raw, err := json.Marshal(letter{id, s.next, fmt.Sprintf("letter %d", s.r.IntN(9)), s.now})
	s.noErr(err)
	s.post.queue = append(s.post.queue, store.Update{ID: s.post.next, Kind: "business_message", Chat: id.Chat, Raw: raw})
	s.post.next++
	return fmt.Sprintf("%d posts %d as update %d", id.Chat, s.next, s.post.next-1)
}

// polls asks for what comes from the stored offset on, and stores it; sometimes
// twice, as when an answer is lost on its way.
func (s *simulation) polls(store.FanID) string {
	offset, err := s.Offset()
	s.noErr(err)
	for len(s.post.queue) > 0 && s.post.queue[0].ID < offset {
		if !s.post.stored[s.post.queue[0].ID] {
			s.t.Errorf("update %d is acknowledged and was never stored", s.post.queue[0].ID)
		}
		s.post.queue = s.post.queue[1:]
	}
	batch := s.post.queue[:min(len(s.post.queue), 1+s.r.IntN(3))]
	if len(batch) == 0 {
		return "nothing to receive"
	}
	for range 1 + s.r.IntN(2) {
		fresh := 0
		for _, u := range batch {
			if !s.post.stored[u.ID] {
				fresh++
			}
			s.post.stored[u.ID] = true
		}
		added, err := s.Append(batch, batch[len(batch)-1].ID+1)
		s.noErr(err)
		if added != fresh {
			s.t.Errorf("%d updates added, %d were new", added, fresh)
		}
	}
	return fmt.Sprintf("updates up to %d received", batch[len(batch)-1].ID)
}

// works takes what waits in the inbox, in order: into the archive, or aside.
func (s *simulation) works(store.FanID) string {
	rows, err := s.Pending(0, 1+s.r.IntN(3))
	s.noErr(err)
	last := uint64(0)
	for _, row := range rows {
		if row.Seq <= last || !s.post.stored[row.ID] {
			s.t.Errorf("row %d of update %d comes after %d", row.Seq, row.ID, last)
		}
		last = row.Seq
		s.workOn(row)
	}
	return fmt.Sprintf("%d updates worked on", len(rows))
}

func (s *simulation) workOn(row store.Row) {
	s.post.worked[row.ID]++
	if n := s.post.worked[row.ID]; n > 1 {
		s.t.Errorf("update %d was worked on %d times", row.ID, n)
	}
	var l letter
	s.noErr(json.Unmarshal(row.Raw, &l))
	switch s.r.IntN(8) {
	case 0:
		s.noErr(s.Park(row.Seq, "not understood"))
	case 1:
		s.noErr(s.Finish(row.Seq))
	default:
		e := arrival(l.Fan, l.Message, l.Text, l.At)
		e.Seq = row.Seq
		s.apply(e)
		s.models[l.Fan].hears(l.Message, l.Text, earlier(l.At, s.now))
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// drain lets everything arrive and wants each update worked on just once.
func (s *simulation) drain() {
	for range len(s.post.queue) + 1 {
		s.polls(anna)
	}
	for {
		if rows, err := s.Pending(0, 1); err != nil || len(rows) == 0 {
			s.noErr(err)
			break
		}
		s.works(anna)
	}
	for id := int64(1); id < s.post.next; id++ {
		if n := s.post.worked[id]; n != 1 && !s.post.lost[id] {
			s.t.Errorf("update %d was worked on %d times", id, n)
		}
	}
}

// forgets removes a fan and all that is known of it, also what waits in the inbox.
func (s *simulation) forgets(id store.FanID) string {
	if s.r.IntN(3) > 0 || len(s.models[id].messages) == 0 {
		return "nobody to forget"
	}
	waiting, err := s.Pending(0, 0)
	s.noErr(err)
	_, err = s.ForgetFan(id)
	if busy := s.sendingTo(id); busy != errors.Is(err, store.ErrOnItsWay) || !busy && err != nil {
		s.t.Errorf("forget %v, a reply on its way %t: %v", id, busy, err)
	}
	if err != nil {
		return fmt.Sprintf("%d not forgotten", id.Chat)
	}
	for _, row := range waiting {
		if row.Chat == id.Chat {
			s.post.lost[row.ID] = true
		}
	}
	s.models[id] = &model{}
	for draft, p := range s.permits {
		if p.fan == id {
			delete(s.permits, draft)
		}
	}
	for i := range s.read {
		if s.read[i].Fan == id {
			s.read[i].Fan = store.FanID{} // the record goes on without the name
		}
	}
	return fmt.Sprintf("%d forgotten", id.Chat)
}

func (s *simulation) sendingTo(id store.FanID) bool {
	for _, row := range s.inFlight {
		if row.Fan == id {
			return true
		}
	}
	return false
}
