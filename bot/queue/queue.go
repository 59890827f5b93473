package queue

import (
	"container/heap"
	"context"
	"sync"
	"time"

	"secretary/bot/pace"
	"secretary/store"
)

// Queue decides whose draft is made next: first what the creator asks for, then
// the fans whose reply window closes within the hour, then those who speak of
// money, then those who wait longest (store.Fan.Rank). A fan who has had drafts
// that nobody could use, because more was written, waits anew. A fan has one
// place, however much is written, and is never worked on twice at once.
type Queue struct {
	mu    sync.Mutex
	fans  map[store.FanID]*place
	came  int                  // places given so far
	asked map[store.FanID]bool // whose draft the creator asks for
	later places               // by due time; once more, of those in ready, by when the window is closing
	ready places               // by urgency
	calm  context.CancelFunc   // ends what Calm gave, if it was asked
	Bell  pace.Bell            // rings when there may be something to take
	Empty pace.Bell            // rings when the last place is gone
}

// place is one fan's place in the queue.
type place struct {
	fan     store.FanID
	came    int // who came first, where the times are equal: Telegram's have whole seconds
	due     time.Time
	rank    time.Time // in ready: the smaller the sooner
	closes  time.Time // when the reply window ends
	closing bool      // ... soon
	ready   bool      // an entry with this serial is in ready
	serial  int       // a heap entry with another serial is out of date
	queued  bool      // an entry with this serial is in a heap
	busy    context.CancelFunc
	noted   bool // a card without a draft was already offered for this wait
}

type entry struct {
	*place
	serial int
	key    time.Time
}

type places []entry

func (p places) Len() int      { return len(p) }
func (p places) Swap(i, j int) { p[i], p[j] = p[j], p[i] }
func (p places) Less(i, j int) bool {
	if c := p[i].key.Compare(p[j].key); c != 0 {
		return c < 0
	}
	return p[i].came < p[j].came
}
func (p *places) Push(x any) { *p = append(*p, x.(entry)) }
func (p *places) Pop() any {
	old := *p
	x := old[len(old)-1]
	*p = old[:len(old)-1]
	return x
}

// New makes an empty queue.
func New() *Queue {
	return &Queue{fans: map[store.FanID]*place{}, asked: map[store.FanID]bool{}, Bell: pace.NewBell(), Empty: pace.NewBell()}
}

// Set gives a fan a place at due, or moves it; a zero due takes it out.
func (q *Queue) Set(f store.Fan) {
	q.mu.Lock()
	defer q.mu.Unlock()
	p := q.fans[f.ID]
	if f.Due.IsZero() {
		delete(q.asked, f.ID)
		if p != nil {
			p.serial++
			p.queued = false
			q.drop(p)
		}
		return
	}
	if p == nil {
		q.came++
		p = &place{fan: f.ID, came: q.came}
		q.fans[f.ID] = p
		q.disturb()
	}
	if p.queued && p.due.Equal(f.Due) {
		return
	}
	p.serial++
	p.due, p.noted, p.queued, p.ready = f.Due, false, true, false
	p.closes, p.rank = f.Closes(), f.Rank(f.WaitingSince)
	if f.Tries > 0 {
		p.rank = f.Rank(f.Due)
	}
	heap.Push(&q.later, entry{place: p, serial: p.serial, key: p.due})
	q.Bell.Ring()
}

// Hurry puts a fan before all others, once: the creator asks for the draft. Set
// comes after it.
func (q *Queue) Hurry(id store.FanID) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.asked[id] = true
	if p := q.fans[id]; p != nil && p.ready {
		q.rise(p)
	}
}

// rise puts a place that is in ready further to the front.
func (q *Queue) rise(p *place) {
	p.serial++
	heap.Push(&q.ready, entry{place: p, serial: p.serial, key: q.key(p)})
	q.Bell.Ring()
}

// key orders the places in ready.
func (q *Queue) key(p *place) time.Time {
	first := time.Unix(0, 0)
	switch {
	case q.asked[p.fan]:
		return first
	case p.closing:
		return first.Add(time.Duration(p.closes.Unix())) // after those asked for, before everybody else
	}
	return p.rank
}

// drop forgets a place nothing holds on to.
func (q *Queue) drop(p *place) {
	if !p.queued && p.busy == nil {
		delete(q.fans, p.fan)
	}
	if len(q.fans) == 0 {
		q.Empty.Ring()
	}
}

// Calm gives a context that ends as soon as a fan gets a place; false if one
// has a place now. It is for one caller at a time.
func (q *Queue) Calm(ctx context.Context) (context.Context, context.CancelFunc, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.fans) > 0 {
		return nil, nil, false
	}
	calm, cancel := context.WithCancel(ctx)
	q.calm = cancel
	return calm, cancel, true
}

// disturb ends what Calm gave.
func (q *Queue) disturb() {
	if q.calm != nil {
		q.calm()
		q.calm = nil
	}
}

// Take hands out the most urgent fan that is due, or says how long to wait
// (0: until the bell rings). ctx of the work is cancelled by interrupt.
func (q *Queue) Take(ctx context.Context, now time.Time) (store.FanID, context.Context, time.Duration, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	wait := q.promote(now)
	var busy []entry
	defer func() {
		for _, e := range busy {
			heap.Push(&q.ready, e)
		}
	}()
	for q.ready.Len() > 0 {
		e := heap.Pop(&q.ready).(entry)
		if e.serial != e.place.serial {
			continue
		}
		if e.busy != nil { // its last draft is still being stopped
			busy = append(busy, e)
			continue
		}
		work, cancel := context.WithCancel(ctx)
		e.place.busy, e.queued, e.place.ready = cancel, false, false
		delete(q.asked, e.fan)
		if q.ready.Len() > 0 {
			q.Bell.Ring() // more for another lane
		}
		return e.fan, work, 0, true
	}
	return store.FanID{}, nil, wait, false
}

// Pressing tells whether somebody is due whom nobody works on.
func (q *Queue) Pressing(now time.Time) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.promote(now)
	for q.ready.Len() > 0 && q.ready[0].serial != q.ready[0].place.serial {
		heap.Pop(&q.ready)
	}
	return q.ready.Len() > 0
}

// promote moves what is due from later to ready.
func (q *Queue) promote(now time.Time) (wait time.Duration) {
	for q.later.Len() > 0 {
		e := q.later[0]
		if e.serial != e.place.serial {
			heap.Pop(&q.later)
			continue
		}
		if d := e.key.Sub(now); d > 0 {
			return d
		}
		heap.Pop(&q.later)
		if e.closing = !now.Before(e.closes.Add(-store.Closing)); e.place.ready {
			q.rise(e.place)
			continue
		}
		e.place.ready = true
		heap.Push(&q.ready, entry{place: e.place, serial: e.serial, key: q.key(e.place)})
		if !e.closing {
			heap.Push(&q.later, entry{place: e.place, serial: e.serial, key: e.closes.Add(-store.Closing)})
		}
	}
	return 0
}

// Done ends the work on a fan.
func (q *Queue) Done(id store.FanID) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if p := q.fans[id]; p != nil && p.busy != nil {
		p.busy()
		p.busy = nil
		q.drop(p)
	}
	q.Bell.Ring()
}

// Interrupt stops the work on a fan: what it answers has changed.
func (q *Queue) Interrupt(id store.FanID) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if p := q.fans[id]; p != nil && p.busy != nil {
		p.busy()
	}
}

// InterruptAll stops all work.
func (q *Queue) InterruptAll() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, p := range q.fans {
		if p.busy != nil {
			p.busy()
		}
	}
}

// Overdue names up to limit fans who have been due since before t and were not
// named before.
func (q *Queue) Overdue(t time.Time, limit int) []store.FanID {
	q.mu.Lock()
	defer q.mu.Unlock()
	var out []store.FanID
	for id, p := range q.fans {
		if len(out) == limit {
			break
		}
		if !p.noted && p.due.Before(t) && (p.queued || p.busy != nil) {
			p.noted = true
			out = append(out, id)
		}
	}
	return out
}

// Clear takes all fans out and stops all work.
func (q *Queue) Clear() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, p := range q.fans {
		if p.busy != nil {
			p.busy()
		}
		p.serial++
		p.queued = false
		q.drop(p)
	}
}
