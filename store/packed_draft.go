package store

import (
	"maps"
	"slices"
	"time"
)

// How drafts, their replies and what was decided about them are packed. A new
// field is added at the end of both functions, as in packed.go.

func (d *Draft) pack(p *packer) {
	p.count(d.ID)
	p.fan(d.Fan)
	p.count(d.Rev)
	p.number(int64(d.Try))
	p.word(string(d.State))
	p.word(d.End)
	p.word(d.Detail)
	p.numbers(d.Messages)
	p.text(d.Text)
	p.flags(d.Own, d.Auto, d.Fixed, d.Parting, d.Known, d.Would, d.Audit, d.Approved, d.Moved, d.Disclosed, d.Caution)
	p.real(d.Confidence)
	p.number(int64(d.Learned))
	p.words(d.Why)
	p.word(d.Problem)
	for _, s := range []string{d.Instruction, d.Previous, d.Model, d.Digest, d.Prompt} {
		p.text(s)
	}
	p.bytes(d.Signals)
	p.word(d.Mode)
	p.real(d.Threshold)
	p.count(d.Label)
	for _, t := range []time.Time{d.Created, d.Ended, d.HoldUntil, d.Window, d.Sent, d.NotBefore} {
		p.moment(t)
	}
	p.number(d.SentID)
	p.number(int64(d.Tries))
	p.number(int64(d.Warned))
	d.Card.pack(p)
}

func (d *Draft) unpack(u *unpacker) {
	d.ID, d.Fan, d.Rev, d.Try = u.count(), u.fan(), u.count(), int(u.number())
	d.State, d.End, d.Detail = State(u.word()), u.word(), u.word()
	d.Messages, d.Text = u.numbers(), u.text()
	u.flags(&d.Own, &d.Auto, &d.Fixed, &d.Parting, &d.Known, &d.Would, &d.Audit, &d.Approved, &d.Moved, &d.Disclosed, &d.Caution)
	d.Confidence, d.Learned, d.Why, d.Problem = u.real(), int(u.number()), u.words(), u.word()
	for _, s := range []*string{&d.Instruction, &d.Previous, &d.Model, &d.Digest, &d.Prompt} {
		*s = u.text()
	}
	d.Signals, d.Mode, d.Threshold, d.Label = u.bytes(), u.word(), u.real(), u.count()
	for _, t := range []*time.Time{&d.Created, &d.Ended, &d.HoldUntil, &d.Window, &d.Sent, &d.NotBefore} {
		*t = u.moment()
	}
	d.SentID, d.Tries, d.Warned = u.number(), int(u.number()), int(u.number())
	d.Card.unpack(u)
}

// pack and unpack of a card are a part of its draft's: a new field of it goes
// behind all that Draft has.

func (c *Card) pack(p *packer) {
	p.numbers(c.Messages)
	p.numbers(c.Copies)
	p.numbers(c.Prompts)
	p.flags(c.Dirty, c.Forced)
	p.moment(c.Shown)
	p.text(c.Hash)
	p.count(c.Turn)
}

func (c *Card) unpack(u *unpacker) {
	c.Messages, c.Copies, c.Prompts = u.numbers(), u.numbers(), u.numbers()
	u.flags(&c.Dirty, &c.Forced)
	c.Shown, c.Hash, c.Turn = u.moment(), u.text(), u.count()
}

func (o *Outgoing) pack(p *packer) {
	p.count(o.ID)
	p.count(o.Draft)
	p.fan(o.Fan)
	p.count(o.Rev)
	p.flags(o.Auto, o.Disclosure, o.Mark)
	p.text(o.Text)
	p.word(o.State)
	p.moment(o.NotBefore)
	p.number(int64(o.Attempts))
	p.moment(o.Claimed)
	p.text(o.Connection)
	p.number(o.Read)
	p.text(o.Style)
}

func (o *Outgoing) unpack(u *unpacker) {
	o.ID, o.Draft, o.Fan, o.Rev = u.count(), u.count(), u.fan(), u.count()
	u.flags(&o.Auto, &o.Disclosure, &o.Mark)
	o.Text, o.State, o.NotBefore, o.Attempts = u.text(), u.word(), u.moment(), int(u.number())
	o.Claimed, o.Connection, o.Read = u.moment(), u.text(), u.number()
	o.Style = u.text()
}

// What Decision.Accepted says.
const (
	unlabelled = iota
	rejected
	accepted
)

func (e *Decision) pack(p *packer) {
	p.count(e.Seq)
	p.moment(e.At)
	p.count(e.Draft)
	p.number(int64(e.Try))
	p.fan(e.Fan)
	p.word(e.Act)
	p.word(e.Detail)
	p.number(e.By)
	switch {
	case e.Accepted == nil:
		p.count(unlabelled)
	case *e.Accepted:
		p.count(accepted)
	default:
		p.count(rejected)
	}
	p.count(e.Replaces)
	p.real(e.Distance)
	p.flags(e.Hard, e.Auto, e.Would, e.Audit, e.Known)
	p.real(e.Confidence)
	p.real(e.Threshold)
	p.word(e.Mode)
	p.words(e.Why)
	p.text(e.Model)
	p.text(e.Digest)
	p.text(e.Prompt)
	p.bytes(e.Signals)
}

func (e *Decision) unpack(u *unpacker) {
	e.Seq, e.At, e.Draft, e.Try = u.count(), u.moment(), u.count(), int(u.number())
	e.Fan, e.Act, e.Detail, e.By = u.fan(), u.word(), u.word(), u.number()
	if label := u.count(); label != unlabelled {
		yes := label == accepted
		e.Accepted = &yes
	}
	e.Replaces, e.Distance = u.count(), u.real()
	u.flags(&e.Hard, &e.Auto, &e.Would, &e.Audit, &e.Known)
	e.Confidence, e.Threshold, e.Mode, e.Why = u.real(), u.real(), u.word(), u.words()
	e.Model, e.Digest, e.Prompt, e.Signals = u.text(), u.text(), u.text(), u.bytes()
}

func (s *Stats) pack(p *packer) {
	for _, n := range []int{s.Fans, s.Chats, s.Messages, s.Purged, s.Pending, s.Parked, s.Waiting} {
		p.number(int64(n))
	}
	for _, t := range []time.Time{s.LastIn, s.LastOut, s.LastUpdate} {
		p.moment(t)
	}
	p.list(len(s.Kinds), func() {
		for _, kind := range slices.Sorted(maps.Keys(s.Kinds)) {
			p.word(kind)
			p.number(int64(s.Kinds[kind]))
		}
	})
}

func (s *Stats) unpack(u *unpacker) {
	for _, n := range []*int{&s.Fans, &s.Chats, &s.Messages, &s.Purged, &s.Pending, &s.Parked, &s.Waiting} {
		*n = int(u.number())
	}
	s.LastIn, s.LastOut, s.LastUpdate = u.moment(), u.moment(), u.moment()
	if kinds := u.list(); kinds > 0 {
		s.Kinds = make(map[string]int, kinds)
		for range kinds {
			kind := u.word()
			s.Kinds[kind] = int(u.number())
		}
	}
}
