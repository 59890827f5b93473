// Package past finds what the creator answered before to messages like a new one, and knows how the creator writes. It
// stands between the store, which keeps the answers, and package recall, which finds and scrubs them. It holds no texts
// itself: what it finds is read from the store, so that nothing deleted there is ever used.
package past

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"secretary/persona"
	"secretary/persona/fold"
	"secretary/persona/recall"
	"secretary/persona/style"
	"secretary/store"
)

const (
	page  = 500 // records read in one transaction
	tries = 12  // answers looked at for one question; most are usable
	shown = 3   // examples for one question

	// near is how near an earlier question must be. Below it the two have little more in common than a word.
	near = 0.25
)

// Source keeps what was asked and answered; *store.Store is one. Errors: store.ErrNotFound of Pair and Fan.
type Source interface {
	Fans(after store.FanID, limit int) ([]store.Fan, error)
	Fan(id store.FanID) (store.Fan, error)
	Pairs(after uint64, limit int) ([]store.Pair, error)
	Pair(seq uint64) (store.Pair, error)
}

// Past is what was learned of the creator's answers. It is safe for concurrent use; New makes one.
type Past struct {
	from  Source
	own   func(mark string) bool
	index *recall.Index
	names *recall.Names
	meter *style.Meter

	reading sync.Mutex  // held by whoever reads pairs
	last    uint64      // the last pair read
	ready   atomic.Bool // all there was at the start has been read
}

// New makes a Past that knows nothing yet. Own tells which marks of package recall the persona file holds.
func New(from Source, own func(mark string) bool) *Past {
	return &Past{from: from, own: own, index: recall.New(), names: recall.NewNames(), meter: style.NewMeter()}
}

// Load reads all there is, and tells how many answers can be found. Until it is done, Similar makes do with what has been
// read, and Voice says nothing.
func (p *Past) Load(ctx context.Context) (pairs int, err error) {
	p.reading.Lock()
	defer p.reading.Unlock()
	for after := (store.FanID{}); ctx.Err() == nil; {
		fans, err := p.from.Fans(after, page)
		if err != nil {
			return 0, fmt.Errorf("read fans: %w", err)
		}
		if len(fans) == 0 {
			break
		}
		for _, f := range fans {
			p.Meet(f)
		}
		after = fans[len(fans)-1].ID
	}
	if err := p.read(ctx); err != nil {
		return 0, err
	}
	p.index.Pack()
	p.ready.Store(ctx.Err() == nil)
	return p.index.Len(), ctx.Err()
}

// Meet notes what a fan is called: it may stand in no example from now on.
func (p *Past) Meet(f store.Fan) { p.names.Add(person(f)) }

// Forget leaves out what a fan asked.
func (p *Past) Forget(id store.FanID) { p.index.Forget(id.Chat) }

func person(f store.Fan) recall.Person { return recall.Person{Name: f.Name, Handle: f.Handle} }

// read takes in the pairs that came since the last time. Its caller holds reading.
func (p *Past) read(ctx context.Context) error {
	for ctx.Err() == nil {
		pairs, err := p.from.Pairs(p.last, page)
		if err != nil {
			return fmt.Errorf("read pairs: %w", err)
		}
		for _, q := range pairs {
			p.add(q)
		}
		if len(pairs) < page {
			return nil
		}
	}
	return nil
}

func (p *Past) add(q store.Pair) {
	p.index.Add(recall.Entry{Seq: q.Seq, Group: q.Fan.Chat, At: q.At, Question: q.Question, Answer: q.Answer})
	if q.Seq > store.MaxPairs {
		p.index.Remove(q.Seq - store.MaxPairs) // the store has dropped it too; a pinned one is no longer found
	}
	p.meter.Add(style.Message{Text: q.Answer, Language: persona.Language(q.Answer), To: q.Fan.Chat, At: q.At})
	p.last = q.Seq
}

// refresh is read, unless all of it is being read just now.
func (p *Past) refresh(ctx context.Context) error {
	if !p.ready.Load() || !p.reading.TryLock() {
		return nil
	}
	defer p.reading.Unlock()
	return p.read(ctx)
}

// Question is what a fan asks now.
type Question struct {
	Owner int64    // the creator's user id
	Words []string // the fan's messages
	Said  []string // what the creator has said in this chat: it is not found again
	Now   time.Time
}

// Similar gives up to three answers to messages like these, the best first, free of anything personal. It costs a few
// milliseconds.
func (p *Past) Similar(ctx context.Context, q Question) ([]persona.Example, error) {
	if err := p.refresh(ctx); err != nil {
		return nil, err
	}
	hits := p.index.Find(recall.Query{Text: strings.Join(q.Words, "\n"), Limit: tries, Near: near, Now: q.Now, Without: q.Said})
	stands := " " + fold.Text(strings.Join(q.Said, "\n")) + " "
	var examples []persona.Example
	for _, hit := range hits {
		e, ok, err := p.example(q.Owner, hit)
		if err != nil {
			return nil, err
		}
		if ok && !strings.Contains(stands, " "+fold.Text(e.Answer)+" ") {
			examples = append(examples, e)
		}
		if len(examples) == shown {
			break
		}
	}
	return examples, nil
}

// example reads one pair and takes out what is personal; false if it is gone, was learned from another creator, or cannot
// be shown to anybody else.
func (p *Past) example(owner int64, hit recall.Hit) (e persona.Example, ok bool, err error) {
	pair, err := p.from.Pair(hit.Seq)
	if errors.Is(err, store.ErrNotFound) {
		p.index.Remove(hit.Seq)
		return e, false, nil
	}
	if err != nil || pair.Fan.Owner != owner {
		return e, false, err
	}
	who, err := p.from.Fan(pair.Fan)
	if errors.Is(err, store.ErrNotFound) { // forgotten just now
		return e, false, nil
	}
	if err != nil {
		return e, false, fmt.Errorf("read fan of pair %d: %w", pair.Seq, err)
	}
	scrubber := recall.Scrubber{Names: p.names, Own: p.own, Common: p.index.Common}
	e = persona.Example{Seq: pair.Seq, Near: hit.Near}
	e.Question, e.Answer, ok = scrubber.Scrub(pair.Question, pair.Answer, person(who))
	return e, ok, nil
}

// Voice is how the creator writes; it changes seldom.
func (p *Past) Voice(now time.Time) style.Card {
	if !p.ready.Load() {
		return style.Card{}
	}
	return p.meter.Card(now, p.names.Has)
}
